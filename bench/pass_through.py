"""The control for ``bench.pages``: the same pages from the same rows, with the decision and the ledger taken out.

It shows everything to everybody and writes nothing down. It exists only here, to measure what they cost.
"""

import uuid
from typing import Any

from goldenthread.service.wsgi import application as guarded

from goldenthread.disclosure import Decision, Shown, ShownFlag  # isort: skip
from goldenthread.service.actions import doing, finding, looking, reference, standings  # isort: skip
from goldenthread.vocabulary import Level, Outcome  # isort: skip

_SHOW = Decision(outcome=Outcome.DISCLOSE, level=Level.CONTENT, reasons=())


def _decide(standing: Any, flags: Any, **_: Any) -> Shown:
    shown = tuple(
        ShownFlag(
            flag_id=f.flag_id,
            kind=f.kind,
            agency=f.agency,
            level=Level.CONTENT,
            contact=f.contact,
            decision=_SHOW,
            since=f.since,
            until=f.until,
            state=f.state,
            observed_at=f.observed_at,
        )
        for f in flags
    )
    return Shown(flags=shown, referred=(), decision=_SHOW)


def _record(action: Any, deed: Any, **_: Any) -> uuid.UUID:
    entry = uuid.uuid4()
    action.entries.append(entry)
    return entry


_first: list[Any] = []
_standing = standings.standing


def _standing_once(*args: Any, **kwargs: Any) -> Any:
    if not _first:
        _first.append(_standing(*args, **kwargs))
    return _first[0]


_held: dict[tuple[str, str], Any] = {}
_held_by = reference.held_by


def _held_once(by: Any) -> Any:
    key = (by.agency, by.role)
    if key not in _held:
        _held[key] = _held_by(by)
    return _held[key]


looking.decide = _decide
standings.standing = _standing_once
finding.may_know_whole = lambda *_, **__: True
looking._ask_for_review = lambda *_: None
reference.held_by = _held_once


doing.Doing.record = _record
doing.Doing.afterwards = lambda *_: None

application = guarded
