"""Who a session belongs to, read with their agency at once: every page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class AccountsWithTheirAgency(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """The account behind a session, unless it was closed."""

    def get_user(self, user_id: Any) -> Any:
        account = get_user_model()._default_manager.select_related("agency").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
