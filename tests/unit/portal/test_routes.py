"""Every URL names one action and one permission, and there is no URL besides."""

import importlib
import inspect

import pytest
from django.urls import get_resolver

from goldenthread.service.portal import permissions
from goldenthread.service.portal.gate import Public, Route
from goldenthread.service.portal.navigation import DESTINATIONS, Destination
from goldenthread.service.portal.routes import ROUTES
from goldenthread.vocabulary import LOOKS_AT_CHILDREN, Role

BY_NAME = {route.name: route for route in ROUTES}
NO_ACTION = {
    "home",
    "hidden",
    "help",
    "privacy",
    "accessibility",
    "account_login",
    "mfa_authenticate",
    "account_logout",
}
PUBLIC = {
    "ledger",
    "checkpoint",
    "ledger_key",
    "consistency",
    "cosignature",
    "law",
    "law_changes",
    "law_provision",
    "law_starts",
    "hidden",
    "help",
    "privacy",
    "accessibility",
    "demonstration",
    "account_login",
    "mfa_authenticate",
    "account_logout",
}


def _named(route: Route) -> str:
    return route.name


def _of_destination(destination: Destination) -> str:
    return destination.route


def test_the_urls_are_the_routes_and_no_others() -> None:
    served = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert served == {route.path for route in ROUTES}
    assert len(BY_NAME) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=_named)
def test_a_route_names_an_action_that_exists(route: Route) -> None:
    assert bool(route.action) is (route.name not in NO_ACTION)
    if route.action:
        module, _, function = route.action.rpartition(".")
        assert inspect.isfunction(getattr(importlib.import_module(f"goldenthread.service.actions.{module}"), function))


@pytest.mark.parametrize("route", ROUTES, ids=_named)
def test_a_route_says_who_may_and_only_the_listed_ones_are_public(route: Route) -> None:
    assert isinstance(route.may, Public) is (route.name in PUBLIC)
    if not isinstance(route.may, Public):
        assert route.may
        assert route.may <= frozenset(Role)


@pytest.mark.parametrize("route", [r for r in ROUTES if not isinstance(r.may, Public)], ids=_named)
def test_a_view_behind_a_sign_in_takes_who_and_when(route: Route) -> None:
    parameters = inspect.signature(route.view).parameters
    for name in ("by", "at"):
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY


def test_only_those_who_work_with_children_open_a_childs_page() -> None:
    assert BY_NAME["find"].may == BY_NAME["child"].may == LOOKS_AT_CHILDREN
    assert not permissions.SEES_WHO_LOOKED & LOOKS_AT_CHILDREN


def test_no_address_has_room_for_personal_data() -> None:
    for route in ROUTES:
        for part in route.path.split("/"):
            named = ("<str:pathway>", "<str:dataset>", "<str:provision>")
            assert not part.startswith("<") or part.startswith("<uuid:") or part in named


def test_only_a_request_that_carries_its_own_signature_needs_no_token() -> None:
    assert [route.name for route in ROUTES if route.proves_itself] == ["cosignature"]


def test_nothing_is_changed_by_following_a_link() -> None:
    for name in ("acknowledge", "cosignature"):
        assert BY_NAME[name].methods == ("POST",)


@pytest.mark.parametrize("destination", DESTINATIONS, ids=_of_destination)
def test_the_bar_offers_nobody_what_the_route_refuses(destination: Destination) -> None:
    route = BY_NAME[destination.route]
    assert isinstance(route.may, Public) or destination.may <= route.may


def test_nobody_signs_up_or_resets_a_password_by_mail() -> None:
    names = {pattern.name for pattern in get_resolver().url_patterns}
    assert {name for name in names if name and name.startswith(("account_", "mfa_"))} == {
        "account_login",
        "account_logout",
        "mfa_authenticate",
    }
