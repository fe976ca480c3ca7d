"""``goldenthread law``: look up the register of law, check it, and see what changed."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json

if TYPE_CHECKING:
    from goldenthread.law import Law, Problem, Provision, Switch

Word = TypeVar("Word", bound=StrEnum)

law = typer.Typer(help="Look up the register of law, check it, and see what changed.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(law, name="law")


AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Nation = Annotated[str, typer.Option("--nation", help="england, wales, scotland or northern_ireland.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As the law stood then.")]
SwitchFile = Annotated[Path | None, typer.Option("--switches", help="Starts settled since, laid over the register.")]


@law.command("list")
def list_provisions(
    words: Annotated[list[str] | None, typer.Argument(help="Words that the entry holds.")] = None,
    sender: Annotated[str, typer.Option("--from", help="Who passes something on, such as school_academy.")] = "",
    recipient: Annotated[str, typer.Option("--to", help="To whom, such as la_csc.")] = "",
    purpose: Annotated[str, typer.Option("--for", help="What for, such as safeguard_child.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Such as duty, power or condition.")] = "",
    flows: Annotated[
        bool, typer.Option("--flows", help="Only what can carry regular sharing between systems.")
    ] = False,
    nation: Nation = "england",
    on: Day = None,
    switches: SwitchFile = None,
    as_json: AsJson = False,
) -> None:
    """List provisions with whether each is in force and how far it was confirmed.

    Ends with 0, with 1 when nothing was found, 2 for a word that no list holds.
    """
    from goldenthread.law import PartyKind, ProvisionKind, Question, SharingPurpose, search

    question = Question(
        words=" ".join(words or ()),
        sender=_one_of(PartyKind, sender, "--from", as_json=as_json),
        recipient=_one_of(PartyKind, recipient, "--to", as_json=as_json),
        purpose=_one_of(SharingPurpose, purpose, "--for", as_json=as_json),
        kind=_one_of(ProvisionKind, kind, "--kind", as_json=as_json),
        carries_flows=flows,
    )
    standing = _law(nation, on, switches, as_json=as_json)
    found = search(standing.provisions, question)
    if as_json:
        say_as_json([_as_data(p, standing) for p in found])
    else:
        for p in found:
            say(f"{p.id:28} {_standing_words(p, standing)}\n    {p.title}. {p.citation}")
        say(f"{len(found)} of {len(standing.provisions)} provisions, as on {standing.on}.")
    end(Ending.DONE if found else Ending.DONE_WITH_REJECTIONS)


@law.command("show")
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="Such as ca2004_s16LA.")],
    on: Day = None,
    switches: SwitchFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one provision: plain words first, then the reference, its limits, and how far it was confirmed.

    Ends with 0, or 2 when the register does not hold it.
    """
    from goldenthread.law import IncompleteProvision, UnfitSwitch, law_in_force, read_provision
    from goldenthread.vocabulary import UnreadableDocument

    try:
        provision = read_provision(id)
        if provision is None:
            refuse(f"{id}: the register of law does not hold it. List the ids: goldenthread law list", as_json=as_json)
        ours = tuple(s for s in _switches(switches) if s.provision == id)
        standing = law_in_force(provision.nation, on=_day(on), register=(provision,), switches=ours)
    except (IncompleteProvision, UnreadableDocument, UnfitSwitch) as fault:
        refuse(str(fault), as_json=as_json)
    (provision,) = standing.provisions
    if as_json:
        say_as_json(_as_data(provision, standing))
        return
    say("\n".join(_in_words(provision, standing)))


@law.command("check")
def check_register(
    pathways: Annotated[list[Path] | None, typer.Option("--pathway", help="An agreement to check too.")] = None,
    on: Day = None,
    switches: SwitchFile = None,
    as_json: AsJson = False,
) -> None:
    """Check the register as it is relied on today or ``--on`` a day, and that what rests on law names law it holds.

    Ends with 0 when all is in order, 1 when anything is not, 2 when a file cannot be read.
    """
    from goldenthread.law import IncompleteProvision, UnfitSwitch, check, read_register, switched
    from goldenthread.vocabulary import UnreadableDocument

    try:
        entries = switched(read_register(), _switches(switches))
        problems = [*check(entries, on=_day(on)), *_named_and_not_held(entries, pathways or [])]
    except (IncompleteProvision, UnreadableDocument, UnfitSwitch) as fault:
        refuse(str(fault), as_json=as_json)
    if as_json:
        say_as_json({"provisions": len(entries), "problems": [asdict(p) for p in problems]})
    else:
        for problem in problems:
            say(f"{problem.provision}: {problem.sentence}")
        say(f"{len(entries)} provisions, {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}.")
    end(Ending.DONE_WITH_REJECTIONS if problems else Ending.DONE)


@law.command("changes")
def list_changes(
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="The first day asked about.")],
    switches: SwitchFile = None,
    as_json: AsJson = False,
) -> None:
    """List what began, ended, was reworded or announced since a day, and how many entries were checked since."""
    from goldenthread.law import Change, IncompleteProvision, UnfitSwitch, changes, read_register, switched
    from goldenthread.vocabulary import UnreadableDocument

    try:
        found = changes(switched(read_register(), _switches(switches)), since=since.date())
    except (IncompleteProvision, UnreadableDocument, UnfitSwitch) as fault:
        refuse(str(fault), as_json=as_json)
    if as_json:
        say_as_json([asdict(change) for change in found])
        return
    of_the_law = [change for change in found if change.change is not Change.CHECKED]
    for change in of_the_law:
        say(f"{change.on} {change.change:10} {change.provision}: {change.title} ({change.why})")
    say(f"{len(of_the_law)} changes of law; {len(found) - len(of_the_law)} entries of the register checked.")


def _named_and_not_held(entries: "tuple[Provision, ...]", pathways: list[Path]) -> "list[Problem]":
    from goldenthread.agreements import read_pathway
    from goldenthread.command.provisions_named import provisions_named
    from goldenthread.law import Problem
    from goldenthread.vocabulary import ProvisionId

    known = {entry.id for entry in entries}
    named = list(provisions_named(known))
    for path in pathways:
        pathway = read_pathway(path)
        flows = (*pathway.flows, *((pathway.identity,) if pathway.identity else ()))
        named += [(id, str(path)) for flow in flows for id in (*flow.basis, *flow.condition)]
    return [
        Problem(provision=ProvisionId(id), sentence=f"is named in {where}, and the register does not hold it.")
        for id, where in dict.fromkeys(named)
        if id not in known
    ]


def _one_of(words: type[Word], typed: str, option: str, *, as_json: bool) -> Word | None:
    if not typed:
        return None
    try:
        return words(typed)
    except ValueError:
        refuse(f"{option} {typed}: not one of {', '.join(words)}", as_json=as_json)


def _law(nation: str, on: datetime | None, switches: Path | None, *, as_json: bool) -> "Law":
    from goldenthread.law import IncompleteProvision, UnfitSwitch, law_in_force
    from goldenthread.vocabulary import UnreadableDocument

    try:
        return law_in_force(nation, on=_day(on), switches=_switches(switches))
    except (IncompleteProvision, UnreadableDocument, UnfitSwitch, ValueError) as fault:
        refuse(str(fault), as_json=as_json)


def _switches(path: Path | None) -> "tuple[Switch, ...]":
    from goldenthread.law import read_switches

    return () if path is None else read_switches(path)


def _day(on: datetime | None) -> date:
    return on.date() if on else datetime.now(UTC).date()


def _as_data(provision: "Provision", standing: "Law") -> dict[str, Any]:
    """The entry as its file has it, with whether it binds on the day asked about."""
    data = asdict(provision)
    data["who_to_whom"] = {"from": data["who_to_whom"]["sender"], "to": data["who_to_whom"]["recipient"]}
    for span in data["in_force"]:
        span["from"] = span.pop("start")
    return {**data, "force": standing.force(provision.id), "as_on": standing.on}


def _standing_words(provision: "Provision", standing: "Law") -> str:
    force = standing.force(provision.id).replace("_", " ")
    return f"{force}, {provision.evidence.status}"


def _in_words(p: "Provision", standing: "Law") -> list[str]:
    lines = [p.title, p.plain_words, "", f"Reference: {p.citation}", f"Extent: {p.extent}"]
    lines.append(f"On {standing.on}: {_standing_words(p, standing)}")
    lines.append(f"Who to whom: {p.who_to_whom.sender}, to {p.who_to_whom.recipient}")
    asked = (
        ("What for", p.purpose),
        ("Threshold", p.threshold),
        ("By when", p.deadline),
        ("Onward", p.onward_limits),
        ("Policy document", "needed" if p.needs_policy_document else ""),
        ("Sets confidence aside", p.displaces_confidence if p.effect != "neither" else ""),
        ("Look instead to", ", ".join(p.instead)),
    )
    lines += [f"{name}: {said}" for name, said in asked if said]
    for name, many in (("Mind", p.pitfalls), ("Source", p.sources), ("Sought and not found", p.sought_and_not_found)):
        lines += [f"{name}: {one}" for one in many]
    for span in p.in_force:
        earliest = f", not before {span.not_before}" if span.not_before else ""
        lines.append(f"From {span.start}{earliest}: {span.instrument}" + (f". {span.says}" if span.says else ""))
    lines.append(f"Checked by {p.evidence.by} on {p.evidence.on}. {p.evidence.note}".rstrip())
    return lines
