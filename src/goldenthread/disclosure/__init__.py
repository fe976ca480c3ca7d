"""May this be shown to this person now: disclose, withhold or refer, always with reasons and what to do next."""

from goldenthread.agreements import Reason
from goldenthread.disclosure.deciding import decide, decide_address
from goldenthread.disclosure.decisions import (
    Asker,
    ChildRelation,
    Decision,
    Gap,
    Referral,
    Shown,
    ShownFlag,
    Standing,
)
from goldenthread.disclosure.grounds import Grounds, OwnRecord, StandingPathway
from goldenthread.disclosure.standings import standing

__all__ = [
    "Asker",
    "ChildRelation",
    "Decision",
    "Gap",
    "Grounds",
    "OwnRecord",
    "Reason",
    "Referral",
    "Shown",
    "ShownFlag",
    "Standing",
    "StandingPathway",
    "decide",
    "decide_address",
    "standing",
]
