"""The three tables that intake hands on: who is described, who is related to whom, and what is known of them."""

import pyarrow as pa

_TEXT = pa.string()
_DAY = pa.date32()

RECORDS = pa.schema(
    [
        ("agency", _TEXT),
        ("dataset", _TEXT),
        ("record_id", _TEXT),
        ("row", pa.int64()),
        ("part", _TEXT),
        ("person_kind", _TEXT),
        ("in_cohort", _TEXT),
        ("given_name", _TEXT),
        ("middle_names", _TEXT),
        ("family_name", _TEXT),
        ("full_name", _TEXT),
        ("known_as", _TEXT),
        ("former_family_name", _TEXT),
        ("date_of_birth", _DAY),
        ("date_of_birth_precision", _TEXT),
        ("sex", _TEXT),
        ("ethnic_group", _TEXT),
        ("address_line", _TEXT),
        ("postcode", _TEXT),
        ("former_address_line", _TEXT),
        ("former_postcode", _TEXT),
        ("phone", _TEXT),
        ("email", _TEXT),
        ("address_protected", pa.bool_()),
        ("nhs_number", _TEXT),
        ("nhs_number_grade", _TEXT),
        ("upn", _TEXT),
        ("upn_grade", _TEXT),
        ("local_id", _TEXT),
        ("groups", _TEXT),
        ("known_at", _DAY),
        ("nhs_number_obtained", _TEXT),
        ("upn_obtained", _TEXT),
        ("local_id_obtained", _TEXT),
        ("other", _TEXT),
        ("passport_number", _TEXT),
        ("passport_number_grade", _TEXT),
        ("passport_number_obtained", _TEXT),
        ("passport_country", _TEXT),
        ("passport_issued", _DAY),
        ("passport_expires", _DAY),
        ("nhs_number_issuer", _TEXT),
        ("upn_issuer", _TEXT),
        ("local_id_issuer", _TEXT),
        ("date_of_birth_written", _TEXT),
    ]
)
"""One row per person described; ``record_id`` is unique within a dataset.

Shape: ``row`` is the 1-based data row of the file. ``in_cohort`` is ``seed`` or ``follow``: of a row that is a seed
its children are seeds, or its adults where it tells of no child. ``groups`` and ``other`` are JSON objects; ``other``
maps a column's name to its value. The columns from ``nhs_number_obtained`` on may be null: ``*_obtained`` is how the
identifier came to be there (typed, traced, inferred or issued), ``*_issuer`` who issued it where the file says so, and
``passport_country`` the code of an issuing state (``vocabulary.issuing_states``). ``date_of_birth_written`` holds the
eight digits (year, month, day) of a date of birth that is written and cannot be, and only where ``date_of_birth`` holds
none: linkage compares them, and nobody is shown them.
"""

RELATIONS = pa.schema(
    [
        ("agency", _TEXT),
        ("dataset", _TEXT),
        ("record_id_from", _TEXT),
        ("record_id_to", _TEXT),
        ("relation", _TEXT),
        ("parental_responsibility", _TEXT),
        ("since", _DAY),
        ("until", _DAY),
        ("known_at", _DAY),
    ]
)
"""One row per declared relationship: ``record_id_from`` is the adult or sibling, ``record_id_to`` the child."""

FACTS = pa.schema(
    [
        ("agency", _TEXT),
        ("dataset", _TEXT),
        ("record_id", _TEXT),
        ("kind", _TEXT),
        ("since", _DAY),
        ("until", _DAY),
        ("observed_at", _DAY),
        ("contact_name", _TEXT),
        ("contact_role", _TEXT),
        ("contact_team", _TEXT),
        ("contact_phone", _TEXT),
        ("contact_email", _TEXT),
        ("restricted_detail", _TEXT),
        ("told_by", _TEXT),
    ]
)
"""One row per fact that may become a flag. ``dataset`` and ``record_id`` name the record it is about.

Shape: ``told_by`` is the dataset that holds the fact. It differs from ``dataset`` only where a file speaks of people
who are described in another file.
"""

TEXT_FIELDS = (
    "given_name",
    "middle_names",
    "family_name",
    "full_name",
    "known_as",
    "former_family_name",
    "ethnic_group",
    "address_line",
    "postcode",
    "former_address_line",
    "former_postcode",
    "phone",
    "email",
    "local_id",
    "passport_country",
    "nhs_number_issuer",
    "upn_issuer",
    "local_id_issuer",
)
"""Fields of a person that stay text as they are, once cleaned."""


def empty(schema: pa.Schema) -> pa.Table:
    """A table of this shape with no rows."""
    return schema.empty_table()
