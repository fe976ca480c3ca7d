"""``manage load_demonstration``: make the fictional area of Westhaven and load it, once."""

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.service.actions import loading
from goldenthread.service.installation import this_installation

SEED = 2026
CHILDREN = 20_000


class Command(BaseCommand):
    help = "Makes the demonstration area and loads it. A load that was killed is done again from the start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--children", type=int, default=CHILDREN)
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        from examples.westhaven import make_area

        at = timezone.localtime()
        folder = this_installation().state / "demonstration"
        made = folder / "made"
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            self._tell(f"Making a fictional area of {options['children']:,} children")
            make_area(folder, children=options["children"], seed=options["seed"], today=at.date())
            made.touch()
        loaded = loading.load_area(folder / "area.yaml", at=at, demonstration=True, tell=self._tell)
        if loaded.changed:
            self._tell(
                f"Loaded {loaded.people:,} people and {loaded.flags:,} flags; {loaded.to_review:,} pairs to review"
            )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
