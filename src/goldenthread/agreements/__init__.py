"""Agreements between agencies: a pathway, its signatures, and the permissions that they compile to."""

from goldenthread.agreements.compiling import Compiled, IdentityPermission, Permission, compile_permissions
from goldenthread.agreements.completeness import what_stops
from goldenthread.agreements.pathways import (
    Flow,
    IdentityFlow,
    Paper,
    Party,
    Pathway,
    document_hash,
    lapses_at,
    read_pathway,
    starts_at,
)
from goldenthread.agreements.reasons import Reason
from goldenthread.agreements.signing import NotAParty, Signature, agree
from goldenthread.agreements.states import LapseWarning, PathwayState, PathwayStatus, state, warnings_due

__all__ = [
    "Compiled",
    "Flow",
    "IdentityFlow",
    "IdentityPermission",
    "LapseWarning",
    "NotAParty",
    "Paper",
    "Party",
    "Pathway",
    "PathwayState",
    "PathwayStatus",
    "Permission",
    "Reason",
    "Signature",
    "agree",
    "compile_permissions",
    "document_hash",
    "lapses_at",
    "read_pathway",
    "starts_at",
    "state",
    "warnings_due",
    "what_stops",
]
