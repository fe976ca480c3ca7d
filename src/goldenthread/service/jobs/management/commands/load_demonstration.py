"""``manage load_demonstration``: make the fictional area of Westhaven and load it, once."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import CommandParser
from django.utils import timezone

from goldenthread.intake import Unreadable
from goldenthread.service.actions import loading
from goldenthread.service.installation import this_installation
from goldenthread.service.jobs.management.job import Job

SEED = 2026
CHILDREN = 20_000
SIGNED_BEFORE = timedelta(days=60)


class Command(Job):
    help = "Makes the demonstration area and loads it. A load that was killed is done again from the start."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--children", type=int, default=CHILDREN)
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        at, folder = timezone.localtime(), this_installation().state / "demonstration"
        if not (folder / "made").exists():
            self._make(folder, options, at=at)
        try:
            loaded = loading.load_area(folder / "area.yaml", at=at, demonstration=True, tell=self._tell)
        except Unreadable:
            self._tell("The area was made by another version, in other columns")
            self._make(folder, options, at=at)
            loaded = loading.load_area(folder / "area.yaml", at=at, demonstration=True, tell=self._tell)
        if loaded.changed:
            self._tell(f"Loaded {loaded.people:,} people and {loaded.flags:,} flags")

    def _make(self, folder: Path, options: Mapping[str, Any], *, at: datetime) -> None:
        from examples.westhaven.area import area_in, make_area

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._tell(f"Making a fictional area of {options['children']:,} children")
        make_area(folder, children=options["children"], seed=options["seed"], today=at.date())
        write_plan(area_in(folder), signed_on=at - SIGNED_BEFORE)
        (folder / "made").touch()

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def write_plan(area: Any, *, signed_on: datetime) -> None:
    """Write the plan by which the demonstration area is loaded, every agency having signed its agreement."""
    plan = {
        "directory": str(area.directory),
        "deliveries": [{"contract": str(f.contract), "files": [str(f.path)]} for f in area.files],
        "pathways": [str(area.pathway)],
        "shielded": str(area.shielded),
        "held_back": str(area.held_back),
        "adoption_key": str(area.adoption_key),
        "signed_on": signed_on.isoformat(),
    }
    text = yaml.safe_dump(plan, sort_keys=False, default_style='"')
    (area.out / "area.yaml").write_text(text, encoding="utf-8")
