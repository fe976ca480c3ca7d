"""The plain words for what somebody who saw a page sends to the reviewers of links, and for what became of it."""

from goldenthread.service.actions.linking.one_child import PageFound
from goldenthread.service.portal.words import day

DOUBT_ON_PAGE = {
    "asked": "Somebody doubts that everything on this page is about one person.",
    "to_be_parted": (
        "Reviewers found that something on this page is about somebody else. The next load of files parts it."
    ),
    "nobody_could_tell": (
        "Somebody doubted that everything on this page is about one person. Reviewers looked and could not tell."
    ),
}
BECAME = {
    "": "It was sent to the reviewers. What others hold is not yours to see, so no more is told here.",
    "waits": "It waits for the next load of files. Then the reviewers are asked.",
    "asked": "The reviewers are asked. They see it first.",
    "not_asked": (
        "The last load found nothing here that the reviewers could part. Tell your data protection officer. Each load"
        " tries again, and the page keeps its warning."
    ),
    "one_person": "The reviewers found that all of it is about one person. The page carries no warning any more.",
    "to_be_parted": "The reviewers found that something is about somebody else. The next load of files parts it.",
    "parted": "The reviewers found that something was about somebody else, and it is parted.",
    "nobody_could_tell": "The reviewers could not tell. The page keeps its warning. If you learn more, send it again.",
    "taken_back": "You took it back. The page carries no warning of yours any more. It stays in the record.",
}
BECAME_OF_TWO = BECAME | {
    "not_asked": (
        "The last load found no two records here that the reviewers could compare. Tell your data protection officer."
        " Each load tries again."
    ),
    "to_be_joined": "The reviewers found one child. The next load of files makes one page of the two.",
    "joined": "The two are one page now.",
    "not_joined": (
        "The reviewers found one child, but something keeps the two apart, such as two NHS numbers or an earlier"
        " answer. Tell your data protection officer. Each load tries again."
    ),
    "two_people": "The reviewers found two children. The pages stay as they are.",
    "nobody_could_tell": "The reviewers could not tell. The pages stay as they are. If you learn more, send it again.",
    "taken_back": "You took it back. It stays in the record.",
}
SENT_AS_ONE = "Sent. The next load of files asks the reviewers. Until they have decided both pages stay as they are."
DOUBT_TAKEN_BACK = "Taken back. It stays in the record that you sent it, and that you took it back."
TOO_LATE_TO_TAKE_BACK = "It could not be taken back: it was decided before. Below stands what became of it."
SENDER_TOOK_IT_BACK = "Whoever sent this has taken it back. The next load asks no more. You may still answer."


def whose_page(page: PageFound) -> str:
    return f"{page.name or 'Name not recorded'}, born {day(page.date_of_birth) or 'on a date not recorded'}"
