"""``manage export_ledger --out FILE``: the whole ledger as lines that anyone can verify; ``-`` is standard output."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from goldenthread.service.actions import exporting
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Writes the sealed ledger as JSON lines, reading the database read-only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True)
        parser.add_argument(
            "--for-checking",
            action="store_true",
            help="a program checks the lines and nobody reads them: no entry is left",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["out"] == "-":
                sys.stdout.writelines(exporting.export_lines())
            else:
                with open(options["out"], "w", encoding="utf-8") as file:
                    file.writelines(exporting.export_lines())
        except exporting.NothingSealedYet as fault:
            raise CommandError(str(fault)) from None
