"""The templates' environment: our own pages beside the macros of govuk-frontend-jinja."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.runtime import Context
from markupsafe import Markup

from goldenthread.service.actions import accounts
from goldenthread.service.portal import (
    doubt_words,
    group_words,
    link_words,
    permissions,
    record_forms,
    sharing_sentences,
    sharing_words,
    words,
)
from goldenthread.service.portal.evidence_picture import draw_evidence
from goldenthread.service.portal.fields import (
    as_area,
    as_checkboxes,
    as_date,
    as_input,
    as_password,
    as_radios,
    as_select,
    as_summary,
    as_tick,
)
from goldenthread.service.portal.group_picture import draw_group
from goldenthread.service.portal.grouping import flows_by_giver, gaps_by_service
from goldenthread.service.portal.navigation import fixed_url, navigation
from goldenthread.service.portal.picture import draw
from goldenthread.service.time_limits import lasts

TEMPLATES = Path(__file__).parent / "templates"


class _SameForAll(Context):
    """No template has globals of its own, so those of an importing one hold nothing that the imported one lacks.

    Jinja would look for the difference at each of the ninety imports of a page with a form: a fifth of its time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.globals_keys = set()


_WORDS = {
    "sharing_words": sharing_words,
    "sharing_sentences": sharing_sentences,
    "group_words": group_words,
    "doubt_words": doubt_words,
    "link_words": link_words,
}


def environment(**options: Any) -> Environment:
    """Make the environment Django's Jinja2 backend renders with. Every value is escaped unless it is markup."""
    options["autoescape"] = True
    options["undefined"] = ChainableUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    design_system = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([FileSystemLoader(TEMPLATES), design_system])
    env = Environment(**options)  # noqa: S701 - autoescape is always on, six lines above
    env.context_class = _SameForAll
    env.globals.update(
        static=static,
        url=_url,
        as_input=as_input,
        as_password=as_password,
        as_area=as_area,
        as_date=as_date,
        as_radios=as_radios,
        as_checkboxes=as_checkboxes,
        as_select=as_select,
        as_tick=as_tick,
        as_summary=as_summary,
        **_WORDS,
        feedback_words=record_forms.OUTCOMES,
        may_share=permissions.SHARES,
        oversees_sharing=permissions.OVERSEES_SHARING,
        family_picture=draw,
        evidence_picture=draw_evidence,
        group_picture=draw_group,
        flows_by_giver=flows_by_giver,
        gaps_by_service=gaps_by_service,
        navigation=navigation,
        says_the_same=_says_the_same(env),
        nonce_of=_nonce_of,
        demonstration=_is_demonstration,
        share=words.share,
        lasts=lasts,
    )
    env.filters.update(
        day=words.day,
        moment=words.moment,
        number=words.number,
        dialled=words.dialled,
        purpose=words.purpose_in_words,
        role=words.role_in_words,
        sentence_case=words.sentence_case,
    )
    return env


def _says_the_same(env: Environment) -> Callable[[str, str, Mapping[str, Any]], Markup]:
    """Draw a component that says the same on many pages, and nothing about anybody: once for all it is asked to say."""

    @lru_cache(maxsize=256)
    def drawn(component: str, macro: str, asked: str) -> Markup:
        template = env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
        component_drawn: Markup = getattr(template.module, macro)(json.loads(asked))
        return component_drawn

    return lambda component, macro, asked: drawn(component, macro, json.dumps(asked))


def _nonce_of(request: HttpRequest) -> str:
    """The nonce as text: until it is read as text it counts as false, and does not stand in the policy."""
    return str(getattr(request, "csp_nonce", ""))


def _is_demonstration() -> bool:
    """Whether to point a newcomer to the sign-ins that can be tried."""
    return bool(accounts.demonstration_accounts(at=timezone.now()))


def _url(name: str, **parts: Any) -> str:
    return reverse(name, kwargs=parts) if parts else fixed_url(name)
