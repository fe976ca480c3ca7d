"""The store as a Django application. After every migration the fences are raised again."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    name = "goldenthread.service.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Sent once for every app; the last one to be migrated leaves all tables fenced.
        post_migrate.connect(_raise_fences, dispatch_uid="goldenthread.fences")


def _raise_fences(*, using: str, **_: Any) -> None:
    from goldenthread.service.store.fences import raise_fences

    with connections[using].cursor() as cursor:
        raise_fences(cursor, settings.DATABASE_ROLES)
