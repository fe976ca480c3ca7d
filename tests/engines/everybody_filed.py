"""A few families, linked, as what a look-up is tried on."""

from functools import cache

import pyarrow as pa

from goldenthread.linkage import link, name_people
from goldenthread.linkage.incremental import Standing, stand
from tests.engines.test_engines_agree import ODD
from tests.unit.linkage.records_made import TODAY, area, table


@cache
def everybody() -> tuple[pa.Table, Standing]:
    records = pa.concat_tables([area(60, seed=12, numbered=0.5)[0], table(*ODD)])
    linked = link(records, on=TODAY)
    named = name_people(linked.people)
    return records, stand(linked, records, named=[named[c] for c in linked.people["cluster"].to_pylist()])


def persons() -> dict[tuple[str, str], str]:
    _, standing = everybody()
    keys = zip(standing.features["dataset"].to_pylist(), standing.features["record_id"].to_pylist(), strict=True)
    return dict(zip(keys, standing.people.to_pylist(), strict=True))
