"""Screens are rendered with sample data and no database: nothing here opens a connection."""

import os
from collections.abc import Callable
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service_settings")
django.setup()

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from goldenthread.service.actions.shapes import Practitioner

Render = Callable[..., str]


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Render:
    """Render one template as the views do: ``render("child.html", by=SAM, child=...)``."""
    from django.contrib.auth.models import AnonymousUser

    from goldenthread.service.portal import jinja, pages

    monkeypatch.setattr(jinja.accounts, "demonstration_accounts", lambda *, at: ())

    def rendered(template: str, *, by: Practitioner | None = None, path: str = "/", **context: Any) -> str:
        request: HttpRequest = RequestFactory().get(path)
        request.user = AnonymousUser()
        request.practitioner = by  # type: ignore[attr-defined]
        request.csp_nonce = "nonce"  # type: ignore[attr-defined]
        response: HttpResponse = pages.page(request, template, **context)
        return response.content.decode()

    return rendered
