"""Records as agencies wrote them become features: the cleaned columns that are compared.

Each cleaning rule runs once per distinct value of a column, so that a common name is cleaned once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage import cleaning
from goldenthread.linkage.choosing import other_column
from goldenthread.linkage.copies import set_copies_aside
from goldenthread.linkage.email_names import names_in_address
from goldenthread.linkage.identifier_use import IdentifierUse
from goldenthread.linkage.key_columns import with_key_columns
from goldenthread.linkage.names_in_order import closed_up, letters_of, runs_of
from goldenthread.linkage.newborns import forename_told, number_at_birth, stands_for_a_newborn
from goldenthread.linkage.numbers_of_others import ISSUED_BY, set_numbers_of_others_aside
from goldenthread.linkage.own_names import is_forename, names_in_their_own_right
from goldenthread.linkage.shapes import Constraint
from goldenthread.linkage.shared_numbers import set_shared_numbers_aside
from goldenthread.linkage.tables import listed, nickname_roots
from goldenthread.linkage.written_births import digits_written, year_written
from goldenthread.vocabulary import Grade, IdentifierKind

TEXTS = pa.list_(pa.string())
_KEY_GRADES = pa.array([Grade.VERIFIED, Grade.WELL_FORMED], pa.string())
_KNOWN_SEX = pa.array(["female", "male", "other"], pa.string())


_ORDER = [("dataset", "ascending"), ("record_id", "ascending")]


def in_feature_order(records: pa.Table, column: str) -> list[str | None]:
    """One column of the records in the order of their features."""
    values: list[str | None] = _column(records.sort_by(_ORDER), column).to_pylist()
    return values


def make_features(
    records: pa.Table,
    *,
    on: date,
    identifiers: IdentifierUse,
    others: Mapping[str, str] | None = None,
    constraints: Sequence[Constraint] = (),
) -> pa.Table:
    """Clean ``records`` for comparison. Of ``constraints`` those are heard that are of a number.

    Shape: one row a record in the order of dataset and record id; ``rid`` numbers them from 0. Every feature column
    is there, empty or not. ``others`` maps further columns of the records' ``other`` to their kind of comparison.
    """
    records = records.sort_by(_ORDER)
    columns: dict[str, pa.Array] = {
        "rid": pa.array(range(len(records)), pa.int64()),
        **{name: _column(records, name) for name in ("dataset", "record_id", "agency", "person_kind", "part")},
        "row": _column(records, "row", pa.int64()),
        **_names(records, on=on),
        **_births(records, on=on),
        "sex": _sex(records),
        **_places(records),
        "phone": _clean(_column(records, "phone"), cleaning.phone),
        **_emails(records),
        "nhs": _key(records, "nhs_number", IdentifierKind.NHS_NUMBER, identifiers, on=on),
        "upn": _key(records, "upn", IdentifierKind.UPN, identifiers, on=on),
        "passport": _passport(records, identifiers, on=on),
        **_local_ids(records),
        **_others(records, others or {}),
    }
    features = set_copies_aside(with_key_columns(pa.table(columns)))
    return set_shared_numbers_aside(set_numbers_of_others_aside(features, constraints))


def _column(records: pa.Table, name: str, kind: pa.DataType | None = None) -> pa.Array:
    wanted = kind or pa.string()
    if name not in records.column_names:
        return pa.nulls(len(records), wanted)
    return records[name].combine_chunks().cast(wanted)


def _clean(values: pa.Array, rule: Callable[[str], Any], kind: pa.DataType | None = None) -> pa.Array:
    """Run ``rule`` once per distinct value."""
    coded = values.dictionary_encode()
    cleaned = pa.array([rule(v) for v in coded.dictionary.to_pylist()], kind or pa.string())
    return cleaned.take(coded.indices)


def _names(records: pa.Table, *, on: date) -> dict[str, pa.Array]:
    full = _column(records, "full_name")
    given_as_written = pc.coalesce(
        _blank_to_null(_column(records, "given_name")), _clean(full, lambda t: cleaning.split_full_name(t)[0])
    )
    family_as_written = pc.coalesce(
        _blank_to_null(_column(records, "family_name")), _clean(full, lambda t: cleaning.split_full_name(t)[1])
    )
    newborn = _clean(given_as_written, number_at_birth)
    given_as_written = _without_newborns(records, given_as_written, on=on)
    given = _clean(given_as_written, cleaning.given_name)
    middle = _of_rows(cleaning.names_after_the_first, pa.string(), given_as_written, _column(records, "middle_names"))
    known_as = _clean(_without_newborns(records, _column(records, "known_as"), on=on), cleaning.given_name)
    family = _clean(family_as_written, cleaning.family_name)
    in_address = _of_rows(names_in_address, _TWO_NAMES, _clean(_column(records, "email"), cleaning.email), given)
    own, surname = in_address.flatten()
    former = _column(records, "former_family_name")
    return {
        "given": given,
        "given_root": _clean(given, cleaning.nickname_root),
        "given_sound": _clean(given, cleaning.sound_of),
        "given_initial": _clean(given, lambda t: t[:1]),
        **_kinds_of_name(given, family),
        "given_joined": _clean(given_as_written, cleaning.family_name),
        "given_all": _clean_together(_given_names, given, known_as, middle),
        "given_full": _clean(given, with_full_names, TEXTS),
        "given_whole": _of_rows(closed_up, pa.string(), given, middle),
        "given_runs": _of_rows(runs_of, pa.string(), given, middle),
        "given_in_email": own,
        "middle": middle,
        "family": family,
        "family_sound": _clean(family, cleaning.sound_of),
        "family_all": _clean_together(_family_names, family_as_written, former, surname),
        "name_pair": _in_any_order(given, family),
        "name_letters": _of_rows(letters_of, pa.string(), given, middle, family),
        "newborn": pc.if_else(pc.is_null(given), newborn, None),
    }


def _without_newborns(records: pa.Table, given: pa.Array, *, on: date) -> pa.Array:
    """The forenames as written, but for what stands in the place of a newborn's."""
    rows = np.flatnonzero(np.asarray(pc.fill_null(_clean(given, stands_for_a_newborn, pa.int8()), 0)))
    if not len(rows):
        return given
    few = pa.array(rows)
    told = zip(
        given.take(few).to_pylist(),
        _column(records, "date_of_birth", pa.date32()).take(few).to_pylist(),
        _column(records, "known_at", pa.date32()).take(few).to_pylist(),
        strict=True,
    )
    kept = pa.array([forename_told(*one, on=on) for one in told], pa.string())
    mask = np.zeros(len(given), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(given, pa.array(mask), kept)


_TWO_NAMES = pa.struct([("given", pa.string()), ("family", pa.string())])


def _given_names(given: str | None, known_as: str | None, middle: str | None) -> list[str]:
    first_middle = middle.split(" ")[0] if middle and len(middle) > 1 else None
    return [name for name in (given, known_as, first_middle) if name]


def with_full_names(given: str) -> list[str]:
    """A forename, and those for which it may be short."""
    return sorted({given, *cleaning.may_be_short_for(given)})


def _family_names(*written: str | None) -> list[str]:
    return [part for name in written if name is not None for part in cleaning.family_parts(name)]


def _kinds_of_name(given: pa.Array, family: pa.Array) -> dict[str, pa.Array]:
    """Whether the forename is a name in its own right, and whether the family name is plainly a forename."""
    as_given, as_family = _counts(given), _counts(family)
    own = names_in_their_own_right(as_given, as_family)

    def is_own(name: str) -> str:
        return "yes" if name in own or name in nickname_roots() else "no"

    def is_given(name: str) -> str:
        return "yes" if is_forename(name, as_given.get(name, 0), as_family[name]) else "no"

    return {"given_known": _clean(given, is_own), "family_is_forename": _clean(family, is_given)}


def _counts(values: pa.Array) -> dict[str, int]:
    return {c["values"]: c["counts"] for c in pc.value_counts(values.drop_null()).to_pylist()}


def _blank_to_null(values: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(values), ""), None, values)


def _births(records: pa.Table, *, on: date) -> dict[str, pa.Array]:
    born = _column(records, "date_of_birth", pa.date32())
    precision = pc.fill_null(_column(records, "date_of_birth_precision"), "")
    placeholders = pa.array([date.fromisoformat(d) for d in sorted(listed("no_birth_date"))], pa.date32())
    only_year, only_month = pc.starts_with(precision, "year"), pc.starts_with(precision, "month")
    default = pc.and_(pc.is_in(born, placeholders), pc.invert(only_year))
    believed = pc.and_(
        pc.and_(pc.invert(default), pc.not_equal(precision, "placeholder")),
        pc.less_equal(born, pa.scalar(on, pa.date32())),
    )
    born = pc.if_else(believed, born, None)
    days = born.dictionary_encode()
    whole = pc.strftime(days.dictionary, format="%Y%m%d").take(days.indices)
    known = pc.if_else(
        only_year,
        pc.utf8_slice_codeunits(whole, 0, 4),
        pc.if_else(only_month, pc.utf8_slice_codeunits(whole, 0, 6), whole),
    )
    written = pc.if_else(pc.is_null(known), _clean(_column(records, "date_of_birth_written"), digits_written), None)
    dob = pc.coalesce(known, written)
    is_whole = pc.equal(pc.utf8_length(dob), 8)
    return {
        "dob": dob,
        "dob_swapped": _clean(pc.if_else(is_whole, dob, None), _day_and_month_swapped),
        "dob_any_order": _clean(pc.if_else(is_whole, dob, None), _day_and_month_in_order),
        "dob_month": _clean(pc.if_else(is_whole, dob, None), lambda t: t[:6]),
        "dob_day": _clean(pc.if_else(is_whole, dob, None), lambda t: t[:4] + t[6:]),
        "born_year": pc.coalesce(
            _clean(known, lambda t: int(t[:4]), pa.int64()),
            _clean(written, lambda t: year_written(t, on=on), pa.int64()),
        ),
    }


def _day_and_month_swapped(dob: str) -> str | None:
    """The date with day and month swapped, where that is a date and another one."""
    swapped = dob[:4] + dob[6:] + dob[4:6]
    return swapped if dob[6:] <= "12" and swapped != dob else None


def _day_and_month_in_order(dob: str) -> str:
    return dob[:4] + "".join(sorted((dob[4:6], dob[6:])))


def _sex(records: pa.Table) -> pa.Array:
    sex = pc.utf8_lower(_column(records, "sex"))
    return pc.if_else(pc.is_in(sex, _KNOWN_SEX), sex, None)


def _places(records: pa.Table) -> dict[str, pa.Array]:
    line = _column(records, "address_line")
    former = _column(records, "former_address_line")
    postcode = _clean(_column(records, "postcode"), cleaning.postcode)
    address = _clean(line, _address)
    former_postcode = _clean(_column(records, "former_postcode"), cleaning.postcode)
    return {
        "address": address,
        "addresses": _clean_together(_texts, address, _clean(former, _address)),
        "address_tokens": _clean(address, lambda t: t.split(" "), TEXTS),
        "house_number": _clean(address, lambda t: cleaning.house_number(t.split(" "))),
        "postcode": postcode,
        "postcodes": _clean_together(_texts, postcode, former_postcode),
        "sector": _clean(postcode, lambda t: t[:-2] if len(t) > 4 else None),
    }


def _address(text: str) -> str | None:
    return " ".join(cleaning.address_tokens(text)) or None


def _emails(records: pa.Table) -> dict[str, pa.Array]:
    email = _clean(_column(records, "email"), cleaning.email)
    return {"email": email, "email_name": _clean(email, lambda t: t.partition("@")[0])}


def _key(records: pa.Table, column: str, kind: IdentifierKind, identifiers: IdentifierUse, *, on: date) -> pa.Array:
    """The identifier where it is sound enough to be a key and the switch lets this dataset use it as one."""
    value, grade = _column(records, column), _column(records, f"{column}_grade")
    datasets = _column(records, "dataset")
    allowed = [d for d in pc.unique(datasets).to_pylist() if identifiers.may_be_key(kind, d, on=on)]
    usable = pc.and_(pc.is_in(grade, _KEY_GRADES), pc.is_in(datasets, pa.array(allowed, pa.string())))
    return pc.if_else(usable, value, None)


def _passport(records: pa.Table, identifiers: IdentifierUse, *, on: date) -> pa.Array:
    """The number behind the country that issued it: two countries issue the same number to two people."""
    number = _key(records, "passport_number", IdentifierKind.PASSPORT, identifiers, on=on)
    return pc.binary_join_element_wise(_column(records, "passport_country"), number, ISSUED_BY)


LEAST_SHARED_IDS = 0.05


def _local_ids(records: pa.Table) -> dict[str, pa.Array]:
    """Local numbers, and the space in which each is issued: one for all where datasets do share numbers, else each."""
    ids, datasets = _clean(_column(records, "local_id"), cleaning.plain_text), _column(records, "dataset")
    held = pa.table({"id": ids, "dataset": datasets}).filter(pc.is_valid(ids))
    spread = held.group_by("id").aggregate([("dataset", "count_distinct")])["dataset_count_distinct"]
    shared = pc.sum(pc.greater(spread, 1)).as_py() or 0
    one_space = shared >= LEAST_SHARED_IDS * max(len(spread), 1)
    space = pa.array(["shared"] * len(records), pa.string()) if one_space else datasets
    return {"local_id": ids, "local_id_space": space}


def _others(records: pa.Table, others: Mapping[str, str]) -> dict[str, pa.Array]:
    if not others:
        return {}
    rows = [json.loads(t) if t else {} for t in _column(records, "other").to_pylist()]
    columns = {}
    for name, kind in sorted(others.items()):
        values = pa.array([_text_or_null(row.get(name)) for row in rows], pa.string())
        rule = _RULES.get(kind, cleaning.plain_text)
        columns[other_column(name)] = _clean(values, rule, pa.float64() if kind == "number" else pa.string())
    return columns


def other_value(value: object, kind: str) -> Any:
    """One value of a further column, cleaned by its kind."""
    text = _text_or_null(value)
    return None if text is None else _RULES.get(kind, cleaning.plain_text)(text)


def _text_or_null(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _digits(text: str) -> str | None:
    return "".join(c for c in text if c in "0123456789") or None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


_RULES: dict[str, Callable[[str], Any]] = {
    "text": lambda t: " ".join(cleaning.name_tokens(t)) or None,
    "date": _digits,
    "number": _number,
}


def _clean_together(rule: Callable[..., list[str]], *columns: pa.Array) -> pa.Array:
    """One list a row, sorted, each text once; null where it is empty."""
    return _of_rows(lambda *row: sorted(set(rule(*row))) or None, TEXTS, *columns)


def _of_rows(rule: Callable[..., Any], kind: pa.DataType, *columns: pa.Array) -> pa.Array:
    """Run ``rule`` once per distinct row of values."""
    coded = [column.dictionary_encode() for column in columns]
    rows = np.zeros(len(columns[0]), dtype=np.int64)
    for one in coded:
        rows = rows * (len(one.dictionary) + 1) + np.asarray(pc.fill_null(one.indices, len(one.dictionary)))
    _, firsts, which = np.unique(rows, return_index=True, return_inverse=True)
    values = zip(*(column.take(pa.array(firsts)).to_pylist() for column in columns), strict=True)
    return pa.array([rule(*row) for row in values], kind).take(pa.array(which))


def _texts(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def _in_any_order(given: pa.Array, family: pa.Array) -> pa.Array:
    """Forename and family name in alphabetical order, so that swapping them changes nothing."""
    both = [pick(given, family, skip_nulls=False) for pick in (pc.min_element_wise, pc.max_element_wise)]
    return pc.binary_join_element_wise(*both, " ")
