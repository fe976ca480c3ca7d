"""The world behind the files: who happens to be in it, and that chance does not ask where a name comes from."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random

import pytest

from examples.westhaven import agencies, area, stories
from examples.westhaven.chance import Streams
from examples.westhaven.enrolling import Enrolment, enrol
from examples.westhaven.events import Lives, live
from examples.westhaven.families import make_world
from examples.westhaven.lists import words
from examples.westhaven.names import origins
from examples.westhaven.observing import Habits, Lens, Planted
from examples.westhaven.world import FamilyKind, World
from goldenthread.agreements import read_pathway
from goldenthread.flags import read_catalogue
from goldenthread.intake import Accepted, read_contract
from tests.unit.examples.conftest import TODAY

CHILDREN = 6_000
FLAG_KINDS = frozenset(
    words("""open_to_childrens_social_care open_to_early_help child_in_need_plan child_protection_plan looked_after
care_leaver placed_out_of_area section_47_enquiry referral_to_front_door missing_episode
private_fostering_or_kinship_care possible_young_carer parent_in_prison
parent_in_inpatient_mental_health_care parent_open_to_adult_social_care
parent_receives_substance_misuse_treatment no_recourse_to_public_funds domestic_abuse_incident_attended
police_protection_used persistent_absence suspension_or_exclusion school_safeguarding_file
education_health_and_care_plan sen_support missing_education electively_home_educated free_school_meals
open_to_health_visiting missed_health_appointments open_to_camhs on_practice_list homelessness_application
social_tenancy tenancy_at_risk temporary_accommodation open_to_young_carers_service
disabled_childrens_register""")
)
READ_FROM_THE_REGISTER = {"on_practice_list", "persistent_absence"}
"""Kinds that come from a register rather than from an event in a life."""


@pytest.fixture(scope="module")
def streams() -> Streams:
    return Streams(seed=11)


@pytest.fixture(scope="module")
def world(streams: Streams) -> World:
    return make_world(streams, children=CHILDREN, today=TODAY, wishes=stories.wishes(TODAY))


@pytest.fixture(scope="module")
def enrolment(world: World, streams: Streams) -> Enrolment:
    return enrol(world, streams, schools=stories.schools(), practices=stories.practices(), upns=stories.upns())


@pytest.fixture(scope="module")
def lives(world: World, enrolment: Enrolment, streams: Streams) -> Lives:
    return live(world, enrolment, streams)


def test_there_are_as_many_children_as_asked_for_and_none_is_grown_up(world: World) -> None:
    children = [child for _, child in world.children()]
    assert len(children) == CHILDREN
    assert all(0 <= child.age(TODAY) < 18 and child.born <= TODAY for child in children)


def test_every_kind_of_family_is_there(world: World) -> None:
    assert {family.kind for family in world.families} == set(FamilyKind)


def test_parents_are_older_than_their_children(world: World) -> None:
    for family in world.families:
        for tie in family.ties:
            assert (tie.child.born - tie.adult.born).days > 16 * 365


def test_about_four_children_in_a_hundred_have_changed_their_surname(world: World) -> None:
    changed = [child for _, child in world.children() if child.former_family]
    assert 0.025 < len(changed) / CHILDREN < 0.055
    assert all(child.former_family != child.family for child in changed)


def test_there_are_twins_cousins_in_one_house_and_fathers_and_sons_of_one_name(world: World) -> None:
    twins = [f for f in world.families if len({c.born for c in f.children}) < len(f.children)]
    homes = Counter(family.home.line for family in world.families if family.home.postcode)
    namesakes = [
        tie
        for family in world.families
        for tie in family.ties
        if tie.relation == "father" and tie.child.given == tie.adult.given
    ]
    assert twins
    assert any(count > 1 for count in homes.values())
    assert namesakes


def test_nhs_numbers_are_each_given_once(world: World) -> None:
    people = [p for f in world.families for p in (*f.children, *f.adults())]
    numbers = Counter(person.nhs for person in (*people, *world.loners))
    assert numbers.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("child_protection_plan", 0.002, 0.009),
        ("looked_after", 0.003, 0.012),
        ("domestic_abuse_incident_attended", 0.025, 0.06),
        ("education_health_and_care_plan", 0.025, 0.06),
        ("open_to_young_carers_service", 0.001, 0.01),
    ],
)
def test_what_happens_is_about_as_common_as_in_england(
    world: World, lives: Lives, kind: str, least: float, most: float
) -> None:
    share = sum(kind in lives.of(child) for _, child in world.children()) / CHILDREN
    assert least < share < most


def test_every_kind_of_flag_happens_to_somebody(world: World, lives: Lives) -> None:
    stories.befall(world, lives, TODAY)
    happened = {kind for spells in lives.spells.values() for kind in spells}
    assert FLAG_KINDS - happened == READ_FROM_THE_REGISTER
    assert any(share < 90 for share in lives.attendance.values())


def test_every_kind_of_flag_is_raised_by_a_dataset() -> None:
    contracts = [read_contract(file.contract) for file in area.area_in(area.HERE).files]
    assert {str(fact.kind) for contract in contracts for fact in contract.facts} >= FLAG_KINDS


def test_only_agencies_that_may_raise_a_flag_tell_of_it(accepted: dict[str, Accepted]) -> None:
    cards = agencies.agency_cards(agencies.make_staff(Streams(seed=1)))
    kind_of = {str(card["id"]): card["kind"] for card in cards}
    catalogue = read_catalogue()
    for dataset, taken in accepted.items():
        told = zip(taken.facts["agency"].to_pylist(), taken.facts["kind"].to_pylist(), strict=True)
        for agency, flag in set(told):
            kind = catalogue.kind(flag)
            assert kind is not None, (dataset, flag)
            assert kind_of[agency] in kind.raised_by, (dataset, flag)


def test_all_agencies_of_the_area_are_parties_to_its_pathway_with_their_kind() -> None:
    cards = agencies.agency_cards(agencies.make_staff(Streams(seed=1)))
    pathway = read_pathway(area.PATHWAY)
    assert {(str(p.agency), p.kind.value) for p in pathway.parties} == {(str(c["id"]), c["kind"]) for c in cards}


def test_schools_pass_nothing_to_the_police() -> None:
    pathway = read_pathway(area.PATHWAY)
    assert not any("school" in flow.givers and "police" in flow.takers for flow in pathway.flows)


class TestChanceDoesNotAskWhereANameComesFrom:
    """Faults and flags are drawn from streams of their own, at one rate for everybody."""

    HABITS = Habits(nickname=0.1, spelled_otherwise=0.1, typing_slip=0.1, names_swapped=0.1, nhs_missing=0.1)

    @pytest.mark.parametrize(
        "fault", ["nickname", "spelled_otherwise", "typing_slip", "names_swapped", "nhs_missing", "birth_date_wrong"]
    )
    def test_in_faults(self, world: World, streams: Streams, fault: str) -> None:
        lens = Lens(self.HABITS, streams.of("faults", "a dataset"), world, {}, Planted())
        seen = [(child.origin, fault in lens.see(child).faults) for _, child in world.children()]
        assert 0 < sum(has for _, has in seen) < CHILDREN
        assert _chance_of_such_a_difference(seen) > 0.001

    @pytest.mark.parametrize(
        "kind",
        ["sen_support", "free_school_meals", "referral_to_front_door", "missed_health_appointments", "open_to_camhs"],
    )
    def test_in_what_happens_to_children(self, world: World, lives: Lives, kind: str) -> None:
        drawn = [(c.origin, kind in lives.of(c)) for f, c in world.children() if not f.story]
        assert _chance_of_such_a_difference(drawn) > 0.001

    @pytest.mark.parametrize("kind", ["domestic_abuse_incident_attended", "social_tenancy", "homelessness_application"])
    def test_in_what_happens_to_families(self, world: World, lives: Lives, kind: str) -> None:
        drawn = [
            (family.children[0].origin, any(kind in lives.of(child) for child in family.children))
            for family in world.families
            if not family.story and family.kind is not FamilyKind.REFUGE
        ]
        assert _chance_of_such_a_difference(drawn) > 0.001

    def test_and_a_draw_that_did_ask_would_be_found_out(self, world: World) -> None:
        chance = Random(5)
        drawn = [(c.origin, chance.random() < (0.1 if c.origin == "british" else 0.16)) for _, c in world.children()]
        assert _chance_of_such_a_difference(drawn) < 0.0001


def test_every_origin_of_names_is_met(world: World) -> None:
    met = {child.origin for _, child in world.children()}
    assert met == {origin.id for origin in origins()}


def _chance_of_such_a_difference(drawn: Iterable[tuple[str, bool]]) -> float:
    """Return the p-value of a chi-square test over origins; those too rare for it count as one.

    Unit: probability, by the Wilson-Hilferty approximation.
    """
    totals: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for origin, has in drawn:
        totals[origin] += 1
        hits[origin] += has
    rate = sum(hits.values()) / sum(totals.values())
    groups: dict[str, tuple[int, int]] = {}
    for origin, total in totals.items():
        name = origin if total * rate >= 5 else "rare"
        before = groups.get(name, (0, 0))
        groups[name] = (before[0] + total, before[1] + hits[origin])
    statistic = sum(
        (hit - total * rate) ** 2 / (total * rate) + (hit - total * rate) ** 2 / (total * (1 - rate))
        for total, hit in groups.values()
    )
    freedom = max(len(groups) - 1, 1)
    spread = math.sqrt(2 / (9 * freedom))
    return 0.5 * math.erfc(((statistic / freedom) ** (1 / 3) - 1 + spread**2) / (spread * math.sqrt(2)))


def test_an_area_can_be_made_on_the_twenty_ninth_of_february(tmp_path: Path) -> None:
    made = area.make_area(tmp_path, children=150, seed=1, today=date(2028, 2, 29))
    assert made.people > made.children
