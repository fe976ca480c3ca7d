"""Write the plan of an area whose files have the shape of Family Context's, each under the contract that comes with it.

Files that say when they were last synchronised are loaded as of that day. Somebody who was nineteen and on a
children's list then is found, with their age today beside their age then, and each flag as the last word of its day:
"so then, not known now". Read as of today the same person is long an adult, and is found by nobody.
"""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from examples.westhaven.papers import write_quoted_yaml

HERE = Path(__file__).parent
DIRECTORY = HERE / "directory.yaml"
PATHWAY = HERE / "pathways" / "fernley-families.yaml"
SIGNED_ON = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)

SOURCES = {
    "person": "fernley-childrens-social-care",
    "school": "fernley-schools",
    "housing": "fernley-housing",
    "police": "fernley-police",
    "adult_social_care": "fernley-adult-social-care",
}


def write_plan(files: Path, out: Path) -> Path:
    """Write ``area.yaml`` to ``out`` for whichever of the five files stand in ``files``, and say where it is."""
    out.mkdir(parents=True, exist_ok=True)
    plan: dict[str, object] = {
        "directory": str(DIRECTORY),
        "deliveries": [
            {
                "contract": f"family-context-{name.replace('_', '-')}",
                "files": [str((files / f"{name}.csv").resolve())],
                "source": agency,
            }
            for name, agency in SOURCES.items()
            if (files / f"{name}.csv").exists()
        ],
        "pathways": [str(PATHWAY)],
        "signed_on": SIGNED_ON.isoformat(),
    }
    if as_of := last_synchronised(files):
        plan["as_of"] = as_of.isoformat()
    write_quoted_yaml(out / "area.yaml", plan)
    return out / "area.yaml"


def last_synchronised(files: Path) -> date | None:
    """The day on which the oldest of the files was true, where a list of sources stands beside them."""
    listed = files / "datasources.csv"
    if not listed.exists():
        return None
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(stream)]
    days = [row["Last Synchronised"][:10] for row in rows if row.get("Last Synchronised")]
    return min(map(date.fromisoformat, days), default=None)
