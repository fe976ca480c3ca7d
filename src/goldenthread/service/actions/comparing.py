"""Whether a number that was typed belongs to the child whose name and birth date were typed beside it."""

from goldenthread.service.actions.identity import birth_shown
from goldenthread.service.actions.search_keys import normal_name
from goldenthread.service.actions.shapes import Practitioner, Sought
from goldenthread.service.store.models import Person, PersonName


def is_comparable(sought: Sought) -> bool:
    """A number, and something of a person to hold it against."""
    of_a_person = sought.given_name or sought.family_name or sought.date_of_birth
    return bool((sought.nhs_number or sought.upn) and of_a_person)


def method_of(sought: Sought) -> str:
    """What was held against what, as the ledger keeps it."""
    number = "NHS number" if sought.nhs_number else "UPN"
    typed = {
        "first name": sought.given_name,
        "last name": sought.family_name,
        "date of birth": sought.date_of_birth,
    }
    return f"{number} against {_listed([name for name, value in typed.items() if value])}"


def differences(person: Person, sought: Sought, *, by: Practitioner, whole: bool) -> tuple[str, ...]:
    """What was typed and is not so of whoever has the number, as far as this practitioner's agency may know it.

    Any name a person is or was known by agrees, and so does a first name typed as the last.
    """
    known = _names(person, by=by, whole=whole)
    typed = {"first name": normal_name(sought.given_name), "last name": normal_name(sought.family_name)}
    wrong = [name for name, value in typed.items() if value and value not in known]
    born = birth_shown(person, by=by, whole=whole)
    if sought.date_of_birth and born and sought.date_of_birth != born:
        wrong.append("date of birth")
    return tuple(wrong)


def in_words(wrong: tuple[str, ...]) -> str:
    """A mismatch in one sentence, with what to do."""
    one_or_more = "is" if len(wrong) == 1 else "are"
    return (
        f"This number belongs to somebody whose {_listed(list(wrong))} {one_or_more} not what you typed. "
        "Check the number. Then search by the number alone, or by name without it"
    )


def _names(person: Person, *, by: Practitioner, whole: bool) -> frozenset[str]:
    held = PersonName.objects.filter(person_id=person.id)
    names = list(held if whole else held.filter(agency_id=by.agency)) + ([person] if whole else [])
    return frozenset(normal_name(part) for name in names for part in (name.given_name, name.family_name)) - {""}


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
