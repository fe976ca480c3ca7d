"""Which columns a contract reads, and in which order a row hands them on."""

from collections.abc import Iterable, Iterator

from goldenthread.intake.compiling import columns_in, columns_of
from goldenthread.intake.contract import (
    Condition,
    Contract,
    Day,
    FactBlock,
    PersonBlock,
    RelationBlock,
    Value,
)
from goldenthread.intake.formats import FileKind
from goldenthread.intake.readers import Wanted

PERSON_FIELDS = (
    "given_name",
    "middle_names",
    "family_name",
    "full_name",
    "known_as",
    "former_family_name",
    "date_of_birth",
    "sex",
    "ethnic_group",
    "address_line",
    "postcode",
    "former_address_line",
    "former_postcode",
    "phone",
    "email",
    "address_protected",
    "nhs_number",
    "upn",
    "local_id",
    "passport_number",
    "passport_country",
    "passport_issued",
    "passport_expires",
    "nhs_number_issuer",
    "upn_issuer",
    "local_id_issuer",
)
DATES = ("date_of_birth", "passport_issued", "passport_expires")
CHECKED_NUMBERS = ("nhs_number", "upn", "passport_number")


def wanted(contract: Contract, kind: FileKind | None = None) -> Wanted:
    """The columns that ``contract`` reads from a file. In XML and JSON any of them may be absent from a row."""
    repeated: dict[str, dict[str, None]] = {fact.each: {} for fact in contract.facts if fact.each}
    own = dict.fromkeys(_outside_facts(contract))
    for fact in contract.facts:
        for column in _of_fact(fact):
            inside = fact.each and column.startswith(f"{fact.each}/")
            (repeated[fact.each] if inside else own)[column] = None
    manifest = contract.manifest_rows
    tree = kind in (FileKind.XML, FileKind.JSON)
    return Wanted(
        columns=tuple(own),
        groups=tuple((path, tuple(names)) for path, names in repeated.items()),
        may_be_absent=frozenset(own) if tree else frozenset(contract.may_be_absent),
        never_read=frozenset(contract.never_read),
        trailer=(manifest.trailer_column, manifest.trailer_word) if manifest else ("", ""),
    )


def of_field(contract: Contract) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each part and field of a person, the columns it is read from."""
    return {
        (block.part, name): columns_of(value)
        for block in contract.people
        for name in PERSON_FIELDS
        if (value := getattr(block.columns, name)) is not None
    }


def identity_columns(contract: Contract) -> frozenset[str]:
    """Columns that say who a person is, rather than which record this is."""
    names = ("given_name", "family_name", "full_name", "known_as", "date_of_birth", "address_line", "postcode")
    return frozenset(
        column
        for block in contract.people
        for name in names
        if (value := getattr(block.columns, name)) is not None
        for column in columns_of(value)
    )


def days_in(contract: Contract) -> Iterator[Day]:
    """Every date that a contract reads, however it is written there."""
    told = [day for fact in contract.facts for day in (fact.since, fact.until, fact.observed_at)]
    related = [day for block in contract.relations for day in (block.since, block.until)]
    yield from (day for day in (contract.known_at, *told, *related) if day is not None)
    for block in contract.people:
        for told in (getattr(block.columns, name) for name in DATES):
            if told is not None:
                yield Day(column=told.column, format=told.format)
    for condition in condition_blocks(contract):
        yield Day(column=condition.column, format=condition.format)


def condition_blocks(contract: Contract) -> Iterator[Condition]:
    """Every condition in a contract."""
    for conditions in contract.cohort.seeds:
        yield from conditions
    for holder in contract.people:
        yield from holder.present_when
        for identifier in (getattr(holder.columns, name) for name in CHECKED_NUMBERS):
            if identifier is not None and identifier.verified_when is not None:
                yield identifier.verified_when
    for fact in contract.facts:
        yield from fact.when
    for relation in contract.relations:
        yield from relation.when


def _outside_facts(contract: Contract) -> Iterator[str]:
    yield from columns_in(contract.record_id)
    yield from columns_of(contract.agency)
    yield from columns_of(contract.known_at)
    yield from _of_all(contract.groups.values())
    for block in contract.people:
        yield from _of_person(block)
    for relation in contract.relations:
        yield from _of_relation(relation)
    for conditions in contract.cohort.seeds:
        yield from _of_all(conditions)
    if contract.manifest_rows:
        yield from (c for c in (contract.manifest_rows.trailer_column, contract.manifest_rows.count_column) if c)


def _of_all(values: Iterable[Value | Day | Condition | None]) -> Iterator[str]:
    for value in values:
        yield from columns_of(value)


def _of_person(block: PersonBlock) -> Iterator[str]:
    yield from columns_in(block.record_id)
    yield from _of_all(block.present_when)
    yield from _of_all(getattr(block.columns, name) for name in PERSON_FIELDS)
    yield from (other.column for other in block.columns.other)
    yield from _of_all((block.groups or {}).values())


def _of_relation(block: RelationBlock) -> Iterator[str]:
    yield from columns_in(block.from_record_id)
    yield from columns_in(block.to_record_id)
    yield from _of_all((block.relation, block.parental_responsibility, block.since, block.until, *block.when))


def _of_fact(block: FactBlock) -> Iterator[str]:
    if block.record_of:
        yield from columns_in(block.record_of.record_id)
    contact = block.contact
    yield from _of_all((contact.name, contact.role, contact.team, contact.phone, contact.email))
    yield from _of_all((block.since, block.until, block.observed_at, block.restricted_detail, *block.when))
