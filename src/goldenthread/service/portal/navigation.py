"""What the bar at the top offers: only what this role may open."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from goldenthread.service.portal import permissions
from goldenthread.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One thing somebody may want to do: its route, its words, and who may."""

    route: str
    text: str
    explained: str
    may: frozenset[Role]


DESTINATIONS = (
    Destination(
        route="find",
        text="Find a child",
        explained="See who is working with a child and how to ring them.",
        may=permissions.FINDS_CHILDREN,
    ),
    Destination(
        route="sharing",
        text="Should I share?",
        explained="Weigh up whether to share, and keep your reasons.",
        may=permissions.READS_DECISIONS,
    ),
    Destination(
        route="shared",
        text="Shared with you",
        explained="What other agencies chose to send to yours.",
        may=permissions.SHARES,
    ),
    Destination(
        route="requests",
        text="Ask for information",
        explained="Ask another agency, and answer what others ask of you.",
        may=permissions.SHARES,
    ),
    Destination(
        route="alerts",
        text="Alerts",
        explained="Who has searched for a child whose whereabouts your agency protects.",
        may=permissions.KEEPS_CHILDREN_HIDDEN,
    ),
    Destination(
        route="reviews",
        text="Looks to review",
        explained="Read the reasons people gave for looking, and say whether each was right.",
        may=permissions.WEIGHS_REASONS,
    ),
    Destination(
        route="who_has_looked",
        text="Who has looked",
        explained="See everyone who has looked at one child, and why.",
        may=permissions.SEES_WHO_LOOKED,
    ),
    Destination(
        route="links",
        text="Links to review",
        explained="Compare two records, and say whether they are about one person.",
        may=permissions.REVIEWS_LINKS,
    ),
    Destination(
        route="wrong_links",
        text="Wrong links",
        explained="Who saw records of two people on one page, and who has been told.",
        may=permissions.SEES_WHO_LOOKED,
    ),
    Destination(
        route="links_how_right",
        text="How right",
        explained="How often the machine was right when it joined two records.",
        may=permissions.KNOWS_HOW_RIGHT,
    ),
    Destination(
        route="data",
        text="Data",
        explained="What each agency’s file held, what was read and how good it was.",
        may=permissions.LOOKS_AFTER_DATA,
    ),
    Destination(
        route="agreements",
        text="Agreements",
        explained="Which agencies share what, why, and until when.",
        may=permissions.EVERYBODY,
    ),
    Destination(
        route="law",
        text="Law",
        explained="What the law and guidance say about sharing, in plain words.",
        may=permissions.EVERYBODY,
    ),
    Destination(
        route="help",
        text="Help",
        explained="How this service works, and what to do when it shows nothing.",
        may=permissions.EVERYBODY,
    ),
)


@cache
def fixed_url(name: str) -> str:
    """The address of a page that takes no parts, worked out once: every page has two dozen of them."""
    return reverse(name)


def destinations(role: Role) -> tuple[Destination, ...]:
    """Everything a role may go to, in the order of the bar."""
    return tuple(destination for destination in DESTINATIONS if role in destination.may)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The bar's items as the macro takes them, the present one marked."""
    by = getattr(request, "practitioner", None)
    if by is None:
        return []
    items = []
    for destination in destinations(by.role):
        href = fixed_url(destination.route)
        items.append({"text": destination.text, "href": href, "active": request.path.startswith(href)})
    return items
