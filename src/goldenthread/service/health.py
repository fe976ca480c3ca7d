"""Whether this process answers and reaches its database, for whatever watches over it."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

PATH = "/healthz"


def answer_health(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer ``/healthz`` before anything else is asked: no session, no host name, nothing about anybody."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _health() if request.path == PATH else get_response(request)

    return answer


def _health() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("Ready.\n", content_type="text/plain")
