"""Who is signed in, and the demonstration accounts where, and only where, the demonstration was loaded."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal import auth as totp

from goldenthread.service.actions.shapes import Practitioner
from goldenthread.service.store.models import Account, Area
from goldenthread.vocabulary import AccountCard, AgencyId, AgencyKind, Role

SIGN_INS = "GOLDEN_THREAD_DEMONSTRATION_SIGN_INS"
SECONDS_A_CODE = 30


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
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    return Practitioner(
        account_id=user.pk,
        name=user.name,
        agency=AgencyId(user.agency_id),
        agency_name=user.agency.name,
        agency_kind=AgencyKind(user.agency.kind),
        role=Role(user.role),
    )


def demonstration_accounts(*, at: datetime) -> tuple[DemonstrationAccount, ...]:
    """The demonstration's sign-ins with the code of this half-minute; empty anywhere else."""
    secrets_file = os.environ.get(SIGN_INS, "")
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


def create_demonstration_accounts(cards: Iterable[AccountCard]) -> None:
    """Make the demonstration's accounts, each with its own password and second factor, inside the caller's frame.

    Both are written to the file named in ``GOLDEN_THREAD_DEMONSTRATION_SIGN_INS``, readable by its owner alone.
    An account that is there already stays as it is: newer files of the area change nobody's password.
    """
    file = Path(os.environ[SIGN_INS])
    there = frozenset(Account.objects.values_list("username", flat=True))
    kept = {name: said for name, said in _kept_sign_ins(file).items() if name in there}
    for card in cards:
        if card.username in there:
            continue
        secret, password = totp.generate_totp_secret(), _password()
        account = Account(
            username=card.username,
            name=card.name,
            agency_id=card.agency,
            role=card.role.value,
            is_demonstration=True,
        )
        account.set_password(password)
        account.save()
        totp.TOTP.activate(account, secret)
        kept[card.username] = {"password": password, "secret": secret}
    _keep_sign_ins(file, kept)


def _kept_sign_ins(file: Path) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return kept


def _keep_sign_ins(file: Path, kept: Mapping[str, Mapping[str, str]]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as open_file:
        json.dump(kept, open_file, indent=1)
    half.replace(file)


def _password() -> str:
    """Four short made-up words: easy to type, about 50 bits."""
    return "-".join(
        "".join(secrets.choice(c) + secrets.choice("aeiou") for c in ("bdfgklmnprstvz",) * 3) for _ in "1234"
    )


def _code(secret: str, *, at: datetime) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(at.timestamp()) // SECONDS_A_CODE)))
