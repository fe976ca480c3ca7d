"""The portal as a WSGI application, for granian."""

import atexit
import gc
import logging
import os
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from goldenthread.service.environment import require

require("DATABASE_URL", "GOLDEN_THREAD_SECRET_KEY")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.service.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - only once we know what we need
from django.template import engines  # noqa: E402 - once we know
from django.urls import get_resolver  # noqa: E402 - once we know

from goldenthread.service.logs import describe_fault  # noqa: E402 - once we know

_FAILED = b"Something went wrong, and it has been noted. Worried about a child? Ring the front door now.\n"
_django = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - a portal that cannot be imported must not start at all

WARM_AFTER_PAGES = 100
_pages = count(1)


def _compile_pages() -> None:
    """Compile every page now: else whoever opens one first waits for it, up to a tenth of a second."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]  # this backend has one
    for name in env.list_templates(extensions=["html"]):
        env.get_template(name)


def _keep_what_stands() -> None:
    """What stands now, templates and law among it, stays: to look through it for garbage costs a whole page's time."""
    gc.collect()
    gc.freeze()


_compile_pages()
_keep_what_stands()
gc.set_threshold(1_500, 30, 100)
atexit.register(gc.unfreeze)

log = logging.getLogger("goldenthread.web")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, and around it a last net: no fault reaches the server, which would print it with all it carries."""
    if next(_pages) == WARM_AFTER_PAGES:
        _keep_what_stands()
    try:
        return _django(environ, start_response)
    except Exception as fault:
        log.error("a page could not even fail properly\n%s", describe_fault(fault))
        start_response("500 Internal Server Error", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [_FAILED]
