"""``manage write_down_export --by ACCOUNT``: leave an entry that the ledger is about to be copied out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.service.actions import exporting


class Command(BaseCommand):
    help = "Writes down that the account of this machine is about to copy the ledger. `ledger export` runs it first."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, help="the account on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        exporting.write_down(options["by"], at=timezone.localtime())
