"""``goldenthread ledger``: prove a ledger whole, check a receipt, take a copy, be a witness.

The checks need no database and no framework. What does need the database (``export``, and ``verify`` without a file)
asks the service for the export in a process of its own and believes it no more than any other file.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer

from goldenthread.command.ending import Ending, end, refuse, say, say_as_json

if TYPE_CHECKING:
    from goldenthread.audit import Verdict, VerifierKey

THE_SERVICE_EXPORTS = (sys.executable, "-m", "goldenthread.service.jobs.manage", "export_ledger", "--out", "-")
"""Writes the export to standard output, reading the database read-only; ends with 0, or says why on standard error."""
FOR_CHECKING = "--for-checking"
"""Said where a program alone reads the lines. Without it the service first leaves an entry that a copy is made."""
LONGEST_FILE_BYTES = 4_000_000

ledger = typer.Typer(
    help="Prove the record of who has looked: export, verify, receipts, witnesses.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    app.add_typer(ledger, name="ledger")


AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
KeyFile = Annotated[Path | None, typer.Option("--key", help="The ledger's public key, known from elsewhere.")]
WitnessKeyFiles = Annotated[
    list[Path] | None, typer.Option("--witness-key", help="The public key of a witness you trust. Repeatable.")
]
Quorum = Annotated[int | None, typer.Option("--quorum", min=1, help="How many of them must hold it (default: all).")]


@ledger.command("verify")
def verify(
    file: Annotated[Path | None, typer.Argument(help="An exported ledger; without it, the database is read.")] = None,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", help="A head kept elsewhere: a signed note, or a witness's heads.")
    ] = None,
    key: KeyFile = None,
    witness_key: WitnessKeyFiles = None,
    quorum: Quorum = None,
    as_json: AsJson = False,
) -> None:
    """Prove a ledger whole, or name the first entry that is not as it was sealed.

    Ends with 0 when it is whole, 1 when it is not, 2 when it cannot be read.
    """
    from goldenthread.audit import verify_export

    checkpoints = _kept_heads(checkpoint, as_json=as_json)
    log_key, witnesses = _keys(key, witness_key or [], as_json=as_json)
    with _exported(file, as_json=as_json) as source:
        verdict = verify_export(
            _lines_of(source), checkpoints=checkpoints, log_key=log_key, witness_keys=witnesses, quorum=quorum
        )
    _answer(verdict, came_from=file, as_json=as_json)


@ledger.command("check-receipt")
def check_a_receipt(
    file: Annotated[Path, typer.Argument(help="The receipt.")],
    key: KeyFile = None,
    witness_key: WitnessKeyFiles = None,
    quorum: Quorum = None,
    as_json: AsJson = False,
) -> None:
    """Check a receipt without asking anybody: that what it says stands in the ledger and was not changed.

    Ends with 0 when it holds, 1 when it does not, 2 when it is no receipt.
    """
    from goldenthread.audit import check_receipt

    log_key, witnesses = _keys(key, witness_key or [], as_json=as_json)
    text = _read_text(file, as_json=as_json)
    verdict = check_receipt(text, log_key=log_key, witness_keys=witnesses, quorum=quorum)
    _answer(verdict, came_from=file, as_json=as_json)


@ledger.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write. It holds personal information.")],
) -> None:
    """Write the whole ledger to a file that anyone can verify, readable by its owner alone.

    Ends with 0 when it is written, 2 when it cannot be; then no file is left behind.
    """
    out = out.resolve()
    if out.exists() and not out.is_file():
        refuse(f"{out}: is no file, and a copy of the ledger is written to a file. Name one with --out.")
    unfinished = out.with_name(out.name + ".unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            code = _write_export(file)
            os.fsync(file.fileno())
        if code == 0:
            unfinished.replace(out)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        refuse(
            f"{out}: cannot be written ({fault.strerror}). Nothing is left behind, and a file of that name is as it "
            "was. Check the folder and the room on its disk, then export again."
        )
    if code != 0:
        unfinished.unlink(missing_ok=True)
        refuse("the ledger could not be read from the database. See the reason above.")
    say(f"{out}: written. It holds personal information: keep it safe, and delete it when done.")


def _write_export(file: IO[bytes]) -> int:
    """Pass on what the service reads, and say how it ended. Whether ``file`` has room is seen here, not there.

    Raises: OSError when the file cannot be written; the service is ended then.
    """
    with subprocess.Popen(THE_SERVICE_EXPORTS, stdout=subprocess.PIPE) as service:  # noqa: S603 - our own program
        if service.stdout is None:
            raise AssertionError("a pipe was asked for")
        try:
            shutil.copyfileobj(service.stdout, file)
            file.flush()
        except OSError:
            service.terminate()
            raise
    return service.returncode


@ledger.command("witness")
def witness(
    name: Annotated[str, typer.Option("--name", help="The witness's name, as its partners know it.")],
    store: Annotated[Path, typer.Option("--store", help="The witness's own folder: its key and its heads.")],
    log: Annotated[str, typer.Option("--log", help="The address of the ledger.")] = "",
    every: Annotated[float, typer.Option("--every", min=0.05, help="Seconds between two looks.")] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="Look until one head is held, then end.")] = False,
    only_key: Annotated[bool, typer.Option("--show-key", help="Print this witness's public key and end.")] = False,
) -> None:
    """Watch a ledger grow from outside, keep every head, and cosign only what is proven.

    Ends with 0 when stopped, 1 when the ledger broke its word, 2 when the witness cannot work.
    """
    from goldenthread.command.witnessing import run_witness, show_key

    if only_key:
        end(Ending(show_key(name=name, store=store)))
    if not log:
        refuse("a witness needs the address of its ledger: --log https://…")
    end(Ending(run_witness(name=name, log=log, store=store, every=every, once=once)))


def _answer(verdict: "Verdict", *, came_from: Path | None, as_json: bool) -> NoReturn:
    from goldenthread.audit import Soundness

    if as_json:
        say_as_json(
            {
                "verdict": str(verdict.soundness),
                "because": verdict.because,
                "first_wrong": verdict.first_wrong,
                "last_suspect": verdict.last_suspect,
                "entries": verdict.entries,
                "erased": verdict.erased,
                "heads": verdict.heads,
                "root": verdict.root,
                "held_by": {held.witness: held.size for held in verdict.held_by},
                "keys_were_given": verdict.keys_were_given,
            }
        )
    else:
        for line in _in_words(verdict, came_from=came_from):
            say(line)
    endings = {Soundness.WHOLE: 0, Soundness.BROKEN: 1, Soundness.UNREADABLE: 2}
    end(Ending(endings[verdict.soundness]))


def _in_words(verdict: "Verdict", *, came_from: Path | None) -> Iterator[str]:
    yield f"{str(verdict.soundness).upper()}: {verdict.because.removesuffix('.')}."
    if verdict.told:
        yield verdict.told
    if verdict.first_wrong is not None:
        yield (
            f"The first entry that is wrong is number {verdict.first_wrong}."
            if verdict.first_wrong == verdict.last_suspect
            else f"The first entry that is wrong is one of numbers {verdict.first_wrong} to {verdict.last_suspect}."
        )
    if verdict.erased:
        yield f"{verdict.erased} entries have been erased; that they were sealed is still proven."
    for held in verdict.held_by:
        yield f"Held by {held.witness}: the first {held.size} entries."
    if verdict.is_whole and not verdict.keys_were_given:
        source = "the file itself" if came_from else "the database that was checked"
        yield (
            f"The keys were taken from {source}, so this shows that it is whole and not whose it is. To know that, "
            "give the ledger's key, known from elsewhere, with --key."
        )


def _keys(
    log_key: Path | None, witness_keys: list[Path], *, as_json: bool
) -> tuple["VerifierKey | None", list["VerifierKey"]]:
    from goldenthread.audit import Signs, UnusableKey, read_verifier_key

    def read(path: Path, signs: Signs) -> "VerifierKey":
        try:
            key = read_verifier_key(_read_text(path, as_json=as_json))
        except UnusableKey as fault:
            refuse(f"{path}: {fault}", as_json=as_json)
        if key.signs is not signs:
            refuse(
                f"{path}: this is the key of a {'log' if key.signs is Signs.CHECKPOINTS else 'witness'}.",
                as_json=as_json,
            )
        return key

    known = read(log_key, Signs.CHECKPOINTS) if log_key else None
    return known, [read(path, Signs.COSIGNATURES) for path in witness_keys]


def _kept_heads(path: Path | None, *, as_json: bool) -> list[str]:
    """The heads in a file: one signed note, or a witness's heads, one JSON object a line."""
    from goldenthread.audit.strict_json import NotStrict, read_object

    if path is None:
        return []
    if not _starts_with_a_brace(path, as_json=as_json):
        return [_read_text(path, as_json=as_json)]
    heads = []
    with path.open("rb") as file:
        for number, line in enumerate(_lines_of(file), start=1):
            try:
                heads.append(str(read_object(line.decode("utf-8"))["checkpoint"]))
            except (NotStrict, KeyError, UnicodeDecodeError):
                refuse(f"{path}, line {number}: not a head. Give a signed note or a witness's heads.", as_json=as_json)
    return heads


def _starts_with_a_brace(path: Path, *, as_json: bool) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(1) == b"{"
    except OSError as fault:
        refuse(f"{path}: cannot be read ({fault.strerror}).", as_json=as_json)


def _read_text(path: Path, *, as_json: bool) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE_BYTES + 1)
        if len(content) > LONGEST_FILE_BYTES:
            refuse(f"{path}: too long to be what was asked for.", as_json=as_json)
        return content.decode("utf-8")
    except OSError as fault:
        refuse(f"{path}: cannot be read ({fault.strerror}).", as_json=as_json)
    except UnicodeDecodeError:
        refuse(f"{path}: is not UTF-8 text.", as_json=as_json)


def _lines_of(file: IO[bytes]) -> Iterator[bytes]:
    """Lines of at most the length a ledger has, so that no line fills the memory."""
    from goldenthread.audit import LONGEST_LINE_BYTES

    return iter(lambda: file.readline(LONGEST_LINE_BYTES + 1), b"")


@contextmanager
def _exported(file: Path | None, *, as_json: bool) -> Iterator[IO[bytes]]:
    """The export to be checked: the file, or what the service reads from the database."""
    if file is not None:
        try:
            opened = file.open("rb")
        except OSError as fault:
            refuse(f"{file}: cannot be read ({fault.strerror}).", as_json=as_json)
        with opened:
            yield opened
        return
    checked = (*THE_SERVICE_EXPORTS, FOR_CHECKING)
    with subprocess.Popen(checked, stdout=subprocess.PIPE) as service:  # noqa: S603 - our own program
        if service.stdout is None:
            raise AssertionError("a pipe was asked for")
        yield service.stdout
        service.stdout.read()
    if service.returncode != 0:
        refuse("the ledger could not be read from the database. See the reason above.", as_json=as_json)
