"""How many small mistakes in the room of law its own tests catch: ``python -m bench.mutants_of_law [MODULE ...]``."""

import sys

from bench.mutating import Room, survey

_KEPT = "the shipped register is kept in memory once read; read anew, it says the same"
LAW = Room(
    package="goldenthread.law",
    modules=("provisions", "checking", "registering", "switching", "searching", "changing"),
    tests=("tests/unit/law",),
    verdicts=frozenset({"Force", "Confirmed", "Change", "Standing", "Displaces"}),
    named={
        "IN_FORCE": "NOT_IN_FORCE",
        "NOT_IN_FORCE": "UNCERTAIN",
        "UNCERTAIN": "IN_FORCE",
        "UNVERIFIED": "CONFIRMED",
        "CONFIRMED": "ANNOUNCED",
        "ANNOUNCED": "CONFIRMED",
        "BEGINS": "ENDS",
        "ENDS": "BEGINS",
        "REWORDED": "BEGINS",
        "DUTY": "POWER",
        "YES": "NO",
    },
    reasons={
        "chosen otherwise: _read_once(folder) if folder == SHIPPED else _read_all(folder)": _KEPT,
        "compared otherwise: folder == SHIPPED": _KEPT,
    },
    kept_loaded=("goldenthread.vocabulary",),
)

if __name__ == "__main__":
    raise SystemExit(survey(LAW, sys.argv[1:]))
