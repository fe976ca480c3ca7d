"""On whose pages somebody stands besides their own: as an adult of a child, or as a brother or sister."""

from collections import defaultdict
from collections.abc import Collection

from goldenthread.service.actions.family import PARENTAL
from goldenthread.service.store.models import FamilyFound, Relationship

Pages = dict[str, str | None]
"""Each person on whose page somebody stands, and the agency that alone may know it; ``None``: nobody hides it."""


def others_pages(people: Collection[str]) -> defaultdict[str, Pages]:
    """For each of these people the others on whose pages they stand, as families are held now.

    What a page shows of a family is in ``family.members``: who is declared for a child or was found by people to belong
    to them, and the children for whom the same parent or carer is declared.
    """
    found: defaultdict[str, Pages] = defaultdict(dict)
    for ties in (Relationship.objects.filter(adult_id__in=people), FamilyFound.objects.filter(adult_id__in=people)):
        for adult, person, custodian in ties.values_list("adult_id", "person_id", "custodian_id"):
            if person != adult:
                _stands(found[adult], person, custodian)
    children_of: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    declared = Relationship.objects.filter(relation__in=PARENTAL).values_list("person_id", "adult_id", "custodian_id")
    for child, adult, custodian in declared.filter(person_id__in=people):
        children_of[adult].append((child, custodian))
    for sibling, adult, custodian in declared.filter(adult_id__in=children_of):
        for child, hides in children_of[adult]:
            if child != sibling:
                _stands(found[child], sibling, custodian or hides)
    return found


def _stands(pages: Pages, person: str, custodian: str | None) -> None:
    """It is hidden only where every tie that shows it is."""
    pages[person] = pages.get(person, custodian) and custodian
