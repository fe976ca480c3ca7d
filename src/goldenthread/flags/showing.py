"""What a flag says on the page: one line closed, and what opens beneath it."""

from datetime import date
from typing import Protocol

from goldenthread.flags.catalogue import FlagKind, Happening
from goldenthread.flags.dating import currency, plain_date
from goldenthread.flags.states import FlagState
from goldenthread.vocabulary import Contact, Level, Role

STATE_WORDS = {
    FlagState.CURRENT.value: "This holds now",
    FlagState.LAST_KNOWN.value: "Not known. This was so when it was last said, and nothing newer is held",
    FlagState.RECENT.value: "This was so not long ago",
    FlagState.ENDED.value: "This is over",
}
HAPPENED_RECENTLY = "It happened recently"


class Shown(Protocol):
    """The parts of a flag that are put into words, whether it is whole or was cut to what somebody may see."""

    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def state(self) -> str: ...
    @property
    def observed_at(self) -> date | None: ...
    @property
    def contact(self) -> Contact: ...
    @property
    def restricted_detail(self) -> str: ...


def closed(flag: Shown, kind: FlagKind) -> str:
    """The one line of a flag that is not opened: the service, how it is involved and whom to ring."""
    has_ended = flag.until is not None and flag.state != FlagState.CURRENT
    words = kind.ended_words if has_ended and kind.ended_words else kind.closed_words
    if flag.state == FlagState.LAST_KNOWN and flag.observed_at is not None:
        return f"Said on {plain_date(flag.observed_at)}: {words}"
    return words


def opened(
    flag: Shown, kind: FlagKind, *, level: Level, role: Role, on: date | None = None
) -> tuple[tuple[str, str], ...]:
    """What a flag says when opened, as label and value. Nothing where only its existence may be shown.

    The catalogue's ceiling is checked here once more: a role it does not reach reads nothing, whatever is asked.
    """
    if level is not Level.CONTENT or kind.ceiling.get(role) is not Level.CONTENT:
        return ()
    lines = [
        ("What this means", kind.open_words),
        *_when(flag, kind),
        ("As of", currency(flag.observed_at, on=on)),
        ("Ring", _ring(flag.contact)),
    ]
    if role in kind.reason_for:
        detail = flag.restricted_detail
        lines += [("Why", kind.reason_words), ("Why", kind.detail_words if detail else ""), ("Detail", detail)]
    return tuple((label, value) for label, value in lines if value)


def _when(flag: Shown, kind: FlagKind) -> list[tuple[str, str]]:
    """An episode has a beginning and perhaps an end; an event has its day."""
    since, until = (plain_date(day) if day else "" for day in (flag.since, flag.until))
    if kind.happening is Happening.EVENT:
        recent = HAPPENED_RECENTLY if flag.state == FlagState.RECENT else STATE_WORDS.get(flag.state, "")
        return [
            ("On", since or until or "Not known"),
            ("Until", until if since and until != since else ""),
            ("Now", recent),
        ]
    return [("Since", since or "Not known"), ("Until", until), ("Now", STATE_WORDS.get(flag.state, ""))]


def _ring(contact: Contact) -> str:
    who = ", ".join(part for part in (contact.name, contact.role, contact.team) if part)
    how = " or ".join(part for part in (contact.phone, contact.email) if part)
    return f"{who}: {how}" if who and how else who or how
