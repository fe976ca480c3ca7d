"""Signing in: nobody makes an account for themselves, a second factor is needed, and its secret is kept sealed."""

import base64
import time
from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve

SEEN_AT = "seen_at"
WAYS_OUT = frozenset({"emergency", "emergency_from_look", "emergency_from_question", "send_address"})
"""Routes that being away for a while never closes."""


class NobodySignsThemselvesUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from an agency's own directory, or with the demonstration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A copy of the database alone lets nobody make a second factor's codes."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str | bytes) -> bytes:
    key = key.encode() if isinstance(key, str) else key
    info = b"golden thread: secrets of second factors"
    return base64.urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key))


def need_second_factor(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sign out anybody who gave no second factor, who signed in longer ago than a working day, or who has been away.

    Whoever gave both factors today still gets out of an emergency: nobody loses what they typed in danger, and is asked
    for a code, because they were away for a while. Those pages send what is typed on them and show nothing that is
    held. What was typed anywhere else is kept, unseen, until its author has signed in again.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and not _gave_second_factor(request):
            logout(request)
            return redirect(settings.LOGIN_URL)
        if request.user.is_authenticated:
            if not must_sign_in_again(request):
                _note_the_click(request)
            elif not _may_stay(request):
                logout(request)
        return get_response(request)

    return answer


def _note_the_click(request: HttpRequest) -> None:
    """Whoever goes away is signed out this little sooner, never later."""
    now = time.time()
    if now - request.session.get(SEEN_AT, 0.0) >= settings.SESSION_NOTED_EVERY_SECONDS:
        request.session[SEEN_AT] = now


def must_sign_in_again(request: HttpRequest) -> bool:
    """Whether the last click was so long ago that somebody else may sit there now, or the working day is over."""
    now = time.time()
    is_idle = now - request.session.get(SEEN_AT, now) > settings.SESSION_IDLE_SECONDS
    return bool(is_idle or _day_is_over(request))


def is_on_the_way_out(request: HttpRequest) -> bool:
    """Whether this is a page that being away never closes, on the day somebody signed in."""
    return _found(request).url_name in WAYS_OUT and not _day_is_over(request)


def _may_stay(request: HttpRequest) -> bool:
    """Whether this one request is let through all the same: its view shows nothing, and knows that nobody is sure."""
    try:
        keeps = getattr(_found(request).func, "keeps_what_is_typed", False)
    except Resolver404:
        return False
    return (keeps and request.method == "POST") or is_on_the_way_out(request)


def _found(request: HttpRequest) -> ResolverMatch:
    return resolve(request.path_info)


def _gave_second_factor(request: HttpRequest) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _day_is_over(request: HttpRequest) -> bool:
    given = [float(record.get("at", 0)) for record in get_authentication_records(request, request.user)]
    return time.time() - min(given, default=0) >= settings.SESSION_LONGEST_HOURS * 3600
