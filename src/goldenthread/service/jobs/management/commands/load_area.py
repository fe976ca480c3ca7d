"""``manage load_area PLAN.yaml``: load an area's own files by its plan. The same files again change nothing."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from goldenthread.intake import Unreadable
from goldenthread.service.actions import loading
from goldenthread.service.jobs.management.job import Job
from goldenthread.vocabulary import UnreadableDocument


class Command(Job):
    help = "Loads the files that a plan names, all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path)
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="made-up people only: makes the sign-ins that the directory names, for anybody to try",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loading.load_area(
                options["plan"],
                at=timezone.localtime(),
                demonstration=options["demonstration"],
                tell=self.stdout.write,
            )
        except (UnreadableDocument, Unreadable, loading.AnotherLoad) as fault:
            raise CommandError(str(fault)) from None
        except (DatabaseError, psycopg.Error) as fault:
            # What the database says may quote the row it was writing, so only the kind of fault is passed on.
            kind = type(fault.__cause__ or fault).__name__
            if kind == psycopg.errors.DiskFull.__name__:
                raise  # whoever runs this command knows which disk that is
            raise CommandError(
                f"The database stopped this load ({kind}). Nothing of the area has changed: it is as it was before. "
                "See that the database runs and has room, then load again."
            ) from None
        if loaded.changed:
            self.stdout.write(f"Loaded {loaded.people:,} people and {loaded.flags:,} flags.")
