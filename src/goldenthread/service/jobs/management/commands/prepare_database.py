"""``manage prepare_database``: bring the database up to this version of the code, as its owner."""

from django.core.management.base import BaseCommand

from goldenthread.service.database.preparing import prepare_tables


class Command(BaseCommand):
    help = "Migrates the database, sets what each role may do, and raises the fences. Run as the owner."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def handle(self, *args: object, **options: object) -> None:
        prepare_tables()
