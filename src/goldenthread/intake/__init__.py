"""Accept an agency's file: records, relations and facts out, and every rejection with its row and reason."""

from goldenthread.intake.accepting import Accepted, accept, fingerprint_of
from goldenthread.intake.contract import Contract
from goldenthread.intake.held_back import HeldBack, Identity, Named, read_held_back, tokens_of, tokens_to_hold_back
from goldenthread.intake.quality import QualityReport
from goldenthread.intake.readers import Unreadable
from goldenthread.intake.reasons import Effect, Reason, Rejected
from goldenthread.intake.recognising import recognise
from goldenthread.intake.rendering import as_html, as_mapping, marked_csv, rejected_csv
from goldenthread.intake.shapes import FACTS, RECORDS, RELATIONS
from goldenthread.intake.shelf import find_contract, read_contract, shipped_names
from goldenthread.intake.values import TOO_LONG_AGO

__all__ = [
    "FACTS",
    "RECORDS",
    "RELATIONS",
    "TOO_LONG_AGO",
    "Accepted",
    "Contract",
    "Effect",
    "HeldBack",
    "Identity",
    "Named",
    "QualityReport",
    "Reason",
    "Rejected",
    "Unreadable",
    "accept",
    "as_html",
    "as_mapping",
    "find_contract",
    "fingerprint_of",
    "marked_csv",
    "read_contract",
    "read_held_back",
    "recognise",
    "rejected_csv",
    "shipped_names",
    "tokens_of",
    "tokens_to_hold_back",
]
