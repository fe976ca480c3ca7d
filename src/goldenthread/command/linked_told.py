"""What a run of ``goldenthread link`` tells whoever started it, and what came to nothing, too."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from goldenthread.command.decisions_told import say_what_became_of_decisions
from goldenthread.command.ending import say
from goldenthread.command.family_output import FAMILIES, HOUSEHOLDS
from goldenthread.command.justifying import JUSTIFICATION, NOBODY_SAID_WHY
from goldenthread.command.keeping_out import NOBODY_KEPT_OUT, TOLD
from goldenthread.command.numbers_in_use import OF_NO_SOURCE
from goldenthread.command.one_record_each import KEPT_APART, in_words
from goldenthread.command.relinking import GONE_ON
from goldenthread.command.sources_gone import SOURCES_GONE
from goldenthread.intake import Accepted, Effect, QualityReport

MAP_CONSENT = "They count as not agreed. Say in the contract what each code means: groups, consent, map."


def told_of_reading(sources: Sequence[tuple[str, Accepted]]) -> dict[str, Any]:
    """What came to nothing while reading, and whose file held no row: of changes there may be none."""
    return {
        "values_not_kept": [one for name, accepted in sources for one in _values_not_kept(name, accepted.report)],
        "nothing_new_from": [name for name, accepted in sources if not accepted.report.rows.read],
    }


def _values_not_kept(source: str, report: QualityReport) -> list[dict[str, Any]]:
    """For each column of which values were not kept, how many, and whether any was. No value is in it."""
    lost: Counter[str] = Counter()
    for finding in report.findings:
        if finding.effect is Effect.VALUE_NOT_KEPT:
            lost[finding.field] += finding.times
    filled: Counter[str] = Counter()
    for one in report.completeness:
        for column in one.columns:
            filled[column] += one.filled
    return [
        {"source": source, "column": column, "times": times, "none_kept": not filled[column]}
        for column, times in sorted(lost.items())
    ]


def say_what_was_done(report: Mapping[str, Any], out: Path, rejected: int) -> None:
    """In a few lines, what came of a run, and what needs somebody's eye."""
    records, sources, people = report["records"], len(report["sources"]), report["people"]
    are = "is" if records == 1 else "are"
    say(f"{_many(records, 'record')} of {_many(sources, 'source')} {are} {_many(people, 'person', 'people')}.")
    linked, waiting = report["linked_pairs"], report["pairs_waiting"]
    settled = report["pairs_to_review"] - waiting
    besides = f" ({settled:,} more {'is' if settled == 1 else 'are'} one person by other records)" if settled else ""
    say(f"Pairs linked: {linked:,}. To review: {waiting:,}{besides}. {report['rests_on']}.")
    if GONE_ON not in report:
        say(f"{_sentence(report['reckoned']['in_words'])} {_sentence(report['promised']['in_words'])}")
    for rate in report.get("name_changes", ()):
        say(f"Surname {rate['value']}: {_missed(rate)}, identifiers left out.")
    if not report.get("name_changes") and "family" in report["filled"]:
        say("What a changed surname costs is not known: too few pairs have an identifier. See the report.")
    drawn = report["families"]
    if drawn:
        say(f"Adults linked to children: {drawn['linked']:,}. Possible: {drawn['possible']:,}.")
    for name in report["nothing_new_from"]:
        say(f"Nothing new from {name}: its file holds no row. What it told before stands.")
    _say_what_came_to_nothing(report)
    if rejected:
        say(f"Rows rejected while reading: {rejected:,}. goldenthread accept shows each with its reason.")
    _say_who_agreed(report)
    for switch in report[OF_NO_SOURCE]:
        say(switch["in_words"])
    if not report[TOLD]:
        say(NOBODY_KEPT_OUT)
    if not report[JUSTIFICATION]["reason_given"]:
        say(NOBODY_SAID_WHY)
    families = f", {FAMILIES}, {HOUSEHOLDS}" if drawn else ""
    say(f"Written to {out}: people.csv, links.csv, model.json, report.html, report.json{families}")


def nobody_approved(out: Path, *, trained_anew: bool) -> str:
    """What to do where no approval stands on the card of the model that was used.

    ``trained_anew``: although an earlier output was given, whose model may have been approved.
    """
    this = (
        "a new model was trained, for which no approval of the earlier one counts: nobody has approved it."
        if trained_anew
        else "nobody has approved this model."
    )
    return (
        f"{this} Whoever answers for its use reads report.html, then runs: goldenthread "
        f'approve {quote(str(out))} --by "Name, office"'
    )


def named_anew(out: Path, before: Collection[str], now: Collection[str]) -> str | None:
    """That ids of the run which stood in ``out`` are gone, for it was not gone on from; ``None`` where none is."""
    lost = len(set(before) - set(now))
    if not lost:
        return None
    return (
        f"no --previous was given, so people are named anew: {lost:,} of the {_many(len(before), 'id')} that stood in "
        f"{out} {'names' if lost == 1 else 'name'} nobody now."
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _missed(rate: Mapping[str, Any]) -> str:
    pairs, missed, review = rate["pairs"], rate["missed"], rate["review"]
    return f"{missed / pairs:.1%} of {pairs:,} pairs missed, {review / pairs:.1%} to review"


def _say_who_agreed(report: Mapping[str, Any]) -> None:
    for everybody in report.get("consent", ())[:1]:
        records, agreed = everybody["records"], everybody["agreed"]
        behind = sum(one["warned"] for one in report["consent"])
        groups = f" {_many(behind, 'group')} agreed more than a point less often: see the report." if behind else ""
        say(f"Agreed to be linked: {agreed:,} of {_many(records, 'record')}.{groups}")
        if unclear := everybody.get("unclear", 0):
            say(f"Answers about consent that are neither yes, no nor unknown: {unclear:,}. {MAP_CONSENT}")
        elif not agreed:
            say("No record says yes to being linked. If some should, see groups, consent, map in the contract.")


def _say_what_came_to_nothing(report: Mapping[str, Any]) -> None:
    if gone := report[SOURCES_GONE]:
        say(gone["in_words"])
    say_what_became_of_decisions(report["decisions"])
    if apart := report[KEPT_APART]:
        say(in_words(apart))
    for kind, shared in report.get("numbers_of_many", {}).items():
        say(f"Numbers that are nobody's own ({kind}): {shared['numbers']:,}, on {shared['records']:,} records.")
    if alike := report.get("alike_too_often", 0):
        say(f"Records that say the same as over 200 others: {alike:,}. They stand alone. Ask their source about them.")
    lost = report["values_not_kept"]
    if lost:
        say(f"Values not kept while reading: {sum(one['times'] for one in lost):,}. goldenthread accept shows each.")
    for one in (one for one in lost if one["none_kept"]):
        say(f"No value of {one['column']} in {one['source']} could be kept. Check what its contract says of it.")


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
