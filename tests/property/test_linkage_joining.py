"""People found in columns are the people found link by link."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.linkage.bridging import NOT_KNOWN
from goldenthread.linkage.clustering import Edge, Rules, cluster
from goldenthread.linkage.joining import NOBODY, Edges, Limits, connected, join

RECORDS = 12
ends = st.tuples(st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1)).filter(lambda pair: pair[0] != pair[1])
edges = st.lists(st.tuples(ends, st.floats(-8, 20), st.booleans(), st.booleans()), max_size=40)
values = st.lists(st.one_of(st.just(NOBODY), st.integers(0, 9)), min_size=RECORDS, max_size=RECORDS)

dates = st.sampled_from([NOT_KNOWN, 19750605, 19750506, 19760605, 20100807, 2010, 1994])
births = st.lists(dates, min_size=RECORDS, max_size=RECORDS)
holdings = st.lists(st.integers(0, 7), min_size=RECORDS, max_size=RECORDS)


def told(drawn: list[tuple[tuple[int, int], float, bool, bool]]) -> list[Edge]:
    """Each pair once, the best first."""
    best = {(min(pair), max(pair)): (bits, joins, joins and sure) for pair, bits, joins, sure in drawn}
    listed = [Edge(pair=p, bits=bits, joins=joins, certain=sure) for p, (bits, joins, sure) in best.items()]
    return sorted(listed, key=lambda edge: (-edge.bits, edge.pair))


def in_columns(listed: list[Edge]) -> Edges:
    return Edges(
        left=np.array([e.pair[0] for e in listed], dtype=np.int64),
        right=np.array([e.pair[1] for e in listed], dtype=np.int64),
        bits=np.array([e.bits for e in listed], dtype=np.float64),
        joins=np.array([e.joins for e in listed], dtype=bool),
        certain=np.array([e.certain for e in listed], dtype=bool),
    )


@given(edges, st.lists(ends, max_size=4), values, values, births, holdings)
def test_people_found_in_columns_are_those_found_link_by_link(
    drawn: list[tuple[tuple[int, int], float, bool, bool]],
    bars: list[tuple[int, int]],
    numbers: list[int],
    rows: list[int],
    born: list[int],
    held: list[int],
) -> None:
    listed = told(drawn)
    rules = Rules(
        barred=frozenset(bars),
        own_values=({i: str(n) for i, n in enumerate(numbers) if n != NOBODY},),
        one_each=tuple(frozenset({str(row)} - {str(NOBODY)}) for row in rows),
        births={i: day for i, day in enumerate(born) if day != NOT_KNOWN},
        holds=held,
    )
    limits = Limits(
        barred=np.array(bars, dtype=np.int64).reshape(-1, 2),
        own=(np.array(numbers),),
        one_each=(np.array(rows),),
        births=np.array(born),
        holds=np.array(held),
    )
    person_of, refused = cluster(RECORDS, listed, rules)
    found, refused_at = join(RECORDS, in_columns(listed), limits)
    assert found.tolist() == person_of
    assert [listed[at].pair for at in refused_at] == refused


@given(edges)
def test_what_links_connect_goes_under_its_first_record(drawn: list[tuple[tuple[int, int], float, bool, bool]]) -> None:
    listed = in_columns(told(drawn))
    first = connected(RECORDS, listed.left, listed.right)
    assert (first[listed.left] == first[listed.right]).all()
    assert (first[first] == first).all()
    assert (first <= np.arange(RECORDS)).all()
