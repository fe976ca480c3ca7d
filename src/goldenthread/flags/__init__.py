"""The small fact a professional needs: what, since when, until when, whom to ring. Never the story behind it."""

from goldenthread.flags.absences import Coverage, MaySee, absence, in_short, may_see
from goldenthread.flags.catalogue import (
    About,
    Answers,
    Burden,
    Catalogue,
    FlagKind,
    Happening,
    IncompleteKind,
    Urgency,
    read_catalogue,
)
from goldenthread.flags.dating import OLD_AFTER_DAYS, currency, plain_date
from goldenthread.flags.noticing import Flag, Noticed, RefusedFact, notice
from goldenthread.flags.showing import closed, opened
from goldenthread.flags.states import FlagState, holds_until, state_of, was_so_in_kept_files

__all__ = [
    "OLD_AFTER_DAYS",
    "About",
    "Answers",
    "Burden",
    "Catalogue",
    "Coverage",
    "Flag",
    "FlagKind",
    "FlagState",
    "Happening",
    "IncompleteKind",
    "MaySee",
    "Noticed",
    "RefusedFact",
    "Urgency",
    "absence",
    "closed",
    "currency",
    "holds_until",
    "in_short",
    "may_see",
    "notice",
    "opened",
    "plain_date",
    "read_catalogue",
    "state_of",
    "was_so_in_kept_files",
]
