"""``manage register_witness KEY…``: let partner agencies' witnesses cosign the ledger's heads."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions import ledger
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Takes the public key of each witness on one line, as `goldenthread ledger witness --show-key` prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="+", metavar="KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        for key in options["keys"]:
            try:
                name = ledger.register_witness(key, at=timezone.localtime())
            except ledger.NotAWitness as fault:
                raise CommandError(str(fault)) from None
            self.stdout.write(f"{name} may cosign.")
