"""The catalogue: every kind of flag there is, what it says, who may raise it and who may at most see it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from goldenthread.vocabulary import AgencyKind, FlagKindId, Level, Role, read_document

SHIPPED = Path(__file__).parent / "kinds"
SOURCE = "source"
"""The contact is whoever the agency that raised the flag names."""

About = Literal["child", "adult", "child_of_adult"]
"""Whom a fact of this kind may be about. ``child_of_adult``: it is shown on each child the adult cares for."""


class IncompleteKind(Exception):
    """A kind of flag is missing a part, or two of its parts cannot both hold. Says which kind and what to change."""


class Burden(StrEnum):
    """What a flag must not carry. Words and patterns for each stand in ``burdens``."""

    ADDRESS = "address"
    CALLER = "caller"
    BLAME = "blame"
    OFFENCE = "offence"
    PRISON = "prison"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    MEDICAL_HISTORY = "medical_history"
    IMMIGRATION_STATUS = "immigration_status"
    MONEY = "money"
    NAMES_OF_OTHERS = "names_of_others"
    NOTES = "notes"


class Happening(StrEnum):
    EVENT = "event"
    """It happened on a day. Its life runs from that day, and it is never called current."""
    EPISODE = "episode"
    """It goes on. Its life runs from the day on which the agency last said that it still holds."""


class Urgency(StrEnum):
    """How soon somebody who opens the page has to know. Flags stand on the page in this order."""

    NOW = "now"
    SOON = "soon"
    BACKGROUND = "background"


class Answers(StrEnum):
    """Who answers at the number that a flag gives."""

    LEAD = "lead"
    """The lead practitioner of a plan or an enquiry."""
    WORKER = "worker"
    """Somebody else who works with the child."""
    DESK = "desk"
    """A duty desk or a service that need not know the child. It stands under its flag and nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagKind:
    """One kind of flag. ``ceiling`` is the most a role may ever be given by a pathway; it grants nothing."""

    id: FlagKindId
    title: str
    closed_words: str
    open_words: str
    need: str
    about: About
    raised_by: tuple[AgencyKind, ...]
    ceiling: dict[Role, Level]
    lives_for_days: int
    ended_shown_for_days: int
    never_carries: tuple[str, ...]
    contact: str
    reason_for: tuple[Role, ...]
    service_kind: AgencyKind
    urgency: Urgency
    answers: Answers
    ended_words: str = ""
    absent_words: str = "nothing found"
    reason_words: str = ""
    detail_words: str = ""
    """What the detail is, for whoever reads the reason. Said only with a detail, since many agencies send none."""
    happening: Happening = Happening.EPISODE
    life_because: str = ""
    tells_which_adult: bool = True
    """Whether a flag that comes from an adult may say which one. To say it of a police call would be to blame."""

    @property
    def names_its_source(self) -> bool:
        """Whether the source is to be rung. Else it is not named: a surgery beside a young carer tells who is ill."""
        return self.contact == SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    kinds: tuple[FlagKind, ...]

    def kind(self, id: str) -> FlagKind | None:
        """The kind with this id, if there is one."""
        return next((kind for kind in self.kinds if kind.id == id), None)


def read_catalogue(path: Path = SHIPPED) -> Catalogue:
    """Read a catalogue from one YAML file, or from every YAML file in a folder.

    Shape: kinds in order of their ids.
    Raises: UnreadableDocument, IncompleteKind.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    kinds = [kind for file in files for kind in read_document(file, Catalogue).kinds]
    if not kinds:
        raise IncompleteKind(f"{path}: holds no kind of flag. Give a catalogue file, or a folder of them.")
    twice = sorted({kind.id for kind in kinds if sum(other.id == kind.id for other in kinds) > 1})
    if twice:
        raise IncompleteKind(f"{path}: {', '.join(twice)} stands twice. Keep one of each.")
    for kind in kinds:
        _check(kind, path)
    return Catalogue(kinds=tuple(sorted(kinds, key=lambda kind: kind.id)))


def _check(kind: FlagKind, path: Path) -> None:
    words = (kind.title, kind.closed_words, kind.open_words, kind.need, kind.contact, kind.life_because)
    problems = [
        ("an empty text", not all(text.strip() for text in words)),
        ("nobody who may raise it", not kind.raised_by),
        ("a ceiling that no role reaches", not kind.ceiling),
        ("a life of no days", kind.lives_for_days < 1 or kind.ended_shown_for_days < 0),
        ("an unknown word under never_carries", not set(kind.never_carries) <= {burden.value for burden in Burden}),
        ("a reason for roles that may not see its content", not _reason_is_within_ceiling(kind)),
        (
            "a reason in words but nobody to read it",
            bool(kind.reason_words or kind.detail_words) and not kind.reason_for,
        ),
        ("no words for when it has ended", not kind.ended_words and kind.ended_shown_for_days > 0),
        ("closed words of more than one line", "\n" in kind.closed_words.strip()),
    ]
    found = [problem for problem, holds in problems if holds]
    if found:
        raise IncompleteKind(
            f"{path}: {kind.id} has {', '.join(found)}. Complete it; no flag of it is shown till then."
        )


def _reason_is_within_ceiling(kind: FlagKind) -> bool:
    return all(kind.ceiling.get(role) is Level.CONTENT for role in kind.reason_for)
