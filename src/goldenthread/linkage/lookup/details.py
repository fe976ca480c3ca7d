"""One person's details in the form in which records are compared, without the cost of a table.

The rules are those of ``linkage.features``, one value at a time; a test holds the two to the same answer.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from goldenthread.linkage import cleaning
from goldenthread.linkage.choosing import other_column
from goldenthread.linkage.email_names import names_in_address
from goldenthread.linkage.features import other_value, with_full_names
from goldenthread.linkage.identifier_use import IdentifierUse
from goldenthread.linkage.names_in_order import closed_up, letters_of, runs_of
from goldenthread.linkage.newborns import forename_told, number_at_birth
from goldenthread.linkage.numbers_of_others import ISSUED_BY
from goldenthread.linkage.tables import listed
from goldenthread.linkage.written_births import digits_written, year_written
from goldenthread.vocabulary import Grade, IdentifierKind

Details = dict[str, Any]
"""One record's features, by the names of the feature columns."""

_AT_HAND = 50_000
"""So many names as written are kept cleaned: most people bear a name that was asked for before."""
_given_name = lru_cache(_AT_HAND)(cleaning.given_name)
_family_name = lru_cache(_AT_HAND)(cleaning.family_name)
_names_after_the_first = lru_cache(_AT_HAND)(cleaning.names_after_the_first)
_family_parts = lru_cache(_AT_HAND)(cleaning.family_parts)

_MAY_BE_KEYS = (Grade.VERIFIED, Grade.WELL_FORMED)
_SEXES = ("female", "male", "other")


def details_of(
    record: Mapping[str, Any], *, on: date, identifiers: IdentifierUse, others: Mapping[str, str] | None = None
) -> Details:
    """``record`` has the columns of an accepted record, those that are known; what only the whole can say is left out.

    The columns that cost a further cleaning and serve no comparison and no key are not here.
    """
    return {
        "dataset": record.get("dataset"),
        "record_id": record.get("record_id"),
        "person_kind": record.get("person_kind"),
        "part": record.get("part"),
        "row": record.get("row"),
        **_names(record, on=on),
        **_birth(record, on=on),
        "sex": _sex(record.get("sex")),
        **_place(record),
        **_contact(record),
        "nhs": _identifier(record, "nhs_number", IdentifierKind.NHS_NUMBER, identifiers, on=on),
        "upn": _identifier(record, "upn", IdentifierKind.UPN, identifiers, on=on),
        "passport": _passport(record, identifiers, on=on),
        "local_id": _cleaned(cleaning.plain_text, record.get("local_id")),
        **(_others(record, others) if others else {}),
    }


def _cleaned(rule: Any, value: str | None) -> Any:
    return None if value is None else rule(value)


def _names(record: Mapping[str, Any], *, on: date) -> Details:
    full = record.get("full_name")
    split = cleaning.split_full_name(full) if full is not None else (None, None)
    given_written, family_written = (
        _written(record.get("given_name"), split[0]),
        _written(record.get("family_name"), split[1]),
    )
    born, known_at = record.get("date_of_birth"), record.get("known_at")
    newborn = _cleaned(number_at_birth, given_written)
    given_written = forename_told(given_written, born, known_at, on=on)
    given, family = _cleaned(_given_name, given_written), _cleaned(_family_name, family_written)
    middle = _names_after_the_first(given_written, record.get("middle_names"))
    known_as = _cleaned(_given_name, forename_told(record.get("known_as"), born, known_at, on=on))
    own, surname = names_in_address(_cleaned(cleaning.email, record.get("email")), given)
    return {
        "given": given,
        "given_root": _cleaned(cleaning.nickname_root, given),
        "given_sound": _cleaned(cleaning.sound_of, given),
        "given_initial": given[:1] if given else None,
        "given_joined": _cleaned(_family_name, given_written),
        "given_all": _listed((given, known_as, middle.split(" ")[0] if middle and len(middle) > 1 else None)),
        "given_full": _cleaned(with_full_names, given),
        "given_whole": closed_up(given, middle),
        "given_runs": runs_of(given, middle),
        "given_in_email": own,
        "middle": middle,
        "family": family,
        "family_sound": _cleaned(cleaning.sound_of, family),
        "family_all": _listed(
            part for name in (family_written, record.get("former_family_name"), surname) for part in _parts(name)
        ),
        "name_pair": " ".join(sorted((given, family))) if given and family else None,
        "name_letters": letters_of(given, middle, family),
        "newborn": newborn if given is None else None,
    }


def _written(value: str | None, otherwise: str | None) -> str | None:
    return value if value is not None and value.strip() else otherwise


def _parts(text: str | None) -> Iterable[str]:
    return _family_parts(text) if text is not None else ()


def _listed(values: Iterable[str | None]) -> list[str] | None:
    return sorted({v for v in values if v}) or None


def _birth(record: Mapping[str, Any], *, on: date) -> Details:
    born, precision = record.get("date_of_birth"), record.get("date_of_birth_precision") or ""
    only_year, only_month = precision.startswith("year"), precision.startswith("month")
    default = born is not None and not only_year and born.isoformat() in listed("no_birth_date")
    if born is None or default or precision == "placeholder" or born > on:
        dob = _cleaned(digits_written, record.get("date_of_birth_written"))
        if dob is None:
            return dict.fromkeys(("dob", "dob_swapped", "dob_any_order", "dob_month", "dob_day", "born_year"))
        born_year = year_written(dob, on=on)
    else:
        # ``strftime`` asks the machine for its time zone first, which costs more than all the rest.
        dob = f"{born.year:04d}{born.month:02d}{born.day:02d}"
        dob = dob[:4] if only_year else dob[:6] if only_month else dob
        born_year = born.year
    whole = len(dob) == 8
    swapped = dob[:4] + dob[6:] + dob[4:6]
    return {
        "dob": dob,
        "dob_swapped": swapped if whole and dob[6:] <= "12" and swapped != dob else None,
        "dob_any_order": dob[:4] + "".join(sorted((dob[4:6], dob[6:]))) if whole else None,
        "dob_month": dob[:6] if whole else None,
        "dob_day": dob[:4] + dob[6:] if whole else None,
        "born_year": born_year,
    }


def _sex(value: str | None) -> str | None:
    return value.lower() if value and value.lower() in _SEXES else None


def _place(record: Mapping[str, Any]) -> Details:
    line = record.get("address_line")
    tokens = cleaning.address_tokens(line) if line is not None else []
    address = " ".join(tokens) or None
    former = _cleaned(cleaning.address_tokens, record.get("former_address_line"))
    postcode = _cleaned(cleaning.postcode, record.get("postcode"))
    return {
        "address": address,
        "addresses": _listed((address, " ".join(former or ()))),
        "address_tokens": tokens or None,
        "house_number": cleaning.house_number(tokens),
        "postcode": postcode,
        "postcodes": _listed((postcode, _cleaned(cleaning.postcode, record.get("former_postcode")))),
        "sector": postcode[:-2] if postcode and len(postcode) > 4 else None,
    }


def _contact(record: Mapping[str, Any]) -> Details:
    email = _cleaned(cleaning.email, record.get("email"))
    return {
        "phone": _cleaned(cleaning.phone, record.get("phone")),
        "email": email,
        "email_name": email.partition("@")[0] if email else None,
    }


def _others(record: Mapping[str, Any], others: Mapping[str, str]) -> Details:
    told = json.loads(record.get("other") or "{}")
    return {other_column(name): other_value(told.get(name), kind) for name, kind in others.items()}


def _identifier(
    record: Mapping[str, Any], column: str, kind: IdentifierKind, identifiers: IdentifierUse, *, on: date
) -> str | None:
    dataset = record.get("dataset")
    if record.get(f"{column}_grade") not in _MAY_BE_KEYS or dataset is None:
        return None
    value: str | None = record.get(column)
    return value if identifiers.may_be_key(kind, dataset, on=on) else None


def _passport(record: Mapping[str, Any], identifiers: IdentifierUse, *, on: date) -> str | None:
    country = record.get("passport_country")
    number = _identifier(record, "passport_number", IdentifierKind.PASSPORT, identifiers, on=on)
    return f"{country}{ISSUED_BY}{number}" if country and number else None
