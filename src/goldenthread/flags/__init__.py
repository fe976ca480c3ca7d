"""The small fact a professional needs: what, since when, until when, whom to ring. Never the story behind it."""

from goldenthread.flags.absences import Coverage, absence
from goldenthread.flags.catalogue import (
    About,
    Burden,
    Catalogue,
    FlagKind,
    Happening,
    IncompleteKind,
    read_catalogue,
)
from goldenthread.flags.dating import currency, plain_date
from goldenthread.flags.noticing import Flag, Noticed, RefusedFact, notice
from goldenthread.flags.showing import closed, opened
from goldenthread.flags.states import FlagState, state_of

__all__ = [
    "About",
    "Burden",
    "Catalogue",
    "Coverage",
    "Flag",
    "FlagKind",
    "FlagState",
    "Happening",
    "IncompleteKind",
    "Noticed",
    "RefusedFact",
    "absence",
    "closed",
    "currency",
    "notice",
    "opened",
    "plain_date",
    "read_catalogue",
    "state_of",
]
