"""``manage export_rulings --out FILE``: what people settled, as ``goldenthread link --constraints`` takes it."""

import getpass
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions.linking import rulings
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Writes the rulings in force as a table of pairs, link or apart. An entry says that it was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, help="a file; - is standard output")
        parser.add_argument("--by", default=getpass.getuser(), help="the account on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        told = {"operator": options["by"], "at": timezone.localtime()}
        if options["out"] == "-":
            rulings.export(sys.stdout, **told)
            return
        try:
            with open(options["out"], "w", encoding="utf-8", newline="") as file:
                written = rulings.export(file, **told)
        except OSError as fault:
            raise CommandError(
                f"{options['out']} cannot be written ({fault.strerror}). Choose another --out."
            ) from None
        self.stdout.write(f"Rulings written to {options['out']}: {written:,}.")
