"""``goldenthread advise``: what law and guidance say of one sharing question, in words or as JSON."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json
from goldenthread.vocabulary import UnreadableDocument

if TYPE_CHECKING:
    from goldenthread.disclosure.advice import Answer, Case
    from goldenthread.law import Law, Switch


def register(app: typer.Typer) -> None:
    app.command("advise")(advise_command)


def advise_command(
    files: Annotated[list[Path], typer.Argument(metavar="CASE.yaml...", help="Sharing questions, one a file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON; several files give a list.")] = False,
    switches: Annotated[
        Path | None, typer.Option("--switches", help="Dated switches to lay over the register of law.")
    ] = None,
) -> None:
    """Say whether information must, should or may be shared, how much of it, and who is told. A person decides.

    Ends with 0 when something may go, 1 when nothing does yet (check first, take advice, do not share), 2 when a
    question cannot be read.
    """
    from goldenthread.disclosure.advice import advise, as_mapping, read_case
    from goldenthread.disclosure.advice.rendering import in_words
    from goldenthread.law import UnfitSwitch, read_switches

    try:
        laid_over = read_switches(switches) if switches else ()
        cases = [read_case(file) for file in files]
        laws = [_law_of(case, laid_over) for case in cases]
        answers = [advise(case, law) for case, law in zip(cases, laws, strict=True)]
    except (UnreadableDocument, UnfitSwitch) as fault:
        refuse(str(fault), as_json=as_json)
    if as_json:
        mappings = [as_mapping(answer) for answer in answers]
        say_as_json(mappings[0] if len(mappings) == 1 else mappings)
    else:
        for file, answer, law in zip(files, answers, laws, strict=True):
            words = in_words(answer, law)
            say(words if len(files) == 1 else f"== {file}\n{words}")
    end(Ending.DONE if all(_something_goes(answer) for answer in answers) else Ending.DONE_WITH_REJECTIONS)


def _law_of(case: "Case", switches: "tuple[Switch, ...]") -> "Law":
    """The law of the question's nation and day; of England and today where the question does not say."""
    from goldenthread.law import Nation, law_in_force

    return law_in_force(case.nation or Nation.ENGLAND, on=case.asked_on or _today(), switches=switches)


def _today() -> date:
    return datetime.now(UTC).date()


def _something_goes(answer: "Answer") -> bool:
    from goldenthread.disclosure.advice.concluding import SHARES

    return answer.answer in SHARES
