"""What became of people's decisions in a run of ``goldenthread link``: which were obeyed, and what to do of the rest.

Those that a run cannot obey are kept with the others in ``decisions.csv``: they hold again as soon as they can.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.command.ending import say
from goldenthread.command.linked_input import DECISIONS
from goldenthread.linkage import Constraint, Decided
from goldenthread.linkage.incremental import Held, what_hinders_each
from goldenthread.linkage.incremental.hindering import (
    ANOTHER_NUMBER,
    NOT_THERE,
    ONE_RECORD,
    OTHER_DECISION,
    OTHER_RECORDS,
    STANDS_WITH_OTHERS,
    TWO_BIRTHS,
    TWO_NUMBERS,
    TWO_OF_ONE_ROW,
    TWO_OF_ONE_SOURCE,
)
from goldenthread.linkage.naming import RecordKey

Said = tuple[frozenset[RecordKey], Decided]
ANEW = "decide anew with --constraints"
WHAT_TO_DO = {
    ONE_RECORD: "Check source and record id.",
    NOT_THERE: (
        "If its source took it back there is nothing to do. If its row was rejected, goldenthread accept shows why. If "
        f"the source is called otherwise now, call it as before; if the record has another id, {ANEW}."
    ),
    ANOTHER_NUMBER: "If its source mended it there is nothing to do: the number that stands there now counts.",
    TWO_NUMBERS: (
        f"Ask their sources which number is right: once it is mended, the decision holds. Until then, {ANEW}: that the "
        "wrong number is somebody else's (not_theirs)."
    ),
    TWO_BIRTHS: f"They are two people: {ANEW} (apart).",
    TWO_OF_ONE_ROW: f"Check what the contract reads from that row; if it is right, {ANEW} (apart).",
    TWO_OF_ONE_SOURCE: f"Link without --link-only, or {ANEW} (apart).",
    OTHER_DECISION: f"One of the two is wrong: see all on these records, and on that one {ANEW}.",
    STANDS_WITH_OTHERS: "What hinders those others hinders this one.",
    OTHER_RECORDS: f"Look at all records of both people, and {ANEW} on the pair that is wrong.",
}
LINES_SHOWN = 10


def told_of_decisions(held: Held, in_force: Sequence[Constraint], given: Sequence[Constraint]) -> dict[str, Any]:
    """How many decisions hold, of those ``given`` to this run and of earlier runs' that are in force; and why others
    do not, with their lines in ``decisions.csv``. It names no record.

    ``unknown_record`` counts those given of which a record is not there, or which name one twice.
    """
    line_of = {_said(c): line for line, c in enumerate(in_force, 2)}
    every = {_said(c): c for c in (*given, *in_force)}
    hindered = dict(zip(every, what_hinders_each(list(every.values()), held), strict=True))
    counts = Counter(_became(hindered[_said(c)]) for c in given)
    earlier = line_of.keys() - {_said(c) for c in given}
    return {
        "given": len(given),
        **{name: counts[name] for name in ("obeyed", "not_obeyed", "unknown_record")},
        "of_earlier_runs": len(earlier),
        "of_earlier_runs_obeyed": sum(hindered[one] is None for one in earlier),
        "hindered": _by_reason(hindered, line_of),
    }


def _said(c: Constraint) -> Said:
    """The same whichever record is named first."""
    return c.ends, c.decided


def _became(why: str | None) -> str:
    if why is None:
        return "obeyed"
    return "unknown_record" if why in (NOT_THERE, ONE_RECORD, ANOTHER_NUMBER) else "not_obeyed"


def _by_reason(hindered: Mapping[Said, str | None], line_of: Mapping[Said, int]) -> list[dict[str, Any]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for one, why in hindered.items():
        if why is not None:
            found[why].append(one)
    return [
        {
            "why": why,
            "do": do,
            "decisions": len(found[why]),
            "lines": sorted(line_of[one] for one in found[why] if one in line_of),
        }
        for why, do in WHAT_TO_DO.items()
        if why in found
    ]


def say_what_became_of_decisions(told: Mapping[str, Any]) -> None:
    if told["given"]:
        say(f"Decisions obeyed: {told['obeyed']:,} of {told['given']:,}.")
    if told["of_earlier_runs"] > told["of_earlier_runs_obeyed"]:
        say(
            f"Decisions of earlier runs obeyed: {told['of_earlier_runs_obeyed']:,} of {told['of_earlier_runs']:,}. The "
            f"others stay in {DECISIONS} and hold again as soon as they can."
        )
    for one in told["hindered"]:
        say(f"Not obeyed, {one['decisions']:,}{_where(one['lines'])}: {one['why']}. {one['do']}")


def _where(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:LINES_SHOWN]))
    more = f" and {len(lines) - LINES_SHOWN:,} more" if len(lines) > LINES_SHOWN else ""
    return f" ({DECISIONS}, line{'s' if len(lines) > 1 else ''} {shown}{more})"
