"""What people said against sharing, in an agency's own earlier decisions: whoever looks at the child later sees it."""

from collections.abc import Iterator, Mapping
from typing import Any

from goldenthread.disclosure.advice.words import View
from goldenthread.service.actions.sharing_shapes import PASSES_ON
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import DecisionRecord

SAID = {
    View.OBJECTS: "objected to sharing with",
    View.ASKS_FOR_SECRECY: "asked that others are not told. It was about sharing with",
}

_records = asked_often(
    lambda person, agency: DecisionRecord.objects.filter(agency_id=agency, person_id=person).order_by("decided_at")
)


def objections_about(person_id: str | None, *, agency: str) -> tuple[str, ...]:
    """Every objection kept here about one child, oldest first, with what became of it; inside another action."""
    if person_id is None:
        return ()
    rows = _records(person=person_id, agency=agency)
    return tuple(sentence for row in rows for sentence in _of_record(row))


def _of_record(row: DecisionRecord) -> Iterator[str]:
    day = f"{row.decided_at.day} {row.decided_at:%B %Y}"
    went = row.decision in PASSES_ON
    for person in row.content.get("people", ()):
        if (said := SAID.get(person.get("view"))) is not None:
            who = str(person["who"]).replace("_", " ")
            yield f"{day}: the {who} {said} {row.recipient_name}. {_outcome(person, went)}"


def _outcome(person: Mapping[str, Any], went: bool) -> str:
    if not went:
        return "Nothing was shared then."
    return f"It was shared all the same: {person.get('weighed', '')}".strip()
