"""What speaks for and against two groups of records being one person: what says too little speaks against nobody."""

from datetime import date

import numpy as np
import pytest

from goldenthread.linkage import IGNORED, Mode, link
from goldenthread.linkage.counting import with_term_frequencies
from goldenthread.linkage.deciding import decide
from goldenthread.linkage.features import make_features
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.weighed import NOT_REFUSED, Weighed
from tests.unit.linkage.records_made import TODAY, area, record, table

A_NAME_ALONE = [r.name for r in REFUSALS].index("a_name_alone_joins_nobody_unless_it_is_rare")
COPIES = 8


@pytest.mark.parametrize("found", [True, False])
def test_a_mother_is_one_whom_child_health_knows_by_name_and_birth_date_alone(found: bool) -> None:
    """Her surgery knows her birth date and telephone, the school the telephone and a short form of her name. Between
    child health and school nothing but names can be compared, whether such a pair was found or not."""
    mother = {"given_name": "Catherine", "person_kind": "adult", "sex": None, "date_of_birth": date(1985, 3, 4)}
    at_home = {"phone": "07700900123", "address_line": "3 Moss Bank", "postcode": "WH1 1AA"}
    nowhere = {"address_line": None, "postcode": None}
    health = [record(dataset="health", record_id=f"{i}", **mother, **nowhere) for i in range(COPIES)]
    surgery = record(dataset="surgery", record_id="1", **mother, **at_home)
    school = record(
        dataset="the-school",
        record_id="1",
        **mother | {"given_name": "Cath", "date_of_birth": None, "date_of_birth_precision": None},
        **at_home,
    )
    model = link(area(60, seed=3)[0], on=TODAY).model
    told = [(a, b, 15.0, NOT_REFUSED) for b in range(COPIES + 1) for a in range(b)]
    told += [(i, COPIES + 1, -5.0, A_NAME_ALONE) for i in range(COPIES)] if found else []
    told += [(COPIES, COPIES + 1, model.link_from_bits + 1, NOT_REFUSED)]
    left, right, bits, refusal = (np.array(column) for column in zip(*sorted(told), strict=True))
    no = np.zeros(len(left), dtype=bool)
    pairs = Weighed(left=left, right=right, bits=bits, refusal=refusal, confirmed=no, believed=no)
    made = make_features(table(*health, surgery, school), on=TODAY, identifiers=IGNORED)
    features = with_term_frequencies(made, model.chosen())
    assert set(decide(pairs, features, model, constraints=[], mode=Mode.LINK_AND_DEDUPE).person_of) == {0}
