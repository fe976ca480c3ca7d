"""Which pairs are looked at: wrong fields lose none, and no key explodes."""

from datetime import date
from itertools import combinations

import pyarrow as pa

from goldenthread.linkage import IGNORED
from goldenthread.linkage.blocking import WIDE_UP_TO_RECORDS, choose_keys, most_pairs
from goldenthread.linkage.counting import filled_shares
from goldenthread.linkage.engines.proposing import candidate_pairs
from goldenthread.linkage.features import make_features
from goldenthread.linkage.numbering import ends_of
from tests.unit.linkage.records_made import TODAY, area, record, table

TRUE = record(
    dataset="a", record_id="as it is", given_name="Florence", family_name="Whitworth", date_of_birth=date(2012, 9, 23)
)
WRONG = {
    "given_name": ("Forlence", "Lorence", "Zofia", None),
    "family_name": ("Withworth", "Hitworth", "Patel", None),
    "date_of_birth": (date(2012, 9, 28), date(2011, 9, 23), date(2012, 11, 23), None),
    "address_line": ("14 Mil Lane", "3 Station Road", None),
    "postcode": ("WH1 1AB", "WH9 9ZZ", None),
}


def found(records: pa.Table) -> set[tuple[int, int]]:
    features = make_features(records, on=TODAY, identifiers=IGNORED)
    keys = choose_keys(filled_shares(features), {}, len(features))
    left, right = ends_of(candidate_pairs(features, keys))
    return set(zip(left.tolist(), right.tolist(), strict=True))


def test_one_wrong_field_or_two_loses_no_pair() -> None:
    spoiled = {
        f"{first} {i} {second} {j}": {first: one, second: other}
        for first, second in combinations(WRONG, 2)
        for i, one in enumerate(WRONG[first])
        for j, other in enumerate(WRONG[second])
    }
    people = [{**TRUE, "record_id": name, **wrong} for name, wrong in spoiled.items()]
    records = pa.concat_tables([table(TRUE, *people), area(40, seed=3, numbered=0.0)[0]])
    names = make_features(records, on=TODAY, identifiers=IGNORED)["record_id"].to_pylist()
    at = names.index(TRUE["record_id"])
    with_it = {names[right if left == at else left] for left, right in found(records) if at in (left, right)}
    assert set(spoiled) - with_it == set()


def test_no_key_proposes_more_than_its_share() -> None:
    one_name = table(*(record(record_id=str(i), dataset="a", address_line=f"{i} Mill Lane") for i in range(1200)))
    assert len(found(one_name)) <= most_pairs(1200) * 3 < 1200 * 1199 / 2


def test_more_keys_are_tried_where_records_are_few() -> None:
    filled = dict.fromkeys(("given_start", "family_start", "born_year", "nhs"), 1.0)
    assert len(choose_keys(filled, {}, WIDE_UP_TO_RECORDS)) > len(choose_keys(filled, {}, WIDE_UP_TO_RECORDS + 1))
