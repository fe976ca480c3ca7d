"""Who a session belongs to, read with their agency at once: every page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from goldenthread.service.statements import asked_often

_account = asked_often(lambda account: _accounts().select_related("agency").filter(pk=account))


class AccountsWithTheirAgency(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """The account behind a session, unless it was closed."""

    def get_user(self, user_id: Any) -> Any:
        account = next(iter(_account(account=user_id)), None)
        return account if account is not None and self.user_can_authenticate(account) else None


def _accounts() -> Any:
    return get_user_model()._default_manager
