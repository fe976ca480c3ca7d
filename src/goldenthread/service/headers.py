"""What Django does not do about other sites itself: no copy of a page is kept, none is embedded, none is probed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_OUR_OWN = frozenset({"same-origin", "none"})

Answer = Callable[[HttpRequest], HttpResponseBase]


def keep_no_copy(get_response: Answer) -> Answer:
    """Every page may be personal, so none is stored by a browser or a proxy. Style sheets and scripts may be."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return answer


def refuse_other_sites(get_response: Answer) -> Answer:
    """Another site may link here, and nothing more: no form, script, picture or frame of its own reaches a page.

    Browsers say where a request comes from in ``Sec-Fetch-Site``; what says nothing is no browser, and has no cookies.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        came_from = request.headers.get("Sec-Fetch-Site", "none")
        if came_from in _OUR_OWN or _follows_a_link(request):
            return get_response(request)
        return HttpResponse("This page can only be used from itself.\n", status=403, content_type="text/plain")

    return answer


def _follows_a_link(request: HttpRequest) -> bool:
    mode, destination = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    return request.method == "GET" and mode == "navigate" and destination == "document"
