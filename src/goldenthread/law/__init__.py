"""What the law and guidance say, dated and sourced: what is in force in a nation on a day."""

from goldenthread.law.changing import Change, Changed, changes
from goldenthread.law.checking import Problem, check
from goldenthread.law.parties import ConcernKind, PartyKind, SharingPurpose
from goldenthread.law.provisions import (
    Confirmed,
    Displaces,
    Effect,
    Evidence,
    Force,
    Nation,
    Provision,
    ProvisionKind,
    Span,
    WhoToWhom,
    force_of,
)
from goldenthread.law.registering import (
    SHIPPED,
    IncompleteProvision,
    Law,
    law_in_force,
    read_provision,
    read_register,
)
from goldenthread.law.searching import Question, search, speaks_of
from goldenthread.law.switching import (
    Standing,
    Switch,
    UnfitSwitch,
    as_overlay,
    can_be_switched,
    read_switches,
    switched,
)

__all__ = [
    "SHIPPED",
    "Change",
    "Changed",
    "ConcernKind",
    "Confirmed",
    "Displaces",
    "Effect",
    "Evidence",
    "Force",
    "IncompleteProvision",
    "Law",
    "Nation",
    "PartyKind",
    "Problem",
    "Provision",
    "ProvisionKind",
    "Question",
    "SharingPurpose",
    "Span",
    "Standing",
    "Switch",
    "UnfitSwitch",
    "WhoToWhom",
    "as_overlay",
    "can_be_switched",
    "changes",
    "check",
    "force_of",
    "law_in_force",
    "read_provision",
    "read_register",
    "read_switches",
    "search",
    "speaks_of",
    "switched",
]
