"""Who may sign in, for which agency and in which role; and the agencies and services themselves."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from goldenthread.service.store.kept import Kept
from goldenthread.vocabulary import AgencyKind, Role


class Area(Kept):
    """The one area this installation serves."""

    PLAIN = frozenset({"id", "name", "front_door", "is_demonstration", "loaded_at"})

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.TextField()
    front_door = models.JSONField()
    is_demonstration = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(null=True)


class Agency(Kept):
    PLAIN = frozenset({"id", "name", "kind", "part_of", "ask", "is_designated", "is_commissioned"})

    id = models.TextField(primary_key=True)
    name = models.TextField()
    kind = models.TextField(choices=[(k.value, k.value) for k in AgencyKind])
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    ask = models.JSONField(default=dict)
    is_designated = models.BooleanField(null=True)
    is_commissioned = models.BooleanField(null=True)


class ServiceContact(Kept):
    """A service inside an agency that a flag may name as whom to ring."""

    PLAIN = frozenset({"id", "name", "agency", "ask"})

    id = models.TextField(primary_key=True)
    name = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    ask = models.JSONField(default=dict)


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """One person's sign-in. The agency's directory owns it; here it names the agency and the role."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"username", "name"})
    SECRET: ClassVar[frozenset[str]] = frozenset({"password"})
    PLAIN: ClassVar[frozenset[str]] = frozenset({"id", "agency", "role", "is_active", "is_demonstration", "last_login"})

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    id = models.BigAutoField(primary_key=True)
    username = models.TextField(unique=True)
    name = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    role = models.TextField(choices=[(r.value, r.value) for r in Role])
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)

    objects: ClassVar[Any] = AccountManager()

    def __repr__(self) -> str:
        return "<Account>"

    def __str__(self) -> str:
        return self.username
