from goldenthread.linkage import DEFAULT
from goldenthread.linkage.blocking import WIDE_UP_TO_RECORDS, choose_keys
from goldenthread.linkage.choosing import choose_comparisons
from goldenthread.linkage.counting import filled_shares
from goldenthread.linkage.engines.proposing import candidate_pairs
from goldenthread.linkage.features import make_features
from goldenthread.linkage.incremental.meeting import meetings
from goldenthread.linkage.incremental.reference import refer_to
from goldenthread.linkage.numbering import ends_of
from tests.unit.linkage.records_made import TODAY, area


def test_changes_meet_whom_they_would_meet_if_everything_were_linked_and_one_hint_is_not_enough() -> None:
    features = make_features(area(40, seed=3)[0], on=TODAY, identifiers=DEFAULT)
    filled = filled_shares(features)
    keys = choose_keys(filled, {}, WIDE_UP_TO_RECORDS)
    assert any(key.hints for key in keys)
    reference = refer_to(features, choose_comparisons(filled, {}, frozenset()), keys)
    wanted = {(int(a), int(b)) for a, b in zip(*ends_of(candidate_pairs(features, keys)), strict=True)}
    assert {(int(a), int(b)) for a, b in meetings(features, 0, reference)} == wanted
