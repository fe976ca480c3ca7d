"""What the law and guidance say, dated and sourced: what is in force in a nation on a day."""

from goldenthread.law.checking import Problem, check
from goldenthread.law.provisions import (
    Confirmed,
    Evidence,
    Force,
    Nation,
    Provision,
    ProvisionKind,
    Span,
    WhoToWhom,
    force_of,
)
from goldenthread.law.registering import SHIPPED, IncompleteProvision, Law, law_in_force, read_register

__all__ = [
    "SHIPPED",
    "Confirmed",
    "Evidence",
    "Force",
    "IncompleteProvision",
    "Law",
    "Nation",
    "Problem",
    "Provision",
    "ProvisionKind",
    "Span",
    "WhoToWhom",
    "check",
    "force_of",
    "law_in_force",
    "read_register",
]
