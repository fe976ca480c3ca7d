"""The fences of reviewing links: a pair for those who review links, an answer unseen by whoever answers next.

The first answer to a question is seen by nobody else until a second is given: the state of the question opens it. A
hidden person's pair is for the reviewers of the agency that hides them, and for nobody else.
"""

from collections.abc import Mapping

from goldenthread.service.store.asker import ACCOUNT, AGENCY, NOT_HIDDEN, REVIEWS, ROLE

_READ, _ADD, _ALL, _NONE = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE, DELETE", ""
_REVIEWS_LINKS = f"{ROLE} = 'clerical_reviewer'"
_KNOWS_HOW_RIGHT = f"{ROLE} IN ('clerical_reviewer', 'data_protection_officer', 'administrator')"
_MINE = f"account_id = {ACCOUNT}"


_LOOKS_AGAIN = "EXISTS (SELECT FROM store_linkruling r WHERE r.id = store_linkquestion.reopens)"
"""A reviewer asks anew only what was settled; every other question comes from a load."""


def _of_a_question(*states: str) -> str:
    """The answer's question is one that this reviewer may see, in one of these states where any is named."""
    among = f" AND q.state IN ({', '.join(repr(state) for state in states)})" if states else ""
    return f"EXISTS (SELECT FROM store_linkquestion q WHERE q.id = store_linkanswer.question_id{among})"


_ASKED_OF_ME = "EXISTS (SELECT FROM store_linkquestion q WHERE q.id = store_linkdoubt.question_id)"
"""A reviewer sees of a doubt what a question that they may see was asked for."""
_OWN_DOUBT = f"({_MINE} AND agency_id = {AGENCY})"
_DOUBT_TO_REVIEW = f"({_REVIEWS_LINKS} AND {_ASKED_OF_ME})"
# ``store_person`` has its own fence: nobody doubts the page of somebody whom they may not find, nor names two people
# without being able to find both.
_OF_SOMEBODY_SEEN = (
    "EXISTS (SELECT FROM store_person p LEFT JOIN store_person o ON o.id = store_linkdoubt.other_person_id"
    " WHERE p.id = store_linkdoubt.person_id"
    " AND (store_linkdoubt.other_person_id IS NULL OR (o.id IS NOT NULL AND o.id <> p.id))"
    " AND COALESCE(p.custodian_id, o.custodian_id) IS NOT DISTINCT FROM store_linkdoubt.custodian_id)"
)

LINK_PRIVILEGES: Mapping[str, tuple[str, str, str]] = {
    # table: (web, worker, auditor)
    "store_linkquestion": (f"{_ADD}, UPDATE (state)", _ALL, _NONE),
    "store_linkanswer": (f"{_ADD}, UPDATE (withdrawn_at)", f"{_READ}, DELETE", _NONE),
    "store_linkruling": (_ADD, f"{_READ}, DELETE, UPDATE (applied_at, obeyed)", _NONE),
    "store_linkdoubt": (f"{_ADD}, UPDATE (state, became_at)", _ALL, _NONE),
    "store_familyfound": (_READ, _ALL, _NONE),
    "store_wronglinkfound": (_READ, f"{_ADD}, UPDATE (other_person_id, until)", _NONE),
    "store_wronglinkpage": (_READ, f"{_ADD}, DELETE, UPDATE (custodian_id)", _NONE),
    "store_toldofwronglink": (_ADD, _READ, _NONE),
}

LINK_SEES: Mapping[str, str] = {
    "store_linkquestion": f"{NOT_HIDDEN} AND {_REVIEWS_LINKS}",
    "store_linkanswer": (f"{_REVIEWS_LINKS} AND ({_MINE} OR {_of_a_question('answered_twice', 'differs', 'settled')})"),
    "store_linkruling": f"{NOT_HIDDEN} AND {_KNOWS_HOW_RIGHT}",
    "store_linkdoubt": f"{NOT_HIDDEN} AND ({_OWN_DOUBT} OR {_DOUBT_TO_REVIEW})",
    "store_wronglinkfound": f"{NOT_HIDDEN} AND {REVIEWS}",
    "store_wronglinkpage": f"{NOT_HIDDEN} AND {REVIEWS}",
    "store_toldofwronglink": f"{NOT_HIDDEN} AND {REVIEWS}",
}

LINK_ADDS: Mapping[str, str] = {
    "store_linkquestion": f"{NOT_HIDDEN} AND {_REVIEWS_LINKS} AND state = 'unanswered' AND {_LOOKS_AGAIN}",
    "store_linkanswer": f"{_REVIEWS_LINKS} AND {_MINE} AND {_of_a_question()}",
    "store_linkruling": f"{NOT_HIDDEN} AND {_REVIEWS_LINKS}",
    "store_linkdoubt": (
        f"{NOT_HIDDEN} AND {_OWN_DOUBT} AND role = {ROLE} AND state = 'waits' AND question_id IS NULL"
        f" AND {_OF_SOMEBODY_SEEN}"
    ),
    "store_toldofwronglink": f"{NOT_HIDDEN} AND {REVIEWS} AND told_by = {ACCOUNT}",
}

LINK_CHANGES: Mapping[str, str] = {
    "store_linkquestion": f"{NOT_HIDDEN} AND {_REVIEWS_LINKS}",
    "store_linkdoubt": f"{NOT_HIDDEN} AND {_DOUBT_TO_REVIEW}",
    "store_linkanswer": f"{_REVIEWS_LINKS} AND {_MINE} AND {_of_a_question('answered_once')}",
}

LINK_ONLY_GROWS = ("store_toldofwronglink",)
