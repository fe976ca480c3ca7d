"""An ordinary contract and file, and what differs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from goldenthread.intake import Accepted, Contract, accept, read_contract

ON = date(2026, 11, 22)

ORDINARY = """
contract: "ordinary"
source: "westhaven-somewhere"
record_id: "Id"
people:
  - part: "child"
    is: "child"
    columns:
      given_name: "Forename"
      family_name: "Surname"
      date_of_birth: {column: "DOB", format: "%d/%m/%Y"}
      sex: "Sex"
      postcode: "Postcode"
      nhs_number: "NHS"
      upn: "UPN"
"""
FOLLOWED_COHORT = 'cohort: {statement: "girls", seeds: [ [ {column: "Sex", equals: "F"} ] ]}\n'
HEADER = ("Id", "Forename", "Surname", "DOB", "Sex", "Postcode", "NHS", "UPN")
ORDINARY_ROW = ("1", "Elowen", "Tregarthen", "06/10/2014", "F", "WH1 2AB", "943 476 5919", "H801200001001")


def row(record_id: str = "1", **differs: str) -> tuple[str, ...]:
    """An ordinary row, and what differs."""
    values = {**dict(zip(HEADER, ORDINARY_ROW, strict=True)), "Id": record_id, **differs}
    return tuple(values[name] for name in HEADER)


def as_csv(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    return "".join(",".join(cells) + "\r\n" for cells in (header, *rows))


def contract(folder: Path, text: str = ORDINARY, more: str = "") -> Contract:
    path = folder / "contract.yaml"
    path.write_text(text + more, encoding="utf-8")
    return read_contract(path)


def accept_text(folder: Path, text: str | bytes, of: Contract | None = None, *, name: str = "sent.csv") -> Accepted:
    """Accept a file that holds ``text`` under an ordinary contract, or the one given."""
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return accept([file], of or contract(folder), on=ON)


def accept_rows(folder: Path, *rows: Sequence[str], of: Contract | None = None) -> Accepted:
    return accept_text(folder, as_csv(rows), of)
