"""Screens are rendered with sample data and no database: nothing here opens a connection."""

import os
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
django.setup()


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Render one template as the views do: ``render("child.html", by=SAM, child=...)``."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django.test import RequestFactory

    from goldenthread.service.portal import jinja, pages

    monkeypatch.setattr(jinja.accounts, "demonstration_accounts", lambda *, at: ())

    def rendered(template: str, *, by: Any = None, path: str = "/", **context: Any) -> str:
        request: HttpRequest = RequestFactory().get(path)
        request.user = AnonymousUser()
        request.practitioner = by  # type: ignore[attr-defined]  # as the gate notes it
        request.csp_nonce = "nonce"  # type: ignore[attr-defined]  # as the policy's middleware gives it
        return pages.page(request, template, **context).content.decode()

    return rendered
