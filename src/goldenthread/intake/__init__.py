"""Accept an agency's file: records, relations and facts out, and every rejection with its row and reason."""

from goldenthread.intake.contract import Contract, find_contract, read_contract, shipped_names
from goldenthread.intake.shapes import FACTS, RECORDS, RELATIONS

__all__ = [
    "FACTS",
    "RECORDS",
    "RELATIONS",
    "Contract",
    "find_contract",
    "read_contract",
    "shipped_names",
]
