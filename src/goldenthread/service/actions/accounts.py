"""Who is signed in, and the demonstration accounts where, and only where, the demonstration was loaded."""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import Account, Area
from goldenthread.vocabulary import AgencyId, AgencyKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationAccount:
    """A sign-in that a newcomer may try. Made-up people only."""

    username: str
    name: str
    agency_name: str
    role: Role
    password: str = field(repr=False)
    code: str = field(repr=False)


def practitioner_of(user: Any) -> Practitioner | None:
    """The practitioner behind a signed-in user, or None when nobody is signed in or the account is closed."""
    if not getattr(user, "is_authenticated", False):
        return None
    account = Account.objects.select_related("agency").filter(pk=user.pk, is_active=True).first()
    if account is None:
        return None
    return Practitioner(
        account_id=account.pk,
        name=account.name,
        agency=AgencyId(account.agency_id),
        agency_name=account.agency.name,
        agency_kind=AgencyKind(account.agency.kind),
        role=Role(account.role),
    )


def demonstration_accounts(*, at: datetime) -> tuple[DemonstrationAccount, ...]:
    """The demonstration's sign-ins with the code of this half-minute; empty anywhere else."""
    secrets_file = os.environ.get("GOLDEN_THREAD_DEMONSTRATION_SIGN_INS", "")
    if not secrets_file or not Area.objects.filter(is_demonstration=True).exists():
        return ()
    kept = json.loads(Path(secrets_file).read_text(encoding="utf-8"))
    accounts = Account.objects.select_related("agency").filter(is_demonstration=True, is_active=True).order_by("id")
    return tuple(
        DemonstrationAccount(
            username=account.username,
            name=account.name,
            agency_name=account.agency.name,
            role=Role(account.role),
            password=kept[account.username]["password"],
            code=_code(kept[account.username]["secret"], at=at),
        )
        for account in accounts
        if account.username in kept
    )


def _code(secret: str, *, at: datetime) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30)))
