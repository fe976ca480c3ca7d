"""May this be shown now (``decide``), and must, should or may it be shared (``advise``): always with reasons.

``decide`` answers disclose, withhold or refer, with what to do next; ``advise`` answers a whole sharing question.
"""

from goldenthread.agreements import Reason
from goldenthread.disclosure.advice import Answer, Case, advise, case_from, read_case
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
from goldenthread.disclosure.standings import shows_who_a_child_is, standing

__all__ = [
    "Answer",
    "Asker",
    "Case",
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
    "advise",
    "case_from",
    "decide",
    "decide_address",
    "read_case",
    "shows_who_a_child_is",
    "standing",
]
