"""What a contract cannot mean. Each rule's name is what must hold; each answers with what is wrong, if anything is."""

import codecs
import re
from collections.abc import Callable, Iterator
from datetime import date

from goldenthread.intake.columns import (
    CHECKED_NUMBERS,
    DATES,
    PERSON_FIELDS,
    condition_blocks,
    days_in,
    identity_columns,
    wanted,
)
from goldenthread.intake.compiling import columns_in
from goldenthread.intake.contract import Condition, Contract, Value
from goldenthread.intake.formats import FileKind
from goldenthread.intake.values import DATE_CODES
from goldenthread.law import read_provision
from goldenthread.vocabulary import UnreadableDocument, issuing_state

RELATION_WORDS = frozenset(
    {
        "mother",
        "father",
        "parent",
        "step_parent",
        "grandparent",
        "kinship_carer",
        "foster_carer",
        "carer",
        "sibling",
        "partner",
        "household_member",
        "other",
    }
)
RESPONSIBILITY_WORDS = frozenset({"yes", "no", "unknown"})
CONSENT = "consent"
"""The group that says who agreed to be linked."""
CONSENT_WORDS = frozenset({"yes", "no", "unknown"})

TESTS = "equals, not_equals, one_of, is, below or above, before or on_or_after"

Rule = Callable[[Contract], Iterator[str]]


def checked(contract: Contract, *, name: str) -> Contract:
    """The contract, if it can be meant.

    Raises: UnreadableDocument with the first thing that cannot; ``name`` is what the message calls the contract.
    """
    for rule in RULES:
        for wrong in rule(contract):
            raise UnreadableDocument(f"{name}: {wrong}")
    return contract


def the_format_fits_its_kind(contract: Contract) -> Iterator[str]:
    form = contract.format
    if form.row_path and form.kind in (FileKind.CSV, FileKind.XLSX, FileKind.PARQUET):
        yield "row_path is for xml and json; take it out of format."
    if len({"tab": "\t", "\\t": "\t"}.get(form.delimiter, form.delimiter)) != 1:
        yield f"the delimiter {form.delimiter!r} is not one character; for a tab write tab."
    if form.header_row < 1:
        yield "header_row counts from 1."
    try:
        codecs.lookup(form.encoding)
    except LookupError:
        yield f"the encoding {form.encoding!r} is unknown. Write utf-8 or windows-1252."


def every_part_has_its_own_name(contract: Contract) -> Iterator[str]:
    parts = [block.part for block in contract.people]
    for part in parts:
        if parts.count(part) > 1:
            yield f"two people blocks are called {part!r}. Give each its own name."


def every_part_that_is_spoken_of_is_described(contract: Contract) -> Iterator[str]:
    parts = [block.part for block in contract.people]
    told_of = [fact.about for fact in contract.facts if fact.about]
    related = [end for block in contract.relations for end in (block.from_, block.to) if end]
    for part in (*told_of, *related):
        if part not in parts:
            yield f"{part!r} is no part of people. There are: {', '.join(parts) or 'none'}."


def every_fact_is_about_somebody(contract: Contract) -> Iterator[str]:
    for fact in contract.facts:
        if bool(fact.about) == (fact.record_of is not None):
            yield f"the fact {fact.kind} needs either about or record_of."


def every_relation_has_two_ends(contract: Contract) -> Iterator[str]:
    for block in contract.relations:
        if bool(block.from_) == bool(block.from_record_id) or bool(block.to) == bool(block.to_record_id):
            yield "a relation needs one of from and from_record_id, and one of to and to_record_id."


def every_relation_is_one_of_the_shared_words(contract: Contract) -> Iterator[str]:
    for block in contract.relations:
        for word in sorted(_words(block.relation) - RELATION_WORDS):
            yield f"{word!r} is no relation. Write one of: {', '.join(sorted(RELATION_WORDS))}."
        for word in sorted(_words(block.parental_responsibility) - RESPONSIBILITY_WORDS):
            yield f"parental_responsibility is yes, no or unknown, and not {word!r}."


def consent_is_said_in_the_shared_words(contract: Contract) -> Iterator[str]:
    for groups in (contract.groups, *(block.groups or {} for block in contract.people)):
        for word in sorted(_words(groups.get(CONSENT)) - CONSENT_WORDS):
            yield f"the group consent is yes, no or unknown, and not {word!r}. Map the codes to those words."


def every_issuing_country_is_a_code(contract: Contract) -> Iterator[str]:
    for block in contract.people:
        for word in sorted(_words(block.columns.passport_country)):
            if issuing_state(word) != word:
                yield f"passport_country is a three-letter code of ICAO Doc 9303, such as GBR, and not {word!r}."


def what_is_said_of_a_number_has_the_number(contract: Contract) -> Iterator[str]:
    for block in contract.people:
        for name in PERSON_FIELDS:
            number = "passport_number" if name.startswith("passport_") else name.removesuffix("_issuer")
            if getattr(block.columns, name) is not None and getattr(block.columns, number) is None:
                yield f"{name} says something of {number}, which is not mapped. Map {number} too, or take {name} out."


def every_field_is_read_from_somewhere(contract: Contract) -> Iterator[str]:
    for block in contract.people:
        for name in PERSON_FIELDS:
            value = getattr(block.columns, name)
            if value is not None and not value.literal and not any((value.column, *value.columns)):
                yield f"{name} is read from no column: name the file's column, or take {name} out."


def every_number_and_date_is_read_from_one_column(contract: Contract) -> Iterator[str]:
    for block in contract.people:
        for name in (*CHECKED_NUMBERS, *DATES):
            value = getattr(block.columns, name)
            if value is not None and not value.column:
                yield f"{name} is read from one column: write {{column: ...}}."
        expires = block.columns.passport_expires
        if expires is not None and "%y" in expires.format:
            yield "passport_expires needs the whole year (%Y): of two digits 35 would be read as 1935."


def _words(value: Value | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(word for word in (*(value.map or {}).values(), value.otherwise or "", value.literal) if word)


def nothing_is_both_read_and_never_read(contract: Contract) -> Iterator[str]:
    columns = wanted(contract)
    read = {*columns.columns, *(name for _, names in columns.groups for name in names)}
    for column in contract.never_read:
        if column in read:
            yield f"{column!r} is both read and never read. Take it out of one."


def a_record_id_is_not_made_of_who_the_person_is(contract: Contract) -> Iterator[str]:
    own = identity_columns(contract)
    templates = [contract.record_id, *(block.record_id for block in contract.people)]
    for template in templates:
        if own & set(columns_in(template)):
            yield f"the record id {template!r} is made of who the person is. Use the source system's own id."


def what_serves_matching_only_is_a_field(contract: Contract) -> Iterator[str]:
    for name in contract.matching_only:
        if name not in PERSON_FIELDS:
            yield f"{name!r} in matching_only is no field of a person. Fields are: {', '.join(PERSON_FIELDS)}."


def every_date_can_be_read(contract: Contract) -> Iterator[str]:
    for day in days_in(contract):
        for code in re.findall("%.?", day.format):
            if code not in DATE_CODES:
                yield f"the date code {code} is unknown. Known are: {' '.join(DATE_CODES)}."
        if not day.column and day.literal and not _is_iso(day.literal):
            yield f"{day.literal!r} is no date such as 2026-09-30. For a column, write {{column: ...}}."


def every_condition_makes_one_test(contract: Contract) -> Iterator[str]:
    for condition in condition_blocks(contract):
        yield from _faults(condition)


def _faults(condition: Condition) -> Iterator[str]:
    column = condition.column
    tests = (condition.equals, condition.not_equals, condition.one_of, condition.is_)
    numbers = [n for n in (condition.below, condition.above) if n is not None]
    days = [d for d in (condition.before, condition.on_or_after) if d is not None]
    if sum(test is not None for test in tests) + bool(numbers) + bool(days) != 1:
        yield f"a condition on {column!r} needs one test: {TESTS}."
    for number in numbers:
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number):
            yield f"in the condition on {column!r}, {number!r} is no number."
    for day in days:
        if not _is_iso(day):
            yield f"in the condition on {column!r}, {day!r} is no date such as 2026-09-30."


def every_authority_stands_in_the_register(contract: Contract) -> Iterator[str]:
    named = dict.fromkeys((contract.authority.default, *contract.authority.columns.values()))
    for provision in filter(None, named):
        if read_provision(provision) is None:
            yield (
                f"the authority {provision!r} is no provision of the register of law: nothing is read on it. "
                "Find the right id with: goldenthread law list, or add the provision to the register."
            )


def _is_iso(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-09-30")


RULES: tuple[Rule, ...] = (
    the_format_fits_its_kind,
    every_part_has_its_own_name,
    every_part_that_is_spoken_of_is_described,
    every_fact_is_about_somebody,
    every_relation_has_two_ends,
    every_relation_is_one_of_the_shared_words,
    consent_is_said_in_the_shared_words,
    every_field_is_read_from_somewhere,
    every_number_and_date_is_read_from_one_column,
    every_issuing_country_is_a_code,
    what_is_said_of_a_number_has_the_number,
    every_condition_makes_one_test,
    every_date_can_be_read,
    nothing_is_both_read_and_never_read,
    a_record_id_is_not_made_of_who_the_person_is,
    what_serves_matching_only_is_a_field,
    every_authority_stands_in_the_register,
)
