"""``manage export_corrections --agency ID --out FILE``: which numbers on its own records an agency should correct."""

import getpass
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from goldenthread.service.actions import reference
from goldenthread.service.actions.linking import rulings
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Writes which numbers on an agency's records people found to be somebody else's. An entry says it was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="whose records, by the agency's id")
        parser.add_argument("--out", required=True, help="a file; - is standard output")
        parser.add_argument("--by", default=getpass.getuser(), help="the account on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        known = reference.agencies()
        if options["agency"] not in known:
            named = ", ".join(known) or "none: load an area first"
            raise CommandError(f"There is no agency {options['agency']!r}. Give one by its id: {named}.")
        told = {"operator": options["by"], "at": timezone.localtime()}
        if options["out"] == "-":
            rulings.export_corrections(sys.stdout, options["agency"], **told)
            return
        try:
            with open(options["out"], "w", encoding="utf-8", newline="") as file:
                written = rulings.export_corrections(file, options["agency"], **told)
        except OSError as fault:
            raise CommandError(
                f"{options['out']} cannot be written ({fault.strerror}). Choose another --out."
            ) from None
        self.stdout.write(f"Corrections written to {options['out']}: {written:,}.")
