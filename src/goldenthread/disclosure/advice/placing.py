"""A child placed with a foster carer: whoever looks after the child needs what makes that go well, and no more."""

from goldenthread.disclosure.advice.fitting import fits
from goldenthread.disclosure.advice.matter import Matter
from goldenthread.law import PartyKind
from goldenthread.vocabulary import ProvisionId

PLACEMENT = ProvisionId("fsr2011_r17")
PLACES_CHILDREN = frozenset({PartyKind.LA_CSC, PartyKind.VOLUNTARY, PartyKind.PRIVATE_CONTRACTOR})
TO_A_FOSTER_CARER = (
    " Is this the foster carer of this child? The carer is owed what looking after the child needs: name that law "
    f"({PLACEMENT}) as the one you have in mind, and ask again."
)


def the_child_is_placed_with_them(matter: Matter) -> bool:
    """A foster carer is no kind of its own: whoever names the law on placements says that the child is placed there."""
    provision = matter.binding(PLACEMENT)
    if provision is None or matter.case.has_no_child_left():
        return False
    return fits(provision, matter) is True
