"""Where contracts come from: a file, or the shelf of those that come with Golden Thread."""

from dataclasses import replace
from pathlib import Path

from goldenthread.intake.checking import checked
from goldenthread.intake.contract import Contract, PersonBlock, Whom
from goldenthread.vocabulary import DatasetId, UnreadableDocument, read_document

SHIPPED = Path(__file__).parent / "contracts"


def read_contract(path: Path) -> Contract:
    """Read the contract file at ``path``; a contract that does not name itself takes the name of its file.

    Raises: UnreadableDocument, naming the file, the place in it and the reason.
    """
    contract = read_document(path, Contract)
    named = contract if contract.contract else replace(contract, contract=DatasetId(path.stem))
    return checked(_with_one_form(named), name=str(path))


def find_contract(name: str) -> Contract:
    """The shipped contract called ``name``.

    Raises: UnreadableDocument, naming the contracts there are.
    """
    path = SHIPPED / f"{name}.yaml"
    if path.parent != SHIPPED or not path.is_file():
        raise UnreadableDocument(
            f"there is no shipped contract called {name!r}. There are: {', '.join(shipped_names())}. "
            "Name one of them, or give the path of a contract file."
        )
    return read_contract(path)


def shipped_names() -> tuple[str, ...]:
    """The names of the contracts that come with Golden Thread, in order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def _with_one_form(contract: Contract) -> Contract:
    """Turn the shorthand ``columns`` into one person block."""
    if contract.columns is None:
        return contract
    block = PersonBlock(part="person", is_=Whom.BY_AGE, columns=contract.columns)
    return replace(contract, people=(*contract.people, block), columns=None)
