"""The portal as Django knows it. Signing in and out, which the sign-in package does, is written down from here."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone


class PortalConfig(AppConfig):
    name = "goldenthread.service.portal"
    label = "portal"
    verbose_name = "The screens"

    def ready(self) -> None:
        user_logged_in.connect(_signed_in, dispatch_uid="goldenthread.signed_in")
        user_logged_out.connect(_signed_out, dispatch_uid="goldenthread.signed_out")
        user_login_failed.connect(_sign_in_failed, dispatch_uid="goldenthread.sign_in_failed")


def _signed_in(*, user: Any, **_: Any) -> None:
    from goldenthread.service.actions import accounts, attending

    attending.sign_in(by=accounts.practitioner_of(user), at=timezone.now())


def _signed_out(*, user: Any, **_: Any) -> None:
    from goldenthread.service.actions import accounts, attending

    if user is not None:
        attending.sign_out(by=accounts.practitioner_of(user), at=timezone.now())


def _sign_in_failed(**_: Any) -> None:
    from goldenthread.service.actions import attending

    attending.sign_in_failed(at=timezone.now())
