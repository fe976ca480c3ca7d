"""Database URLs: read from the environment, taken apart for Django, put together for each role."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit


class UnreadableAddress(ValueError):
    """A DATABASE_URL that names no PostgreSQL database. Never repeats the URL: it holds a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAddress:
    """Where one role finds one database. ``host`` is a name or, starting with ``/``, a folder with a socket."""

    host: str
    database: str
    user: str
    password: str = field(default="", repr=False)
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def as_user(self, user: str, password: str) -> "DatabaseAddress":
        return replace(self, user=user, password=password)

    def url(self) -> str:
        words = [*self.options]
        host = self.host
        if host.startswith("/"):
            words, host = [("host", host), *words], ""
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        port = f":{self.port}" if self.port else ""
        question = f"?{urlencode(words)}" if words else ""
        return (
            f"postgresql://{quote(self.user, safe='')}{secret}@{host}{port}/{quote(self.database, safe='')}{question}"
        )


def read_address(url: str) -> DatabaseAddress:
    """Take a ``postgresql://`` URL apart.

    Raises: UnreadableAddress when it is not one, or names no user or no database.
    """
    wanted = "Write postgresql://user:password@host/database."
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as broken:
        raise UnreadableAddress(
            "DATABASE_URL is not a URL. Write postgresql://user:password@host/database."
        ) from broken
    if parts.scheme not in {"postgresql", "postgres"}:
        raise UnreadableAddress("DATABASE_URL must begin with postgresql://. Golden Thread runs on PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "") or "localhost"
    database = unquote(parts.path.removeprefix("/"))
    if not database or not parts.username:
        raise UnreadableAddress(f"DATABASE_URL must name a user and a database. {wanted}")
    return DatabaseAddress(
        host=host,
        database=database,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        port=options.pop("port", port),
        options=tuple(sorted(options.items())),
    )


def django_database(url: str) -> dict[str, Any]:
    """Django's own form of a database URL; empty for none, on which Django refuses every query."""
    if not url:
        return {}
    address = read_address(url)
    return {
        "ENGINE": "goldenthread.service.database.engine",
        "NAME": address.database,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Planning a statement costs several times as much as running it, since every policy of a table is planned with
        # it: so a connection keeps the plans of what it asks again and again.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **dict(address.options)},
    }
