"""One installation: where it keeps its files, and what each of its processes is told.

Every process gets its own database address and only the secrets it uses: the web process cannot sign the ledger, the
worker knows no demonstration password, a witness knows nothing at all.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.audit import Signs, create_key
from goldenthread.service.database.addresses import read_address
from goldenthread.service.database.roles import LOGINS, RoleUrls
from goldenthread.service.database.secrets import kept_secret

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_ORIGIN = "westhaven.example/golden-thread"
# What this process was told and no child may be told unasked.
_HELD_BACK = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
_HELD_BACK_STARTS = ("GOLDEN_THREAD_", "PG")
_PASSED_ON = ("GOLDEN_THREAD_HOSTS", "GOLDEN_THREAD_PROXIES", "GOLDEN_THREAD_OLD_SECRET_KEYS", "GOLDEN_THREAD_LOOPBACK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The folder an installation keeps, as a set of names for what is in it."""

    state: Path

    @property
    def secrets(self) -> Path:
        return self.state / "secrets"

    @property
    def sign_ins(self) -> Path:
        """Passwords and second factors of the demonstration's made-up people; absent anywhere else."""
        return self.secrets / "demonstration-sign-ins.json"

    @property
    def ledger_key(self) -> Path:
        return self.secrets / "ledger-key"

    @property
    def ledger_origin(self) -> str:
        return os.environ.get("GOLDEN_THREAD_LEDGER_ORIGIN", DEFAULT_ORIGIN)

    def keep_ledger_key(self) -> None:
        """Make the key that signs the ledger's heads, once. Losing it starts a new log: back it up."""
        self.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.ledger_key.exists():
            half = self.secrets / "ledger-key.half"
            half.unlink(missing_ok=True)
            create_key(half, name=self.ledger_origin, signs=Signs.CHECKPOINTS)
            half.rename(self.ledger_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The environments of an installation's processes."""

    installation: Installation
    urls: RoleUrls = field(repr=False)
    base: Mapping[str, str] = field(repr=False)

    def owner(self) -> dict[str, str]:
        roles = ",".join(f"{role}={read_address(getattr(self.urls, role)).user}" for role in LOGINS)
        return self._django(self.urls.owner) | {"GOLDEN_THREAD_ROLES": roles}

    def web(self, *, demonstration: bool) -> dict[str, str]:
        told = self._django(self.urls.web)
        if demonstration:
            told["GOLDEN_THREAD_DEMONSTRATION_SIGN_INS"] = str(self.installation.sign_ins)
        return told

    def worker(self) -> dict[str, str]:
        return self._django(self.urls.worker) | {
            "GOLDEN_THREAD_LEDGER_KEY": str(self.installation.ledger_key),
            "GOLDEN_THREAD_LEDGER_ORIGIN": self.installation.ledger_origin,
        }

    def loader(self) -> dict[str, str]:
        """For loading the demonstration: the worker's, and where its sign-ins are to be kept."""
        return self.worker() | {"GOLDEN_THREAD_DEMONSTRATION_SIGN_INS": str(self.installation.sign_ins)}

    def auditor(self) -> dict[str, str]:
        return self._django(self.urls.auditor)

    def witness(self) -> dict[str, str]:
        return dict(self.base)

    def _django(self, url: str) -> dict[str, str]:
        return {
            **self.base,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "goldenthread.service.settings",
            "GOLDEN_THREAD_STATE": str(self.installation.state),
            "GOLDEN_THREAD_SECRET_KEY": os.environ.get("GOLDEN_THREAD_SECRET_KEY")
            or kept_secret(self.installation.secrets, "secret-key"),
        }


def this_installation() -> Installation:
    """The installation that this checkout, or ``GOLDEN_THREAD_STATE``, stands for."""
    return Installation(state=Path(os.environ.get("GOLDEN_THREAD_STATE") or ROOT / "var").resolve())


def tell(installation: Installation, urls: RoleUrls) -> Told:
    """Take from our own environment what any child may know."""
    base = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED_ON or not (name in _HELD_BACK or name.startswith(_HELD_BACK_STARTS))
    }
    return Told(installation=installation, urls=urls, base=base)
