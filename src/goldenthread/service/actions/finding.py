"""Find a child: one exact search with a purpose, answered from what this practitioner's agency may know of.

A hidden child and an absent one are the same here by construction: the web process cannot read the rows of a hidden
child, so it runs the same statements, writes the same entry and gives the same answer. The worker, which can, reads
the entry afterwards and tells the child's custodian.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from goldenthread.audit import Deed
from goldenthread.linkage.lookup import Likely
from goldenthread.service.actions import comparing
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.identity import addresses_of_its_own, birth_shown, name_shown
from goldenthread.service.actions.likeness import children_like
from goldenthread.service.actions.search_keys import (
    identifier_key,
    keys_of_person,
    name_keys,
    normal_name,
    place_keys,
)
from goldenthread.service.actions.shapes import (
    AskMore,
    Found,
    NothingToShow,
    NumberChecked,
    PossibleChild,
    Practitioner,
    Sought,
)
from goldenthread.service.actions.standings import may_know_whole, nothing_to_show
from goldenthread.service.actions.wording import age_in_words, how_sure
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import (
    Look,
    Membership,
    Person,
    PersonName,
    ReviewItem,
    SearchKey,
)
from goldenthread.vocabulary import (
    FINDS_ONLY_ITS_OWN,
    LOOKS_AT_CHILDREN,
    IdentifierKind,
    Outcome,
    PersonKind,
    Purpose,
    Role,
    check_nhs_number,
    check_upn,
)

MOST_CHILDREN_SHOWN = 5
SURELY = 0.99
LOOK_LASTS = timedelta(minutes=30)
SHORTEST_REASON = 10
REVIEWS_LOOKS = frozenset({Role.ACCESS_REVIEWER, Role.DATA_PROTECTION_OFFICER})
MAY_SEARCH = LOOKS_AT_CHILDREN | REVIEWS_LOOKS


def reason_needed(*, by: Practitioner) -> bool:
    """Whether this practitioner says why: everybody does but those who find only their own children."""
    return by.agency_kind not in FINDS_ONLY_ITS_OWN


def find_child(sought: Sought, *, by: Practitioner, at: datetime) -> Found | NothingToShow | AskMore:
    """Search once. Every search that is well formed is written down, whatever it finds."""
    with searching(sought, by=by, at=at) as answer:
        return answer


@contextmanager
def searching(sought: Sought, *, by: Practitioner, at: datetime) -> Iterator[Found | NothingToShow | AskMore]:
    """The same search, left once it is certain that it is written down: inside, its answer is made into a page."""
    if problems := tuple(_problems(sought, by=by)):
        yield AskMore(problems=problems)
        return
    with doing(by=by, at=at, purpose=sought.purpose) as action:
        answer = _search(sought, by=by, at=at, action=action)
        with action.being_kept():
            yield answer


def _search(sought: Sought, *, by: Practitioner, at: datetime, action: Doing) -> Found | NothingToShow | AskMore:
    whole = knows_whole(by, sought.purpose, at=at)
    exact = _people_found(sought, by=by, whole=whole) if by.role in MAY_SEARCH else []
    wrong = _mismatch(exact, sought, by=by, whole=whole)
    people, likely = _with_those_alike(exact, sought, by=by, whole=whole, at=at)
    entry = _write_down(sought, people, wrong, shows=not wrong, action=action)
    action.afterwards("tell_custodian_of_hidden_hit", entry)
    if wrong:
        return AskMore(problems=(("nhs_number" if sought.nhs_number else "upn", comparing.in_words(wrong)),))
    if reason_needed(by=by) and by.role not in REVIEWS_LOOKS:
        _ask_for_review(sought, entry, action=action)
    children = tuple(
        _possible_child(person, sought, likely.get(person.id), whole=whole, action=action) for person in people
    )
    return Found(children=children) if children else nothing_to_show(by, sought.purpose, at=at)


def knows_whole(by: Practitioner, purpose: Purpose, *, at: datetime) -> bool:
    """Whether this practitioner may know who a child is from everybody's records, or only from their own agency's."""
    if by.role in REVIEWS_LOOKS:
        return by.agency_kind not in FINDS_ONLY_ITS_OWN
    return may_know_whole(by, purpose, at=at)


def check_number(sought: Sought, *, by: Practitioner, at: datetime) -> NumberChecked | AskMore:
    """Hold a number against the name and birth date typed beside it, before anything is found or kept by it.

    A number that is nobody's, or a hidden child's, agrees with everything: it tells nothing.
    """
    if problems := tuple(_problems(sought, by=by)):
        return AskMore(problems=problems)
    with doing(by=by, at=at, purpose=sought.purpose) as action:
        whole = knows_whole(by, sought.purpose, at=at)
        may = by.role in MAY_SEARCH and comparing.is_comparable(sought)
        people = _people_found(sought, by=by, whole=whole) if may else []
        wrong = _mismatch(people, sought, by=by, whole=whole)
        entry = _write_down(sought, people, wrong, shows=False, action=action)
        action.afterwards("tell_custodian_of_hidden_hit", entry)
        return NumberChecked(wrong=wrong, says=comparing.in_words(wrong) if wrong else "")


def _mismatch(people: list[Person], sought: Sought, *, by: Practitioner, whole: bool) -> tuple[str, ...]:
    """What does not fit anybody who has the number; nothing where somebody fits, or nothing was to be compared."""
    if not people or not comparing.is_comparable(sought):
        return ()
    return min((comparing.differences(person, sought, by=by, whole=whole) for person in people), key=len)


def _write_down(sought: Sought, people: list[Person], wrong: tuple[str, ...], *, shows: bool, action: Doing) -> UUID:
    """One entry for every child who was found, so that each child's history holds it; else one for nobody's."""
    detail: dict[str, Any] = {"sought": _as_written(sought), "found": len(people)}
    if comparing.is_comparable(sought):
        result = f"differs: {', '.join(wrong)}" if wrong else "no difference"
        detail |= {"checked": comparing.method_of(sought), "result": result}
    outcome = (Outcome.DISCLOSE if people and shows else Outcome.WITHHOLD).value
    subjects: list[str | None] = [person.id for person in people]
    for subject in subjects or [None]:
        action.record(Deed.SEARCHED, subject=subject, outcome=outcome, detail=detail, at_once=False)
    return action.entries[0]


def _ask_for_review(sought: Sought, entry: UUID, *, action: Doing) -> None:
    assert action.by is not None
    action.keep(
        ReviewItem,
        entry_id=entry,
        account_id=action.by.account_id,
        account_name=action.by.name,
        agency_id=action.by.agency,
        role=action.by.role.value,
        purpose=sought.purpose.value,
        reason=sought.reason,
        made_at=action.at,
    )


def keys_sought(sought: Sought, *, with_place: bool = True) -> tuple[str, ...]:
    """The keys of a search. The worker leaves the place out when it looks for hidden children."""
    if sought.nhs_number:
        return (identifier_key(IdentifierKind.NHS_NUMBER.value, check_nhs_number(sought.nhs_number).value),)
    if sought.upn:
        return (identifier_key(IdentifierKind.UPN.value, check_upn(sought.upn).value),)
    if sought.date_of_birth is None:
        return ()
    born = sought.date_of_birth
    keys = list(name_keys(sought.given_name, sought.family_name, born))
    if with_place:
        keys += place_keys(sought.given_name, sought.family_name, born, sought.postcode)
    return tuple(keys)


def _people_found(sought: Sought, *, by: Practitioner, whole: bool) -> list[Person]:
    by_place = bool(sought.postcode and not (sought.nhs_number or sought.upn))
    only_their_own = not whole or by.agency_kind in FINDS_ONLY_ITS_OWN
    people = _bearing_a_key(by_place=by_place, only_their_own=only_their_own)
    found = people(keys=list(keys_sought(sought)), agency=by.agency)
    if not whole:
        found = [person for person in found if _is_known_so(person, sought, by=by)]
    return _closest(found, sought)[:MOST_CHILDREN_SHOWN]


@cache
def _bearing_a_key(*, by_place: bool, only_their_own: bool) -> Callable[..., list[Person]]:
    """Children who bear one of some keys. A place finds nobody hidden."""

    def people(keys: Any, agency: Any) -> QuerySet[Person]:
        hits = SearchKey.objects.filter(key__among=keys).values("person_id")
        found: QuerySet[Person] = Person.objects.filter(id__in=hits, kind=PersonKind.CHILD.value)
        if by_place:
            found = found.filter(custodian_id=None)
        if only_their_own:
            found = found.filter(id__in=Membership.objects.filter(agency_id=agency).values("person_id"))
        return found.order_by("family_name", "given_name", "id")[: MOST_CHILDREN_SHOWN + 1]

    return asked_often(people)


_children = asked_often(lambda ids: Person.objects.filter(id__among=ids, kind=PersonKind.CHILD.value))


def _with_those_alike(
    exact: list[Person], sought: Sought, *, by: Practitioner, whole: bool, at: datetime
) -> tuple[list[Person], Mapping[str, Likely]]:
    """Whoever was found by every detail, then those who are only like the child described, the likeliest first."""
    if by.role not in MAY_SEARCH or sought.nhs_number or sought.upn:
        return exact, {}
    here = {person.id for person in exact}
    like = children_like(sought, by=by, whole=whole, at=at)
    alike = [one for one in like if one.person_id not in here]
    wanted = {one.person_id: one.likely for one in alike[: MOST_CHILDREN_SHOWN - len(exact)]}
    rows = _children(ids=list(wanted)) if wanted else []
    more = sorted(rows, key=lambda person: list(wanted).index(person.id))
    return [*exact, *more], wanted


def _is_known_so(person: Person, sought: Sought, *, by: Practitioner) -> bool:
    """Whether this practitioner's own agency knows the child so: to find by anything newer would be to tell it.

    Whoever types a whole number was given it, and finds their own child by it: on a letter it may be all there is.
    """
    if sought.nhs_number or sought.upn:
        return True
    own = {"person_id": person.id, "agency_id": by.agency}
    said = Membership.objects.filter(**own, date_of_birth_precision="day").values_list("date_of_birth", flat=True)
    held = keys_of_person(
        names=PersonName.objects.filter(**own).values_list("given_name", "family_name"),
        births=[born for born in said if born is not None],
        postcodes=addresses_of_its_own(person, agency=by.agency).values_list("postcode", flat=True),
        identifiers=(),
        hidden=False,
    )
    return not held.isdisjoint(keys_sought(sought))


def _closest(people: list[Person], sought: Sought) -> list[Person]:
    """Whoever has both names as sought comes first; the order is otherwise as given."""
    wanted = {normal_name(sought.given_name), normal_name(sought.family_name)}
    return sorted(people, key=lambda p: {normal_name(p.given_name), normal_name(p.family_name)} != wanted)


def _possible_child(
    person: Person, sought: Sought, likely: Likely | None, *, whole: bool, action: Doing
) -> PossibleChild:
    assert action.by is not None
    how = f"by likeness to the {_described_by(sought)}" if likely else _how_found(sought)
    look = uuid4()
    action.keep(
        Look,
        id=look,
        account_id=action.by.account_id,
        agency_id=action.by.agency,
        role=action.by.role.value,
        person_id=person.id,
        purpose=sought.purpose.value,
        reason=sought.reason,
        how_found=how,
        made_at=action.at,
        ends_at=action.at + LOOK_LASTS,
    )
    born = birth_shown(person, by=action.by, whole=whole)
    return PossibleChild(
        look=look,
        name=name_shown(person, by=action.by, whole=whole),
        date_of_birth=born,
        age=age_in_words(born, on=action.at.date()),
        how_sure=how_sure(person.certainty) if whole else "On your own organisation’s record",
        how_found=how,
        fits=_fits(likely.probability) if likely else "",
        fits_because=likely.agreements if likely else (),
        against=likely.against if likely else "",
    )


def _fits(probability: float) -> str:
    return f"{'Very likely' if probability >= SURELY else 'Probably'} the child you described"


def _how_found(sought: Sought) -> str:
    if sought.nhs_number:
        return "by NHS number"
    if sought.upn:
        return "by UPN"
    return f"by {_described_by(sought)}"


def _described_by(sought: Sought) -> str:
    return "name, date of birth and postcode" if sought.postcode else "name and date of birth"


def _problems(sought: Sought, *, by: Practitioner) -> Iterable[tuple[str, str]]:
    if reason_needed(by=by) and len(sought.reason.strip()) < SHORTEST_REASON:
        yield "reason", "Say in a few words why you are looking for this child. A reviewer reads it."
    if sought.nhs_number:
        checked = check_nhs_number(sought.nhs_number)
        if not checked.may_be_a_key:
            yield "nhs_number", f"This cannot be an NHS number: {checked.why}. Check it, or search by name."
    elif sought.upn:
        checked = check_upn(sought.upn)
        if not checked.may_be_a_key:
            yield "upn", f"This cannot be used to find a child: {checked.why}. Check it, or search by name."
    else:
        yield from _problems_of_a_name(sought, on=None)


def _problems_of_a_name(sought: Sought, *, on: date | None) -> Iterable[tuple[str, str]]:
    if not (sought.given_name or sought.family_name or sought.date_of_birth or sought.postcode):
        yield "nhs_number", "Enter an NHS number, or a UPN, or a name with date of birth and postcode."
        return
    if not normal_name(sought.given_name):
        yield "given_name", "Enter the child's first name."
    if not normal_name(sought.family_name):
        yield "family_name", "Enter the child's last name."
    if sought.date_of_birth is None:
        yield "date_of_birth", "Enter the child's date of birth. A name alone is too little to search with."


def _as_written(sought: Sought) -> dict[str, str]:
    """The search as the ledger keeps it: only what was filled in."""
    written = {
        "nhs_number": sought.nhs_number,
        "upn": sought.upn,
        "given_name": sought.given_name,
        "family_name": sought.family_name,
        "date_of_birth": sought.date_of_birth.isoformat() if sought.date_of_birth else "",
        "postcode": sought.postcode,
        "reason": sought.reason,
    }
    return {name: value for name, value in written.items() if value}
