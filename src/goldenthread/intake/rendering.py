"""The quality report and the list of rejections as the files a data officer opens and sends on."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import jinja2

from goldenthread.intake.accepting import Accepted
from goldenthread.intake.quality import QualityReport
from goldenthread.intake.reasons import SENTENCES, Effect, Reason

REJECTED_HEADER = ("dataset", "file", "row", "field", "value", "reason", "sentence", "effect")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EFFECT_WORDS = {
    Effect.ROW_REJECTED: "row rejected",
    Effect.VALUE_NOT_KEPT: "value not kept, row accepted",
    Effect.KEPT_AND_MARKED: "kept and marked",
}


def as_mapping(accepted: Sequence[Accepted]) -> dict[str, Any]:
    """The whole answer for machines: totals, and one report a dataset. No personal value is in it."""
    rows = [one.report.rows for one in accepted]
    return {
        "rows": {
            "read": sum(one.read for one in rows),
            "accepted": sum(one.accepted for one in rows),
            "rejected": sum(one.rejected for one in rows),
            "outside_cohort": sum(one.outside_cohort for one in rows),
        },
        "datasets": [{**_report(one.report), "fingerprint": one.fingerprint} for one in accepted],
    }


def _report(report: QualityReport) -> dict[str, Any]:
    mapping = asdict(report)
    mapping["rows"]["rejected"] = report.rows.rejected
    return mapping


def as_html(accepted: Sequence[Accepted]) -> str:
    """The quality report as one page that needs nothing else: no script, no font, no other file."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("goldenthread.intake", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["share"] = share
    environment.filters["words"] = lambda code: str(code).replace("_", " ")
    return environment.get_template("quality_report.html.jinja").render(
        reports=[one.report for one in accepted], effects=_EFFECT_WORDS
    )


def share(part: int, whole: int) -> str:
    """A share in per cent, never rounded up to all or down to none."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if part < whole and percent > 99.9:
        return "over 99.9%"
    if part and percent < 0.1:
        return "under 0.1%"
    return f"{percent:.1f}%".replace(".0%", "%")


def rejected_csv(accepted: Sequence[Accepted]) -> str:
    """Every row and every value that was not taken, the value masked; no cell can act as a formula."""
    return _csv(accepted, frozenset({Effect.ROW_REJECTED, Effect.VALUE_NOT_KEPT}))


def marked_csv(accepted: Sequence[Accepted]) -> str:
    """Every value that was kept though something is wrong with it, masked, such as a UPN that fails its check."""
    return _csv(accepted, frozenset({Effect.KEPT_AND_MARKED}))


def _csv(accepted: Sequence[Accepted], effects: frozenset[Effect]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(REJECTED_HEADER)
    for one in accepted:
        writer.writerows([harmless(cell) for cell in line] for line in _lines(one, effects))
    return out.getvalue()


def _lines(one: Accepted, effects: frozenset[Effect]) -> Iterable[tuple[str, ...]]:
    dataset = str(one.contract.contract)
    for problem in one.rejected:
        if problem.effect not in effects:
            continue
        yield (
            dataset,
            problem.file,
            str(problem.row),
            problem.field,
            problem.masked,
            str(problem.reason),
            problem.sentence,
            str(problem.effect),
        )
    outside = one.report.rows.outside_cohort
    if outside and Effect.ROW_REJECTED in effects:
        # Counted together and never by row: which row it was could tell of an adoption.
        reason = Reason.OUTSIDE_COHORT
        sentence = f"{SENTENCES[reason]} Rows: {outside:,}."
        yield dataset, "", "", "", "", str(reason), sentence, str(Effect.ROW_REJECTED)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as text, whatever it starts with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
