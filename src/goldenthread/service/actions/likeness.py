"""Children who are like the one described, though a name was mistyped or has changed, or a date was read wrongly.

Candidates come from the numbers under which children's records are filed; each is weighed by the model that linked
the area's records, so a child is found here as likely as a load would have joined the two. Which rows there are to
weigh at all is the database's answer to who asks.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from goldenthread.linkage import UnreadableModel, read_model
from goldenthread.linkage.lookup import Common, Describing, Likely, columns_filed
from goldenthread.service.actions.shapes import Practitioner, Sought
from goldenthread.service.store.models import SearchModel
from goldenthread.vocabulary import FINDS_ONLY_ITS_OWN

log = logging.getLogger("goldenthread.web")

MOST_WEIGHED = 16
SHOWN_FROM = 0.5
"""Nobody is named who is less likely than not to be the one described."""

_FOUND = """
WITH met AS (
    SELECT n.record_id, count(*) OVER (PARTITION BY n.number) AS many
    FROM store_searchnumber n WHERE n.number = ANY(%s) AND {}
), voted AS (
    SELECT record_id, sum(1.0 / (4 + many)) AS votes FROM met GROUP BY record_id ORDER BY 2 DESC, 1 LIMIT %s
)
SELECT filed.version, r.person_id, r.told FROM (SELECT version FROM store_searchmodel ORDER BY 1 LIMIT 1) filed
LEFT JOIN (voted JOIN store_searchrecord r ON r.id = voted.record_id) ON true ORDER BY r.id
"""
"""A number that few share speaks louder than one of many. Beside each row stands which load filed it; where nobody is
met, beside none."""
_ANYBODY = "true"
_NOBODY_HIDDEN = "n.custodian_id IS NULL"
_HIDDEN = "n.custodian_id <> %s"
_AS_KNOWN_TO_THEM = "EXISTS (SELECT FROM store_searchrecord r WHERE r.id = n.record_id AND %s = ANY(r.agencies))"
_ON_THEIR_ROLL = (
    "EXISTS (SELECT FROM store_searchrecord r JOIN store_membership m ON m.person_id = r.person_id"
    " WHERE r.id = n.record_id AND m.agency_id = %s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """One child, by the record of theirs that is likest."""

    person_id: str
    likely: Likely


def children_like(sought: Sought, *, by: Practitioner, whole: bool, at: datetime) -> list[Like]:
    """Children whom this practitioner may find, the likeliest first. A search that uses a place finds nobody hidden."""
    conditions = [_NOBODY_HIDDEN] if sought.postcode else []
    if not whole:
        conditions.append(_AS_KNOWN_TO_THEM)
    elif by.agency_kind in FINDS_ONLY_ITS_OWN:
        conditions.append(_ON_THEIR_ROLL)
    own: list[str] = [by.agency] if not whole or by.agency_kind in FINDS_ONLY_ITS_OWN else []
    return _like(sought, conditions or [_ANYBODY], own, at=at)


def hidden_children_like(sought: Sought, *, but_of: str, at: datetime) -> list[Like]:
    """Hidden children whom this search would have shown, were they not hidden; without those that ``but_of`` hides."""
    return _like(sought, [_HIDDEN], [but_of], at=at)


def _like(sought: Sought, conditions: Sequence[str], told: list[str], *, at: datetime) -> list[Like]:
    if sought.nhs_number or sought.upn:
        return []
    asked, filed = _FOUND.format(" AND ".join(conditions)), _filed[-1] if _filed else None
    while True:
        details = filed.describing.details(_described(sought), on=at.date()) if filed else {}
        numbers = filed.describing.numbers(details) if filed else []
        with connection.cursor() as cursor:
            cursor.execute(asked, [numbers, *told, MOST_WEIGHED])
            rows = cursor.fetchall()
        if not rows:
            return []  # no load has filed anybody yet
        if filed and rows[0][0] == filed.version:
            break
        filed = _as_filed_now()  # another load has filed everybody anew since
        if filed is None:
            return []
    met = [(person, line) for _, person, line in rows if person is not None]
    likely = filed.describing.weigh(details, [line for _, line in met], at_least=SHOWN_FROM)
    return list(_each_once((met[one.place][0], one) for one in likely))


def _each_once(found: Iterable[tuple[str, Likely]]) -> Iterable[Like]:
    likest: dict[str, Likely] = {}
    for person, likely in found:
        likest.setdefault(person, likely)
    return (Like(person_id=person, likely=likely) for person, likely in likest.items())


def _described(sought: Sought) -> dict[str, object]:
    return {
        "given_name": sought.given_name,
        "family_name": sought.family_name,
        "date_of_birth": sought.date_of_birth,
        "date_of_birth_precision": "day",
        "postcode": sought.postcode or None,
    }


@dataclass(frozen=True, slots=True)
class _Filed:
    """What weighs, as one load left it. The version stands for the model and what is common."""

    version: UUID
    describing: Describing


_filed: list[_Filed] = []
"""As the last load of which this process has heard left it: to read it takes longer than many searches."""


def weighs() -> bool:
    """Whether a load has filed children, and this version can weigh what it filed."""
    return _as_filed_now() is not None


def _as_filed_now() -> _Filed | None:
    kept = SearchModel.objects.order_by("version").first()
    if kept is None:
        return None
    try:
        model = read_model(kept.model)
        by_this_version = kept.common.get("columns") == columns_filed(model)
    except UnreadableModel:
        by_this_version = False
    if not by_this_version:
        log.error("another version filed the children: nobody is found by likeness until the area is loaded again")
        return None
    common = Common(
        shares=kept.common["shares"],
        filled=kept.common["filled"],
        forenames=frozenset(kept.common["forenames"]),
    )
    filed = _Filed(kept.version, Describing(model, common))
    _filed[:] = [filed]
    return filed
