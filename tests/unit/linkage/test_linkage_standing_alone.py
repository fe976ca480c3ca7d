import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.comparable import things_held
from goldenthread.linkage.deciding import NOT_ENOUGH_EVIDENCE, NOT_INTO_ONE_PERSON
from goldenthread.linkage.model import Model, UnreadableModel
from goldenthread.linkage.model_file import approve, read_model, write_model
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import DECISIONS
from goldenthread.linkage.standing_alone import learn_apart, tell_apart
from tests.unit.linkage.records_made import TODAY, area

TWINS = "twins_share_all_but_a_forename"
COUSINS = "cousins_in_one_house_may_share_a_name"
NAME_ALONE = "a_name_alone_joins_nobody_unless_it_is_rare"
IN_DOUBT = next(refusal.name for refusal in REFUSALS if refusal.doubts_identifier)


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(area(25, seed=5, numbered=0.4)[0], on=TODAY)


@pytest.fixture(scope="module")
def untaught(linked: Linked) -> Model:
    return replace(linked.model, stand_alone=0.0, apart={})


def pairs(*told: tuple[int, int, float, str]) -> pa.Table:
    rows = [
        {"rid_l": left, "rid_r": right, "weight_bits": 0.0, "probability": chance, "outcome": "review", "why": why}
        for left, right, chance, why in told
    ]
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def people(of_two: int, alone: int) -> np.ndarray:
    """Records 0 and 1 are one person, 2 and 3 the next, and so on; then come records that stand alone."""
    return np.concatenate([np.repeat(np.arange(of_two), 2), of_two + np.arange(alone)])


def said(table: pa.Table) -> list[float]:
    return [float(chance) for chance in table["probability"].to_pylist()]


def test_a_pair_held_apart_is_likelier_one_person_where_a_record_of_it_stands_alone(untaught: Model) -> None:
    person_of = people(of_two=95, alone=10)
    given = pairs((0, 2, 0.3, NOT_ENOUGH_EVIDENCE), (0, 190, 0.3, NOT_ENOUGH_EVIDENCE))
    neither, one = said(tell_apart(given, person_of, learn_apart(given, person_of, untaught)))
    assert neither < 0.05
    assert one > 0.6


def test_what_is_said_within_a_person_stays(untaught: Model) -> None:
    person_of = people(of_two=95, alone=10)
    given = pairs((0, 1, 0.3, NOT_ENOUGH_EVIDENCE))
    assert said(tell_apart(given, person_of, learn_apart(given, person_of, untaught))) == [0.3]


def test_where_records_mostly_stand_alone_it_says_nothing(untaught: Model) -> None:
    person_of = people(of_two=2, alone=200)
    given = pairs((0, 2, 0.3, NOT_ENOUGH_EVIDENCE), (100, 101, 0.3, NOT_ENOUGH_EVIDENCE))
    told = said(tell_apart(given, person_of, learn_apart(given, person_of, untaught)))
    assert told == pytest.approx([0.3, 0.3], abs=0.01)


def test_where_people_have_two_records_both_of_a_pair_stand_alone_or_it_is_two_people(untaught: Model) -> None:
    """By the model; the share of records that stand alone is the same."""
    person_of = people(of_two=60, alone=80)
    given = pairs((120, 121, 0.3, NOT_ENOUGH_EVIDENCE), (0, 122, 0.3, NOT_ENOUGH_EVIDENCE))
    many = learn_apart(given, person_of, replace(untaught, both_alone_bits=0.0))
    few = learn_apart(given, person_of, replace(untaught, both_alone_bits=6.0))
    both, one = said(tell_apart(given, person_of, few))
    assert both > 0.6
    assert one < 0.05
    assert max(said(tell_apart(given, person_of, many))) < 0.55
    assert min(said(tell_apart(given, person_of, many))) > 0.3


def test_a_predicate_is_judged_by_how_many_of_its_pairs_have_a_record_that_stands_alone(untaught: Model) -> None:
    """What looks like twins is one person here, and what looks like cousins is two, whatever either weighs."""
    person_of = people(of_two=1_000, alone=200)
    twins = [(n, 2_000 + n, 0.1, TWINS) for n in range(200)]
    cousins = [(n, 500 + n, 0.9, COUSINS) for n in range(200)]
    given = pairs(*twins, *cousins)
    told = learn_apart(given, person_of, untaught)
    assert told.apart[TWINS] > 0.85
    assert told.apart[COUSINS] < 0.1
    chances = said(tell_apart(given, person_of, told))
    assert min(chances[:200]) > 0.9
    assert max(chances[200:]) < 0.05


def test_of_few_pairs_the_weight_is_believed_too(untaught: Model) -> None:
    person_of = people(of_two=1_000, alone=200)
    given = pairs((0, 2_000, 0.1, TWINS))
    assert 0.1 < learn_apart(given, person_of, untaught).apart[TWINS] < 0.2


def test_a_name_alone_need_not_have_been_found_by_others_of_the_same_people(untaught: Model) -> None:
    """A mother whom schools know by name and telephone, and child health by name and birth date: nobody stands alone,
    and of none of her records is more to be compared."""
    person_of = people(of_two=1_000, alone=200)
    given = pairs(*((n, 500 + n, 0.9, NAME_ALONE) for n in range(200)))
    told = learn_apart(given, person_of, untaught)
    assert told.apart == {}
    assert set(said(tell_apart(given, person_of, told))) == {0.9}


def test_a_number_in_doubt_is_itself_what_leaves_a_record_alone(untaught: Model) -> None:
    person_of = people(of_two=1_000, alone=200)
    given = pairs(*((n, 2_000 + n, 0.1, IN_DOUBT) for n in range(100)))
    told = learn_apart(given, person_of, untaught)
    assert told.apart == {}
    assert set(said(tell_apart(given, person_of, told))) == {0.1}


def test_a_model_that_never_learned_it_says_what_it_said(untaught: Model) -> None:
    given = pairs((0, 2, 0.3, NOT_ENOUGH_EVIDENCE))
    assert tell_apart(given, people(of_two=9, alone=1), untaught) is given


def test_it_is_in_the_model_and_the_same_model_says_the_same_again(linked: Linked) -> None:
    model = read_model(write_model(linked.model))
    assert model.stand_alone > 0
    assert model == linked.model
    assert link(area(25, seed=5, numbered=0.4)[0], on=TODAY, model=model).links.equals(linked.links)


def test_a_model_from_before_is_still_read_and_so_is_its_approval(untaught: Model) -> None:
    approved = approve(untaught, by="A. Nowak", on=TODAY)
    tree = json.loads(write_model(approved))
    del tree["stand_alone"], tree["apart"]
    assert read_model(json.dumps(tree)) == approved


def test_an_approval_is_of_what_was_learned_too(linked: Linked) -> None:
    approved = approve(linked.model, by="A. Nowak", on=TODAY)
    with pytest.raises(UnreadableModel, match="changed after it was approved"):
        read_model(write_model(replace(approved, stand_alone=0.5)))


HOLD_MUCH, HOLD_LITTLE = 6, 2


def holding_little(records: int, of_two: int) -> np.ndarray:
    """Those who stand alone hold little, and so does one in twenty of the others."""
    return np.where((np.arange(records) >= 2 * of_two) | (np.arange(records) % 20 == 0), HOLD_LITTLE, HOLD_MUCH)


def test_a_record_that_holds_little_stands_alone_whosesoever_it_is(untaught: Model) -> None:
    person_of = people(of_two=1_000, alone=300)
    holds = holding_little(len(person_of), of_two=1_000)
    given = pairs((1, 2_000, 0.3, NOT_ENOUGH_EVIDENCE))
    told = learn_apart(given, person_of, untaught, holds=holds)
    little, much = told.alone_holding[HOLD_LITTLE], told.alone_holding[HOLD_MUCH]
    assert little > 0.7
    assert much < 0.05
    as_any = said(tell_apart(given, person_of, learn_apart(given, person_of, untaught)))[0]
    assert as_any > 0.6
    assert said(tell_apart(given, person_of, told, holds=holds))[0] < 0.45


def test_a_record_that_holds_much_and_stands_alone_tells_more(untaught: Model) -> None:
    person_of = people(of_two=1_000, alone=300)
    holds = holding_little(len(person_of), of_two=1_000)
    holds[2_000] = HOLD_MUCH
    given = pairs((1, 2_000, 0.3, NOT_ENOUGH_EVIDENCE))
    told = learn_apart(given, person_of, untaught, holds=holds)
    assert said(tell_apart(given, person_of, told, holds=holds))[0] > 0.8


def test_a_predicate_met_by_records_that_hold_little_is_judged_by_such_records(untaught: Model) -> None:
    """They stand alone more often than any two records, and no more often than any that hold as little."""
    person_of = people(of_two=1_000, alone=300)
    holds = np.where(np.arange(len(person_of)) < 400, HOLD_LITTLE, HOLD_MUCH)
    holds[2_000:] = HOLD_LITTLE
    chance = np.random.default_rng(3)
    few = np.flatnonzero(holds == HOLD_LITTLE)
    ends = [sorted(map(int, chance.choice(few, 2, replace=False))) for _ in range(400)]
    given = pairs(*((left, right, 0.3, TWINS) for left, right in ends if person_of[left] != person_of[right]))
    assert learn_apart(given, person_of, untaught).apart[TWINS] > 0.5
    assert learn_apart(given, person_of, untaught, holds=holds).apart[TWINS] < 0.2


def test_records_that_hold_more_than_any_before_are_taken_as_any(untaught: Model) -> None:
    person_of = people(of_two=95, alone=10)
    given = pairs((0, 190, 0.3, NOT_ENOUGH_EVIDENCE))
    told = learn_apart(given, person_of, untaught, holds=np.full(len(person_of), 3))
    more = said(tell_apart(given, person_of, told, holds=np.full(len(person_of), 9)))
    assert more == said(tell_apart(given, person_of, replace(told, alone_holding=())))


def test_how_often_records_stand_alone_that_hold_so_much_is_in_the_model_and_its_approval(linked: Linked) -> None:
    model = linked.model
    assert len(model.alone_holding) > 4
    assert model.alone_holding[0] >= model.alone_holding[-1]
    approved = approve(model, by="A. Nowak", on=TODAY)
    with pytest.raises(UnreadableModel, match="changed after it was approved"):
        read_model(write_model(replace(approved, alone_holding=())))
    before = approve(replace(model, alone_holding=()), by="A. Nowak", on=TODAY)
    tree = json.loads(write_model(before))
    del tree["alone_holding"]
    assert read_model(json.dumps(tree)) == before


def test_each_thing_that_a_record_holds_counts_once(linked: Linked) -> None:
    features = linked.working.features
    held = things_held(features)
    names = ("given", "middle", "family", "sex")
    for row, count in zip(features.to_pylist()[:40], held.tolist(), strict=False):
        home = row["address"] is not None or row["postcode"] is not None
        alone = ("dob", "phone", "email", "local_id")
        assert count == sum(row[name] is not None for name in (*names, *alone)) + home


@pytest.fixture
def too_little(untaught: Model) -> Model:
    return replace(untaught, both_alone_bits=0.0)


def test_where_those_of_too_little_evidence_are_no_lonelier_than_any_less_is_said_of_all_of_them(
    too_little: Model,
) -> None:
    person_of = people(of_two=2_000, alone=400)
    given = pairs(*((2 * n, 2 * n + 2, 0.3, NOT_ENOUGH_EVIDENCE) for n in range(1_900)))
    told = learn_apart(given, person_of, too_little)
    assert told.too_little_bits < -2
    lonely = pairs((0, 4_000, 0.3, NOT_ENOUGH_EVIDENCE))
    less = said(tell_apart(lonely, person_of, told))
    assert less[0] < said(tell_apart(lonely, person_of, replace(told, too_little_bits=0.0)))[0] / 2


def test_where_nearly_all_have_a_record_that_stands_alone_more_is_said(too_little: Model) -> None:
    person_of = people(of_two=2_000, alone=400)
    given = pairs(*((2 * n, 4_000 + n % 400, 0.1, NOT_ENOUGH_EVIDENCE) for n in range(1_900)))
    told = learn_apart(given, person_of, too_little)
    assert told.too_little_bits > 1
    assert np.mean(said(tell_apart(given, person_of, told))) > 0.8


def test_where_the_weights_are_right_nothing_moves(too_little: Model) -> None:
    """Of 0.25 said and true: a quarter have a record alone as one person's do, the rest as any two."""
    person_of = people(of_two=2_000, alone=400)
    chance = np.random.default_rng(5)
    ends = []
    for n in range(2_000):
        one = n % 4 == 0
        lonely = chance.random() < (0.95 if one else 0.17)
        ends.append((2 * n, 4_000 + n % 400 if lonely else (2 * n + 2) % 4_000))
    given = pairs(*((min(a, b), max(a, b), 0.25, NOT_ENOUGH_EVIDENCE) for a, b in ends))
    assert abs(learn_apart(given, person_of, too_little).too_little_bits) < 0.35


def test_of_few_pairs_of_too_little_evidence_their_weight_is_believed(too_little: Model) -> None:
    person_of = people(of_two=2_000, alone=400)
    given = pairs(*((2 * n, 2 * n + 2, 0.3, NOT_ENOUGH_EVIDENCE) for n in range(30)))
    assert -0.3 < learn_apart(given, person_of, too_little).too_little_bits < 0


def test_what_is_said_for_another_reason_does_not_move(too_little: Model) -> None:
    person_of = people(of_two=2_000, alone=400)
    given = pairs((0, 4_000, 0.3, NOT_INTO_ONE_PERSON), (0, 1, 0.3, NOT_ENOUGH_EVIDENCE))
    told = learn_apart(given, person_of, too_little)
    moved = tell_apart(given, person_of, replace(told, too_little_bits=-3.0))
    assert moved.equals(tell_apart(given, person_of, told))


def test_a_model_from_before_too_little_was_asked_is_still_read_and_so_is_its_approval(linked: Linked) -> None:
    approved = approve(replace(linked.model, too_little_bits=0.0), by="A. Nowak", on=TODAY)
    tree = json.loads(write_model(approved))
    del tree["too_little_bits"]
    assert read_model(json.dumps(tree)) == approved
    with pytest.raises(UnreadableModel, match="changed after it was approved"):
        read_model(write_model(replace(approved, too_little_bits=-1.0)))
