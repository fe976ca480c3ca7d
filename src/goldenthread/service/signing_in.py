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
from django.urls import reverse

SEEN_AT = "seen_at"


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
    for a code, because they were away for a while. That page sends what is typed on it and shows nothing that is held.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and not _signed_in_fully(request):
            logout(request)
            return redirect(settings.LOGIN_URL)
        if request.user.is_authenticated:
            if not has_been_away(request):
                request.session[SEEN_AT] = time.time()
            elif request.path != reverse("emergency"):
                logout(request)
        return get_response(request)

    return answer


def has_been_away(request: HttpRequest) -> bool:
    """Whether the last click was so long ago that somebody else may sit there now."""
    now = time.time()
    return bool(now - request.session.get(SEEN_AT, now) > settings.SESSION_IDLE_SECONDS)


def _signed_in_fully(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    if not any(record.get("method") == "mfa" for record in records):
        return False
    first = min(float(record.get("at", 0)) for record in records)
    return time.time() - first < settings.SESSION_LONGEST_HOURS * 3600
