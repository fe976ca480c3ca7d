"""Tell which shipped contract a file was made for, by the columns it has. When that is not plain, nobody guesses."""

from dataclasses import replace
from pathlib import Path

from goldenthread.intake.columns import wanted
from goldenthread.intake.compiling import columns_in
from goldenthread.intake.contract import Contract
from goldenthread.intake.formats import FileFormat, FileKind
from goldenthread.intake.readers import Broken, Tally, Unreadable, Wanted, kind_of, read_rows
from goldenthread.intake.shelf import find_contract, shipped_names

_TREES = (FileKind.XML, FileKind.JSON)


def recognise(file: Path) -> Contract:
    """The one shipped contract whose every column the file has.

    Raises: Unreadable when the file is damaged, or when no contract or more than one fits, naming the choices.
    """
    kind = kind_of(file)
    contracts = [contract for contract in map(find_contract, shipped_names()) if contract.format.kind in (kind, None)]
    fitting = [contract for contract in contracts if _fits(file, kind, contract)]
    best = [one for one in fitting if all(_columns(one) >= _columns(other) for other in fitting)]
    if len(best) == 1:
        return best[0]
    if not fitting and kind not in _TREES:
        _refuse_damaged(file)
    what = "no shipped contract fits its columns" if not fitting else "more than one contract fits its columns"
    choices = ", ".join(one.contract for one in fitting) or ", ".join(shipped_names())
    raise Unreadable(f"{file.name}: {what}. Say which with --contract NAME (there are: {choices}) or --contract PATH.")


def _columns(contract: Contract) -> frozenset[str]:
    return frozenset(wanted(contract).columns)


def _fits(file: Path, kind: FileKind, contract: Contract) -> bool:
    columns = wanted(contract, kind)
    if kind in _TREES:
        columns = replace(columns, columns=columns_in(contract.record_id), groups=())
    rows = read_rows(file, contract.format, columns, Tally())
    try:
        _, cells, _ = next(rows, (0, (), ()))
    except Unreadable:
        return False
    if kind in _TREES:
        return not isinstance(cells, Broken) and bool(cells) and all(cells)
    return True


def _refuse_damaged(file: Path) -> None:
    """Say what is wrong with a file that no contract could read, rather than that none fits."""
    next(read_rows(file, FileFormat(), Wanted(columns=()), Tally()), None)
