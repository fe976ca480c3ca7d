"""What a predicate holds apart is linked where all that is known of people says that it is a slip."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.linkage import Linked, link
from goldenthread.linkage.believing import BELIEVABLE, BELIEVED, believed_from, with_believed
from goldenthread.linkage.deciding import A_SLIP, ALREADY_ONE
from goldenthread.linkage.features import make_features
from goldenthread.linkage.identifier_use import default_identifier_use
from goldenthread.linkage.incremental import link_changes, nothing, stand
from goldenthread.linkage.model_file import approve, digest_of, read_model, write_model
from goldenthread.linkage.refusing import REFUSALS
from goldenthread.linkage.shapes import DECISIONS, Constraint, Decided, Mode
from goldenthread.linkage.weighed import NOT_REFUSED, Weighed
from tests.unit.linkage.records_made import GIVEN, TODAY, record, somebody, table
from tests.unit.linkage.test_second_look import groups, held, wrongly_joined

HOMES, TWINS = 260, 13
SOURCES = ("a-school", "a-surgery", "b-school", "b-surgery")
A_TWIN = "twins_share_all_but_a_forename"
FOR_GOOD = "twins_of_two_sexes_and_two_forenames_are_two_people"


def people() -> list[dict[str, Any]]:
    """Two children in each home, twins in some, each told of two to four times, now and then misspelled.

    The child stands before the dash in the id.
    """
    chance = Random(5)
    rows = []
    for home in range(HOMES):
        at_home = somebody(chance)
        place = {name: at_home[name] for name in ("family_name", "address_line", "postcode", "sex")}
        born = [date(2009, 1, 1) + timedelta(days=chance.randrange(2_000) + 1_000 * n) for n in range(2)]
        for child, given in enumerate(chance.sample(GIVEN, 2)):
            one = {**place, "given_name": given, "date_of_birth": born[child if home >= TWINS else 0]}
            for copy, source in enumerate(SOURCES[: chance.randint(2, 4)]):
                rows.append(record(dataset=source, record_id=f"{home}.{child}-{copy}", **one | _slips(one, chance)))
    return rows


def _slips(one: dict[str, Any], chance: Random) -> dict[str, Any]:
    slips: dict[str, Any] = {}
    if chance.random() < 0.25:
        slips |= {"given_name": _misspelled(_misspelled(one["given_name"], chance), chance)}
    if chance.random() < 0.1:
        slips |= {"date_of_birth": None}
    if chance.random() < 0.1:
        slips |= {"family_name": _misspelled(one["family_name"], chance)}
    return slips


def _misspelled(name: str, chance: Random) -> str:
    at = chance.randrange(len(name))
    return (name[:at] + chance.choice(("", chance.choice("aeilnorst"))) + name[at + 1 :]).title()


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link(table(*people()), on=TODAY)


@pytest.fixture(scope="module")
def at_first_sight(linked: Linked) -> Linked:
    return link(table(*people()), on=TODAY, model=replace(linked.model, believed_from=0.0))


def test_more_children_are_whole_and_no_two_are_one(at_first_sight: Linked, linked: Linked) -> None:
    slips = [pair for pair in linked.links.to_pylist() if pair["why"] == A_SLIP]
    assert len(slips) >= 10
    assert {str(pair["outcome"]) for pair in slips} == {"linked"}
    assert all(pair["record_id_l"].split("-")[0] == pair["record_id_r"].split("-")[0] for pair in slips)
    assert min(pair["probability"] for pair in slips) >= BELIEVED
    assert wrongly_joined(linked) <= wrongly_joined(at_first_sight)
    assert len(groups(linked)) <= len(groups(at_first_sight)) - 10


def test_nobody_is_asked_of_two_who_are_one_by_other_records_as_surely_as_that(
    at_first_sight: Linked, linked: Linked
) -> None:
    least = linked.model.believed_from
    asked_before, asked = (asked_within_people(run, least) for run in (at_first_sight, linked))
    assert asked_before
    assert not asked
    already = [pair for pair in linked.links.to_pylist() if pair["why"] == ALREADY_ONE]
    assert all(pair["record_id_l"].split("-")[0] == pair["record_id_r"].split("-")[0] for pair in already)


def asked_within_people(run: Linked, least: float) -> list[dict[str, Any]]:
    """The questions about two records of one person that a predicate holds apart and of which so much is said."""
    whose = dict(zip(run.people["record_id"].to_pylist(), run.people["cluster"].to_pylist(), strict=True))
    return [
        pair
        for pair in run.links.to_pylist()
        if pair["outcome"] == "review" and pair["why"] in BELIEVABLE and pair["probability"] >= least
        if whose[pair["record_id_l"]] == whose[pair["record_id_r"]]
    ]


def test_a_reviewer_who_keeps_them_apart_is_obeyed(linked: Linked) -> None:
    pair = next(pair for pair in linked.links.to_pylist() if pair["why"] == A_SLIP)
    ends = {name: pair[name] for name in ("dataset_l", "record_id_l", "dataset_r", "record_id_r")}
    told = Constraint(**ends, decided=Decided.APART)
    obeyed = link(table(*people()), on=TODAY, model=linked.model, constraints=[told])
    assert not any({pair["record_id_l"], pair["record_id_r"]} <= group for group in groups(obeyed))
    assert len(groups(linked) - groups(obeyed)) == 1


def test_the_same_model_believes_the_same(linked: Linked) -> None:
    again = link(table(*people()), on=TODAY, model=linked.model)
    assert groups(again) == groups(linked)
    for column in ("outcome", "why", "probability"):
        assert again.links[column].to_pylist() == linked.links[column].to_pylist()


def test_the_referee_believes_the_same(linked: Linked) -> None:
    """In some of the homes: it takes long over many."""
    some = table(*[row for row in people() if int(row["record_id"].split(".")[0]) < 90])
    plain, fast = (link(some, on=TODAY, model=linked.model, engine=engine) for engine in ("plain", "duckdb"))
    assert groups(plain) == groups(fast)
    assert plain.links["why"].to_pylist() == fast.links["why"].to_pylist()
    assert A_SLIP in plain.links["why"].to_pylist()


def test_what_changed_is_believed_as_all_would_be(linked: Linked) -> None:
    rows = people()
    named = [str(cluster) for cluster in linked.people["cluster"].to_pylist()]
    all_at_once = stand(linked, table(*rows), named=named)
    empty = nothing(linked.model, all_at_once.reference, Mode.LINK_AND_DEDUPE, all_at_once.features)
    standing = link_changes(empty, table(*rows[::2]), on=TODAY).standing
    standing = link_changes(standing, table(*rows[1::2]), on=TODAY).standing
    assert held(standing) == held(all_at_once)


def test_it_is_in_the_model_and_in_what_is_approved(linked: Linked) -> None:
    model = approve(linked.model, by="A. Nowak", on=TODAY)
    assert read_model(write_model(model)) == model
    assert digest_of(replace(model, believed_from=0.0)) != digest_of(model)


Told = tuple[int, int, float, str]
"""Two records, what is said of them, and what holds them apart."""


def decisions(*told: Told, outcome: str = "review") -> pa.Table:
    rows = [dict(zip(DECISIONS.names, (a, b, 1.0, chance, outcome, why), strict=True)) for a, b, chance, why in told]
    return pa.Table.from_pylist(rows, schema=DECISIONS)


def linked_before(chance: float, many: int = 1000) -> pa.Table:
    return decisions(*[(n, n + 1, chance, "names") for n in range(many)], outcome="linked")


def test_what_is_linked_stays_as_right_as_wanted() -> None:
    asked = decisions((0, 5, 0.999, A_TWIN), (1, 6, 0.98, A_TWIN), (2, 7, 0.975, A_TWIN), (3, 8, 0.96, A_TWIN))
    assert believed_from(pa.concat_tables([linked_before(0.9999), asked])) == pytest.approx(0.975)
    assert believed_from(pa.concat_tables([linked_before(0.99903), asked])) == pytest.approx(0.98)
    assert believed_from(pa.concat_tables([linked_before(0.99), asked])) == pytest.approx(0.975)
    assert believed_from(linked_before(0.99)) == 0.0


def test_what_differs_for_good_is_no_slip() -> None:
    assert A_TWIN in BELIEVABLE
    assert FOR_GOOD not in BELIEVABLE
    assert not {r.name for r in REFUSALS if r.for_good or r.doubts_identifier} & BELIEVABLE
    assert believed_from(pa.concat_tables([linked_before(0.99), decisions((0, 5, 0.999, FOR_GOOD))])) == 0.0


def believed(*told: Told, person_of: tuple[int, ...], given: str = "") -> list[tuple[int, int]]:
    """Those of the pairs that are believed, in order. ``given``: the records' forenames, or one is everybody's."""
    position = {refusal.name: place for place, refusal in enumerate(REFUSALS)}
    left, right = (np.array([one[end] for one in told]) for end in (0, 1))
    no = np.zeros(len(told), dtype=bool)
    refusal = np.array([position.get(why, NOT_REFUSED) for *_, why in told])
    pairs = Weighed(left=left, right=right, bits=np.ones(len(told)), refusal=refusal, confirmed=no, believed=no)
    after = with_believed(
        pairs, refusal, decisions(*told), np.array(person_of), named(given or "Abena " * len(person_of)), BELIEVED
    )
    assert (after.refusal[after.believed] == NOT_REFUSED).all()
    return [
        (a, b)
        for a, b, believed in zip(left.tolist(), right.tolist(), after.believed.tolist(), strict=True)
        if believed
    ]


def named(given: str) -> pa.Table:
    rows = [record(record_id=f"{n:02}", given_name=name) for n, name in enumerate(given.split())]
    return make_features(table(*rows), on=TODAY, identifiers=default_identifier_use())


def test_what_speaks_against_their_people_holds() -> None:
    slip, twin = (0, 2, 0.99, A_TWIN), (1, 2, 0.2, A_TWIN)
    assert believed(slip, person_of=(0, 0, 1)) == [(0, 2)]
    assert believed(slip, twin, person_of=(0, 0, 1)) == []
    assert believed(slip, (1, 2, 0.99, FOR_GOOD), person_of=(0, 0, 1)) == []


def test_whoever_may_as_well_be_somebody_else_is_asked_about() -> None:
    """Records 0 and 2 are of two twins, each lost under a slip; 1 is of the one twin, 3 of the other."""
    orphans, one, other = (0, 2, 0.99, A_TWIN), (0, 1, 0.95, A_TWIN), (2, 3, 0.95, A_TWIN)
    assert believed(one, orphans, other, person_of=(0, 1, 2, 3)) == []
    one_child = (orphans, (0, 4, 0.98, A_TWIN), (2, 4, 0.99, A_TWIN))
    assert believed(*one_child, person_of=(0, 1, 2, 3, 4)) == [(0, 2), (0, 4), (2, 4)]


def test_where_forenames_have_nothing_in_common_a_third_who_fits_is_a_doubt() -> None:
    """Aleksandra's twin Oscar is misspelled on each of his records, so that either may as well be hers."""
    three = ((0, 1, 0.99, A_TWIN), (0, 2, 0.99, A_TWIN), (1, 2, 0.99, A_TWIN))
    assert believed(*three, person_of=(0, 1, 2), given="Aleksandra Olcar Rcar") == []
    assert believed(*three, person_of=(0, 1, 2), given="Abena Abenah Abenna") == [(0, 1), (0, 2), (1, 2)]
    assert believed(three[0], person_of=(0, 1), given="Aleksandra Olcar") == [(0, 1)]
