"""Scoreboard row 7: a hidden child and an absent one, through HTTP: the same bytes and the same time.

``python -m bench.indistinguishable``: searches in turn for hidden children (who exist, with every detail right) and
for children who do not, n of each. Each hidden child is compared with nobody of another surname and the rest alike:
the bytes with nonces, tokens, clock times and the ids of looks removed; the times by a 99 % bootstrap interval of the
mean difference, which must lie within 2 ms. The control looks a hidden child up
as the worker before it answers, and must fail.
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.area import BenchArea, kept_in, loaded_area, serving
from bench.browsing import Browser, timed_ms

WITHIN_MS = 2.0
_VARIES = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|\b\d\d:\d\d(:\d\d)?\b|data-\w+-at="[^"]*"'
    "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=1_000)
    parser.add_argument("--state", type=Path, default=kept_in("golden-thread-bench-20000"))
    asked = parser.parse_args()
    with loaded_area(asked.state, children=asked.children) as area:
        good = measure(area, each=asked.each, application="goldenthread.service.wsgi:application", name="row 7")
        leaky = measure(area, each=asked.each // 4, application="bench.leaky:application", name="control, leaky")
    return 0 if good and not leaky else 1


def measure(area: BenchArea, *, each: int, application: str, name: str) -> bool:
    """Whether hidden and absent cannot be told apart. Prints the figures."""
    hidden, absent = _searches(area, each)
    differences, unlike, shown = list[float](), 0, 0
    env = area.told.web(demonstration=True) | {"BENCH_WORKER_URL": area.told.urls.worker}
    with serving(env, application) as port:
        browser = Browser(port)
        browser.sign_in(area.told.installation.sign_ins, "harry.housing")
        for number in range(-20, each):
            took, bodies = dict[str, float](), set[str]()
            for kind in ("hidden", "absent") if number % 2 else ("absent", "hidden"):
                sought = (hidden if kind == "hidden" else absent)[number % each]
                began = time.perf_counter()
                status, text, looks = browser.find(**sought)
                took[kind] = timed_ms(began)
                bodies.add(f"{status} {len(looks)} {_VARIES.sub('', text)}")
            if number >= 0:
                differences.append(took["hidden"] - took["absent"])
                unlike, shown = unlike + (len(bodies) > 1), shown + bool(looks)
    low, high = _interval(differences)
    alike = not unlike and low > -WITHIN_MS and high < WITHIN_MS
    print(
        f"{name}: {each:,} each; {f'{unlike} answers differ' if unlike else 'the same bytes'};"
        f" 99 % interval of the difference {low:+.2f} to {high:+.2f} ms (within {WITHIN_MS});"
        f" somebody else who is like them shown in {shown}{'' if alike else '  TOLD APART'}"
    )
    return alike


def _interval(differences: Sequence[float]) -> tuple[float, float]:
    """A 99 % bootstrap interval of the 5 %-trimmed mean."""
    chance = random.Random(7)

    def trimmed(values: Sequence[float]) -> float:
        ordered = sorted(values)
        cut = len(ordered) // 20
        return statistics.fmean(ordered[cut : len(ordered) - cut])

    means = sorted(trimmed(chance.choices(differences, k=len(differences))) for _ in range(1_000))
    return means[4], means[995]


def _searches(area: BenchArea, each: int) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Hidden children by every detail they have, in turn with and without the place; and nobody's details."""
    rows = area.ask(
        "SELECT p.given_name, p.family_name, p.date_of_birth, a.postcode FROM store_person p"
        " LEFT JOIN LATERAL (SELECT postcode FROM store_personaddress a WHERE a.person_id = p.id LIMIT 1) a ON true"
        " WHERE p.custodian_id IS NOT NULL AND p.custodian_id <> 'westhaven-housing' AND p.kind = 'child'"
        " AND p.date_of_birth IS NOT NULL ORDER BY p.id"
    )
    hidden = [_form(row, with_place=number % 2 == 0) for number, row in enumerate(rows)]
    absent = [{**form, "family_name": form["family_name"][::-1] + "qx"} for form in hidden]
    times = each // len(hidden) + 1
    return (hidden * times)[:each], (absent * times)[:each]


def _form(row: tuple[object, ...], *, with_place: bool) -> dict[str, str]:
    given, family, born, postcode = row
    return {
        "given_name": str(given),
        "family_name": str(family),
        "date_of_birth-day": str(born.day),
        "date_of_birth-month": str(born.month),
        "date_of_birth-year": str(born.year),
        "postcode": str(postcode or "") if with_place else "",
    }


if __name__ == "__main__":
    sys.exit(main())
