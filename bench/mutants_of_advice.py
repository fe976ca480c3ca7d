"""How many small mistakes in the answer to a sharing question the tests catch.

``python -m bench.mutants_of_advice [--every N] [MODULE ...]``. All of them take about a quarter of an hour.
"""

import sys

from bench.mutating import ROOT, Room, survey
from goldenthread.law import read_register

NO_RULES = {"__init__", "words", "case", "answer", "rendering"}
"""Nouns and words: nothing in them decides."""
FOLDER = ROOT / "src" / "goldenthread" / "disclosure" / "advice"
TESTS = tuple(str(path) for path in sorted((ROOT / "tests/unit/disclosure").glob("test_[ar]*.py")))
ADVICE = Room(
    package="goldenthread.disclosure.advice",
    modules=tuple(sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in NO_RULES)),
    tests=(*TESTS, "tests/spec/test_questions.py"),
    verdicts=frozenset({"Verdict", "ItemVerdict", "TellVerdict"}),
    named={
        "DO_NOT_SHARE": "SEEK_ADVICE",
        "SEEK_ADVICE": "DO_NOT_SHARE",
        "VERIFY_FIRST": "MAY_SHARE",
        "MUST_SHARE": "SHOULD_SHARE",
        "SHARE_PART": "MAY_SHARE",
        "WITHHOLD": "SHARE",
        "REDACT": "WITHHOLD",
        "TELL_FIRST": "SEEK_VIEWS",
        "SEEK_VIEWS": "TELL_FIRST",
        "TELL_AFTER": "TELL_FIRST",
        "DO_NOT_TELL_YET": "TELL_AFTER",
        "NOT_APPLICABLE": "TELL_FIRST",
    },
    reasons={
        "compared otherwise: {sender, recipient} <= LOCAL_AUTHORITY": (
            "two kinds are never the whole list of a council's departments, so less and less or equal are the same"
        ),
        "compared otherwise: {matter.case.sender.kind, matter.case.recipient.kind} <= SCHOOLS": (
            "two kinds are never the whole list of schools, so less and less or equal are the same"
        ),
    },
    kept_loaded=("goldenthread.law",),
    kept_ready=(read_register,),
)

if __name__ == "__main__":
    raise SystemExit(survey(ADVICE, sys.argv[1:]))
