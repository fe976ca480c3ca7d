"""What is drawn once for many pages says the same as if it were drawn for each."""

import re
from dataclasses import replace
from typing import Any

import pytest

from goldenthread.service.portal.jinja import TEMPLATES, environment
from goldenthread.service.portal.navigation import destinations
from goldenthread.vocabulary import Role
from tests.unit.portal.samples import SAM

PLACES = ("/find/", "/law/", "/nowhere/")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_own_bar_however_often_it_was_drawn_for_others(render: Any, role: Role) -> None:
    for path in PLACES:
        drawn = render("help.html", by=replace(SAM, role=role), path=path)
        links = re.findall(r'service-navigation__link" href="([^"]+)"( aria-current="(?:page|true)")?', drawn)
        expected = destinations(role)
        assert len(links) == len(expected) > 0
        assert [href for href, current in links if current] == [href for href, _ in links if path.startswith(href)]


def test_no_template_has_globals_of_its_own() -> None:
    env = environment()
    for path in TEMPLATES.rglob("*.html"):
        own, *_ = env.get_template(str(path.relative_to(TEMPLATES))).globals.maps
        assert not own, path
