"""``manage register_witness KEY``: let a partner agency's witness cosign the ledger's heads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions import ledger


class Command(BaseCommand):
    help = "Takes the public key of a witness on one line, as `goldenthread ledger witness --show-key` prints it."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = ledger.register_witness(options["key"], at=timezone.localtime())
        except ledger.NotAWitness as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{name} may cosign.")
