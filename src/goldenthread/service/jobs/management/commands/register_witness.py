"""``manage register_witness KEY``: let a partner agency's witness cosign the ledger's heads."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions import ledger
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Takes the public key of a witness on one line, as `goldenthread ledger witness --show-key` prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = ledger.register_witness(options["key"], at=timezone.localtime())
        except ledger.NotAWitness as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{name} may cosign.")
