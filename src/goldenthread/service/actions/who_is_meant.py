"""Whether what somebody typed on a child's page means that child: by name, as “her” or “the boy”, or plainly another.

A matter filed under the wrong child is worse than one question more, so what is neither is asked about.
"""

import re
from enum import StrEnum

from goldenthread.service.actions.casework import names_in

LONG_NUMBER_DIGITS = 6
"""From here on a number may be somebody's own, or their birth date; shorter ones are an age or a class."""
_REFERRING = (
    "aged baby birth boy brought can cannot child childs class comes daughter form foster girl goes hers himself"
    " herself infant just kid know known lad lass little living looked name named new not now nursery old one only page"
    " patient person present primary pupil reception same school secondary see seen she someone son student teen"
    " teenager their theirs there these this toddler unborn week weeks where whose year years yrs young younger"
    " youngster yo above before below here month months same five six seven eight nine ten eleven twelve"
)
REFERRING = frozenset(_REFERRING.split())
"""Words for a child that name nobody."""
_RELATED = "brother sister sibling twin cousin friend mother father mum dad parent carer aunt uncle"
RELATED = frozenset(_RELATED.split())
"""Beside the child's own name, these may mean somebody else by it."""


class Meant(StrEnum):
    THIS_CHILD = "this_child"
    ANOTHER = "another"
    NOT_CLEAR = "not_clear"


def who_is_meant(typed: str, name: str) -> Meant:
    """Whom words mean that were typed on the page of the child of this name. Shape of the name: the last one last."""
    said, known = names_in(typed), names_in(name)
    given = names_in(" ".join(name.split()[:-1])) or known
    others = said - known - REFERRING
    if given & said:
        return Meant.NOT_CLEAR if others & RELATED else Meant.THIS_CHILD
    if any(names_in(word) & others for word in re.findall(r"\w+", typed) if not word.islower()):
        return Meant.ANOTHER
    return Meant.NOT_CLEAR if others or _has_a_long_number(typed) else Meant.THIS_CHILD


def _has_a_long_number(typed: str) -> bool:
    return len(re.sub(r"\D", "", typed)) >= LONG_NUMBER_DIGITS
