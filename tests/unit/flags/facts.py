"""Facts to notice: say only what differs from an ordinary one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from goldenthread.flags import Catalogue, Noticed, notice, read_catalogue
from goldenthread.people import Confidence, Relationship
from goldenthread.vocabulary import AgencyId, AgencyKind, Contact, DatasetId, PersonId, PersonKind

ON = date(2026, 11, 22)
CATALOGUE: Catalogue = read_catalogue()
AGENCY_KINDS = {kind.value: kind for kind in AgencyKind}
"""In these tests an agency is called what it is."""

YOUNG_CARERS = Contact(team="Young carers service", phone="01632 960004")
FRONT_DOOR = Contact(team="Front door", phone="01632 960001")
DIRECTORY = {
    "young-carers-service": YOUNG_CARERS,
    "front-door": FRONT_DOOR,
    "early-help": Contact(team="Early help", phone="01632 960003"),
    "homelessness-prevention": Contact(team="Homelessness prevention", phone="01632 960005"),
}
PERSON_OF = {("data", name): PersonId(name) for name in ("child", "sister", "MUM", "DAD", "LODGER")}

FACT_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("agency", "dataset", "record_id", "kind")),
        *((name, pa.date32()) for name in ("since", "until", "observed_at")),
        *((f"contact_{name}", pa.string()) for name in ("name", "role", "team", "phone", "email")),
        ("restricted_detail", pa.string()),
        ("told_by", pa.string()),
    ]
)


def fact(kind: str = "open_to_childrens_social_care", **differs: Any) -> dict[str, Any]:
    """An ordinary fact about a child, raised by the first agency that may raise it."""
    known = CATALOGUE.kind(kind)
    ordinary = {
        "agency": known.raised_by[0].value if known else "childrens_social_care",
        "dataset": "data",
        "record_id": "child",
        "kind": kind,
        "since": date(2026, 10, 1),
        "observed_at": date(2026, 11, 1),
        "contact_name": "Lee Lead",
        "contact_role": "Lead practitioner",
        "contact_team": "Locality team",
        "contact_phone": "01632 960002",
    }
    return {**ordinary, **differs}


def cares_for(adult: str, child: str, relation: str = "mother", **differs: Any) -> Relationship:
    ordinary: dict[str, Any] = {
        "from_person": PersonId(adult),
        "to_person": PersonId(child),
        "relation": relation,
        "parental_responsibility": "yes",
        "agency": AgencyId("school"),
        "dataset": DatasetId("data"),
        "since": None,
        "until": None,
        "confidence": Confidence.DECLARED_BY_ONE,
        "because": "Declared by one agency.",
    }
    return Relationship(**{**ordinary, **differs})


FAMILY = (
    cares_for("MUM", "child"),
    cares_for("MUM", "sister"),
    cares_for("DAD", "child", "father"),
    cares_for("LODGER", "child", "household_member"),
)


def noticed(
    facts: Iterable[Mapping[str, Any]],
    relationships: Iterable[Relationship] = FAMILY,
    *,
    on: date = ON,
    directory: Mapping[str, Contact] = DIRECTORY,
    person_kinds: Mapping[PersonId, PersonKind] | None = None,
    true_on: date | None = None,
) -> Noticed:
    return notice(
        pa.Table.from_pylist(list(facts), schema=FACT_SCHEMA),
        PERSON_OF,
        relationships,
        CATALOGUE,
        agency_kinds=AGENCY_KINDS,
        directory=directory,
        on=on,
        person_kinds=person_kinds,
        true_on=true_on,
    )
