"""Whether somebody can be asked for consent, or whether asking would itself do harm."""

from goldenthread.disclosure.advice.bases import is_suspected
from goldenthread.disclosure.advice.case import Case, Person
from goldenthread.disclosure.advice.words import View, Who

CHILDREN = frozenset({Who.CHILD, Who.SIBLING, Who.UNBORN})
TOO_YOUNG_BELOW_YEARS = 12
"""Below this age a child whose competence nobody has judged is taken not to give a consent of its own."""


def cannot_consent(person: Person | None) -> bool | None:
    """A child who is not competent cannot; an adult is taken to be able to."""
    if person is None:
        return None
    if person.who is Who.UNBORN:
        return True
    if person.competent is not None or person.who not in CHILDREN:
        return person.competent is False
    return None if person.age is None else person.age < TOO_YOUNG_BELOW_YEARS or None


def asking_would_prejudice(person: Person) -> bool:
    """Asking would put somebody at risk or get in the way of the law: always so where they are suspected."""
    return is_suspected(person) or bool(person.telling.may_increase_risk) or bool(person.telling.may_prejudice_crime)


def may_act_without_consent(person: Person | None) -> bool | None:
    """The three reasons of paragraph 18: cannot consent, cannot reasonably be asked, or asking would prejudice."""
    if person is None:
        return None
    if cannot_consent(person) or asking_would_prejudice(person):
        return True
    if person.could_be_asked_safely is not None:
        return not person.could_be_asked_safely
    return True if person.telling.impracticable_now else None


def its_carers_agree(case: Case) -> bool:
    """Those who care for a child who cannot judge agree for it: each who is named does, and none may be the danger."""
    carers = [person for person in case.people if person.who in (Who.MOTHER, Who.FATHER, Who.CARER)]
    return bool(carers) and all(one.view is View.AGREES and one.suspected_of_harm is False for one in carers)
