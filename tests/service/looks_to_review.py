"""All looks that wait for a reviewer, page after page: tests that share an area leave more than one."""

from datetime import datetime

from goldenthread.service.actions import reviewing
from goldenthread.service.actions.shapes import Practitioner, ReviewItem


def looks_to_review(*, by: Practitioner, at: datetime) -> list[ReviewItem]:
    first = reviewing.to_review(by=by, at=at)
    more = (reviewing.to_review(number, by=by, at=at) for number in range(2, first.pages + 1))
    return [*first.items, *(item for page in more for item in page.items)]
