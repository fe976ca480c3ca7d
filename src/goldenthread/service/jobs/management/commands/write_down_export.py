"""``manage write_down_export --by ACCOUNT``: leave an entry that the ledger is about to be copied out."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions import exporting
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Writes down that the account of this machine is about to copy the ledger. `ledger export` runs it first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", required=True, help="the account on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            exporting.write_down(options["by"], at=timezone.localtime())
        except exporting.NothingSealedYet as fault:
            raise CommandError(str(fault)) from None
