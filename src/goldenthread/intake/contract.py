"""A contract says what an agency's columns mean, whom they are about, and what is never read.

One schema serves ``accept`` and ``link``; a link contract needs only ``source``, ``record_id`` and ``columns``.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from goldenthread.intake.formats import FileFormat as FileFormat
from goldenthread.vocabulary import (
    AgencyId,
    DatasetId,
    FlagKindId,
    PersonKind,
    ProvisionId,
)

_NO_PROVISION = ProvisionId("")
_UNNAMED = DatasetId("")
_ANY_FORMAT = FileFormat()


class Whom(StrEnum):
    """Whether a block of columns describes a child or an adult."""

    CHILD = PersonKind.CHILD
    ADULT = PersonKind.ADULT
    UNKNOWN = PersonKind.UNKNOWN
    BY_AGE = "by_age"
    """Child if under 18 on the day the record was true."""


class Presence(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"


class Obtained(StrEnum):
    """How an identifier came to be in the source: the less it was typed, the more it can be relied on."""

    TYPED = "typed"
    TRACED = "traced"
    INFERRED = "inferred"
    ISSUED = "issued"


class Comparison(StrEnum):
    """How two values of an ``other`` column are compared in linkage."""

    EXACT = "exact"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition on a column. Exactly one of the tests is given; ``below`` and ``above`` are numbers, never equal.

    ``before`` and ``on_or_after`` compare dates: ``format`` says how the column writes them, the test itself is ISO.
    """

    column: str
    equals: str | None = None
    not_equals: str | None = None
    one_of: tuple[str, ...] | None = None
    is_: Presence | None = None
    below: str | None = None
    above: str | None = None
    before: str | None = None
    on_or_after: str | None = None
    format: str = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Where a text comes from: a column, several columns joined, or a literal; ``map`` turns codes into words."""

    BARE_TEXT_IS: ClassVar[str] = "column"

    column: str = ""
    columns: tuple[str, ...] = ()
    join: str = " "
    literal: str = ""
    map: dict[str, str] | None = None
    otherwise: str | None = None
    """What a code outside ``map`` means. Without it such a code is a rejected value."""
    format: str = "%Y-%m-%d"
    """For dates: ``strptime`` codes, several parted by ``|``."""
    verified_when: Condition | None = None
    """For identifiers: the source checked this one against the issuer."""
    obtained: Obtained = Obtained.TYPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Where a date comes from: a column with its format, or a literal such as ``"2026-09-01"``."""

    BARE_TEXT_IS: ClassVar[str] = "literal"

    column: str = ""
    format: str = "%Y-%m-%d"
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A column with no meaning of its own here that still helps to link."""

    BARE_TEXT_IS: ClassVar[str] = "column"

    column: str
    compare: Comparison = Comparison.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of one person mean. Every field may be absent; one that is there and empty would be lost."""

    EVERY_KEY_IS_FILLED: ClassVar[bool] = True
    ALSO_CALLED: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("firstname", "forename", "christianname", "name1"), "given_name"),
        **dict.fromkeys(("surname", "lastname", "name2"), "family_name"),
        **dict.fromkeys(("middlename", "secondname"), "middle_names"),
        **dict.fromkeys(("name", "names", "wholename"), "full_name"),
        **dict.fromkeys(("preferredname", "nickname", "alias"), "known_as"),
        **dict.fromkeys(("maidenname", "previousname", "formername", "formersurname"), "former_family_name"),
        **dict.fromkeys(("dob", "birthdate", "birthday", "born"), "date_of_birth"),
        **dict.fromkeys(("gender",), "sex"),
        **dict.fromkeys(("ethnicity",), "ethnic_group"),
        **dict.fromkeys(("address", "street", "home"), "address_line"),
        **dict.fromkeys(("zip", "zipcode", "postalcode"), "postcode"),
        **dict.fromkeys(("telephone", "mobile", "phonenumber"), "phone"),
        **dict.fromkeys(("mail", "emailaddress"), "email"),
        **dict.fromkeys(("nhs", "nhsno"), "nhs_number"),
        **dict.fromkeys(("laid", "id", "casenumber"), "local_id"),
        **dict.fromkeys(("passport", "passportno"), "passport_number"),
        **dict.fromkeys(("passportissuer", "issuingcountry", "passportnumberissuer"), "passport_country"),
    }
    """What people write instead, without spaces and signs: an error tells the name that is read."""

    given_name: Value | None = None
    middle_names: Value | None = None
    family_name: Value | None = None
    full_name: Value | None = None
    known_as: Value | None = None
    former_family_name: Value | None = None
    date_of_birth: Value | None = None
    sex: Value | None = None
    ethnic_group: Value | None = None
    address_line: Value | None = None
    postcode: Value | None = None
    former_address_line: Value | None = None
    former_postcode: Value | None = None
    phone: Value | None = None
    email: Value | None = None
    address_protected: Value | None = None
    nhs_number: Value | None = None
    upn: Value | None = None
    local_id: Value | None = None
    passport_number: Value | None = None
    passport_country: Value | None = None
    """Who issued the passport, as the three letters of ICAO Doc 9303; ``map`` turns names into them."""
    passport_issued: Value | None = None
    passport_expires: Value | None = None
    nhs_number_issuer: Value | None = None
    upn_issuer: Value | None = None
    local_id_issuer: Value | None = None
    """Who issued a number, where the file says it. Otherwise it is whoever the number itself names, or the agency."""
    other: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonBlock:
    """One person described by a row. The first block without its own ``record_id`` carries the row's id."""

    part: str
    is_: Whom
    columns: Columns
    record_id: str = ""
    """A template such as ``"{PupilId}"``; default: the row's id, with ``#part`` for every block but the first."""
    present_when: tuple[Condition, ...] = ()
    groups: dict[str, Value] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationBlock:
    """A declared relationship, from the adult or sibling to the child. An end is a part of the row, or another id."""

    from_: str = ""
    from_record_id: str = ""
    to: str = ""
    to_record_id: str = ""
    relation: Value
    parental_responsibility: Value | None = None
    since: Day | None = None
    until: Day | None = None
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactBlock:
    """Who can be rung about a fact."""

    name: Value | None = None
    role: Value | None = None
    team: Value | None = None
    phone: Value | None = None
    email: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOf:
    """A record described in another file."""

    dataset: DatasetId
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBlock:
    """A fact that may become a flag: told of a part of the row (``about``), or of a record in another dataset."""

    kind: FlagKindId
    about: str = ""
    record_of: RecordOf | None = None
    each: str = ""
    """A repeated element below the row, such as ``"CINdetails"``: one fact for each. Columns inside start with it."""
    when: tuple[Condition, ...] = ()
    since: Day | None = None
    until: Day | None = None
    observed_at: Day | None = None
    contact: ContactBlock = ContactBlock()
    restricted_detail: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRows:
    """How the sender says how many rows there are: a literal, a last row that carries the count, or a side file.

    ``trailer_column`` holds ``trailer_word`` in the last row and ``count_column`` the number. ``side_file`` is a
    suffix: ``".count"`` reads ``pupils.csv.count``, one number.
    """

    rows: int | None = None
    trailer_column: str = ""
    trailer_word: str = "TRAILER"
    count_column: str = ""
    side_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """On which authority each column is read: provision ids of the register of law."""

    default: ProvisionId = _NO_PROVISION
    columns: dict[str, ProvisionId] = field(default_factory=dict)

    def of(self, column: str) -> ProvisionId:
        return self.columns.get(column, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Which rows are loaded at all. A row is a seed when any of the lists holds; no lists: every row is one."""

    statement: str = ""
    seeds: tuple[tuple[Condition, ...], ...] = ()
    follow: bool = False
    """Rows that are no seed are kept while linking, and dropped unless they prove to belong to a seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageStatement:
    """What the dataset covers, and since when, so that an empty answer is not taken for an all-clear."""

    since: date | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one dataset means. ``contract`` names the dataset; ``source`` is the agency that answers for it."""

    source: AgencyId
    contract: DatasetId = _UNNAMED
    title: str = ""
    format: FileFormat = _ANY_FORMAT
    record_id: str = ""
    """A column, or a template of id columns such as ``"{SchoolId}-{PupilId}"``. Empty: the row number serves."""
    agency: Value | None = None
    """Overrides ``source`` row by row, where one dataset speaks for several agencies."""
    known_at: Day | None = None
    manifest_rows: ManifestRows | None = None
    people: tuple[PersonBlock, ...] = ()
    columns: Columns | None = None
    """Shorthand for one person block, as a link contract writes it."""
    relations: tuple[RelationBlock, ...] = ()
    facts: tuple[FactBlock, ...] = ()
    never_read: tuple[str, ...] = ()
    may_be_absent: tuple[str, ...] = ()
    """Columns that some senders leave out altogether."""
    authority: Authority = Authority()
    cohort: Cohort = Cohort()
    matching_only: tuple[str, ...] = ()
    purge_after_days: int = 90
    groups: dict[str, Value] = field(default_factory=dict)
    """What tells whether linkage is fair to everybody. The one called ``consent`` says who agreed to be linked."""
    coverage: CoverageStatement = CoverageStatement()
