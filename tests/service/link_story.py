"""A story of what people settle: a first day of answers and a load, a second look at each, and a load with no news."""

import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from goldenthread.linkage.reviewing import Said, Settled
from goldenthread.service.actions import finding, loading, looking
from goldenthread.service.actions.linking import reopening, reviewing
from goldenthread.service.actions.linking import rulings as what_was_ruled
from goldenthread.service.actions.shapes import ChildPage, Found, Sought
from goldenthread.vocabulary import Purpose
from tests.service.conftest import Westhaven

CLEO, RAVI, TESS = "cleo.clerk", "ravi.clerk", "tess.clerk"
LOOKED_AT_AGAIN = ("part", "whole", "tie")
SAME, DIFFERENT = Said.SAME, Said.DIFFERENT
STAY_IN_THE_COHORT = {"childrens-social-care", "schools-alder", "schools-birch"}
"""Whoever is parted from these records is held all the same: a child known there, or an adult declared there. (Not
every pupil is: see ``test_parted_out_of_the_cohort``.)"""
Held = dict[tuple[str, str], str]


@dataclass
class Story:
    """What was asked, and what stood after each day."""

    area: Westhaven
    asked: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    rulings: list[list[Any]] = field(default_factory=list)
    pages: list[ChildPage] = field(default_factory=list)
    exported: str = ""

    def together(self, day: int, question: Any) -> bool:
        left, right = what_was_ruled.pair_of(question)
        return self.held[day][left] == self.held[day][right]

    def taken_out_and_others(self) -> tuple[tuple[str, str], list[tuple[str, str]]]:
        whole = self.asked["whole"]
        keys = [(one["dataset"], one["record_id"]) for one in whole.about["records"]]
        return keys.pop(place_of_social_care(whole) or 0), keys

    def halves(self) -> tuple[list[int], list[int]]:
        """The places of one person's records that are said to be somebody else's, every second, and of the rest."""
        places = range(len(self.asked["halves"].about["records"]))
        return [*places[1::2]], [*places[::2]]

    def keys_of(self, places: Collection[int]) -> list[tuple[str, str]]:
        records = self.asked["halves"].about["records"]
        return [(records[place]["dataset"], records[place]["record_id"]) for place in places]


def first_day(told: Story) -> None:
    area = told.area
    told.asked = chosen_questions(area)
    told.pages.append(page_of(area, told.asked["tie"].person_id_r))
    page_of(area, told.asked["whole"].person_id_l)
    for name in ("whole", "tie"):
        told.seen[name] = reviewing.open_pair(told.asked[name].id, by=area.person(TESS), at=area.now)
    settle_by_two(area, told.asked["part"].id, DIFFERENT)
    whole, place = told.asked["whole"].id, place_of_social_care(told.asked["whole"]) or 0
    assert not give_answer(area, whole, CLEO, DIFFERENT, [place]).needs_a_third
    assert give_answer(area, whole, RAVI, DIFFERENT, [place + 1]).needs_a_third
    assert give_answer(area, whole, TESS, DIFFERENT, [place]).settled is Settled.DIFFERENT
    halves, out, stay = told.asked["halves"].id, *told.halves()
    assert not give_answer(area, halves, CLEO, DIFFERENT, out).needs_a_third
    # Whoever ticks all the others says the same
    assert give_answer(area, halves, RAVI, DIFFERENT, stay).settled is Settled.DIFFERENT
    settle_by_two(area, told.asked["all_one"].id, SAME)
    settle_by_two(area, told.asked["tie"].id, SAME)
    settle_by_two(area, told.asked["no_tie"].id, DIFFERENT)
    load_day(told, 1)
    with area.as_role("worker"):
        file = io.StringIO()
        what_was_ruled.export(file, operator="an operator", at=area.now)
        told.exported = file.getvalue()


def second_day(told: Story) -> None:
    area = replace(told.area, now=told.area.now + timedelta(days=1, hours=1))
    told.seen["list"] = reopening.settled(by=area.person(CLEO), at=area.now)
    for name in LOOKED_AT_AGAIN:
        ruling = ruling_on(told, name)
        told.seen[f"{name} before"] = reopening.open_settled(ruling, by=area.person(RAVI), at=area.now)
        because = {"because": f"Why {name} is looked at again", "at": area.now}
        assert reopening.look_again(ruling, by=area.person(CLEO), **because) is True
        told.seen[f"{name} twice"] = reopening.look_again(ruling, by=area.person(RAVI), **because)
        told.seen[f"{name} by another"] = reopening.look_again(ruling, by=area.person("rae.reviewer"), **because)
        again = asked_again(area, ruling)
        told.seen[f"{name} again"] = reviewing.open_pair(again, by=area.person(RAVI), at=area.now)
        settle_by_two(area, again, DIFFERENT if name == "tie" else SAME)
    told.seen["list before a load"] = reopening.settled(by=area.person(CLEO), at=area.now)
    load_day(told, 2)
    told.seen["list after"] = reopening.settled(by=area.person(CLEO), at=area.now)
    with area.as_role("worker"):
        at = area.now + timedelta(days=3)
        told.seen["third load"] = loading.load_area(
            area.folder / "area.yaml", at=at, demonstration=True, tell=lambda _: None
        )


def chosen_questions(area: Westhaven) -> dict[str, Any]:
    """A pair the machine joined, two people to be seen whole and two possible ties, about different people."""
    from goldenthread.service.store.models import LinkQuestion

    with area.as_role("worker"):
        open_to_all = LinkQuestion.objects.filter(custodian_id=None)
        joined = open_to_all.filter(kind="pair", outcome="linked", together=True).order_by("dataset_l", "record_id_l")
        part = next(q for q in joined if {q.dataset_l, q.dataset_r} <= STAY_IN_THE_COHORT)
        tie, no_tie = open_to_all.filter(kind="family").order_by("id")
        of_a_tie = {tie.person_id_l, tie.person_id_r, no_tie.person_id_l, no_tie.person_id_r}
        people = open_to_all.filter(kind="person").exclude(person_id_l__in={*of_a_tie, part.person_id_l})
        all_one, *rest = people.order_by("-value", "record_id_l")
        with_number = {*numbers_held().values_list("person_id", flat=True)}
        whole = next(q for q in rest if place_of_social_care(q) is not None and q.person_id_l in with_number)
        halves = next(q for q in rest if q != whole and len(q.about["records"]) > 3)
    return {"part": part, "whole": whole, "halves": halves, "all_one": all_one, "tie": tie, "no_tie": no_tie}


def place_of_social_care(whole: Any) -> int | None:
    """Where the record of children's social care stands, with another after it."""
    datasets = [one["dataset"] for one in whole.about["records"]]
    return next((n for n, dataset in enumerate(datasets[:-1]) if dataset == "childrens-social-care"), None)


def give_answer(area: Westhaven, question: UUID, username: str, said: Said, takes_out: Collection[int] = ()) -> Any:
    by = area.person(username)
    return reviewing.answer(question, said=said, note=f"{username} wrote this", takes_out=takes_out, by=by, at=area.now)


def settle_by_two(area: Westhaven, question: UUID, said: Said) -> None:
    give_answer(area, question, CLEO, said)
    assert give_answer(area, question, RAVI, said).settled is not None


def load_day(told: Story, day: int) -> None:
    from goldenthread.service.store.models import LinkRuling, Membership

    area = told.area
    with area.as_role("worker"):
        at = area.now + timedelta(days=day)
        assert loading.load_area(area.folder / "area.yaml", at=at, demonstration=True, tell=lambda _: None).changed
        told.held.append({(m.dataset_id, m.record_id): m.person_id for m in Membership.objects.all()})
        told.rulings.append(list(LinkRuling.objects.order_by("settled_at", "id")))
        child = told.held[-1][what_was_ruled.pair_of(told.asked["tie"])[1]]
    told.pages.append(page_of(area, child))


def page_of(area: Westhaven, person: str) -> ChildPage:
    """The child's page, as a social worker opens it who knows the NHS number."""
    with area.as_role("worker"):
        number = numbers_held().filter(person_id=person)[0].value
    by = area.person("sam.social")
    sought = Sought(purpose=Purpose.PROTECT_FROM_HARM, reason="A teacher saw bruises and rang us", nhs_number=number)
    found = finding.find_child(sought, by=by, at=area.now)
    assert isinstance(found, Found)
    page = looking.open_child(found.children[0].look, by=by, at=area.now)
    assert isinstance(page, ChildPage)
    return page


def numbers_held() -> Any:
    """The NHS numbers by which a child of the area can be found."""
    from goldenthread.service.store.models import Person, PersonIdentifier

    children = Person.objects.filter(kind="child").values("id")
    return PersonIdentifier.objects.filter(kind="nhs_number", is_key=True, person_id__in=children)


def ruling_on(told: Story, name: str) -> UUID:
    return next(r.id for r in told.rulings[0] if r.question_id == told.asked[name].id and not r.follows)


def asked_again(area: Westhaven, ruling: UUID) -> UUID:
    from goldenthread.service.store.models import LinkQuestion

    with area.as_role("worker"):
        return LinkQuestion.objects.get(reopens=ruling).pk


def entries_of(area: Westhaven, deed: str) -> list[dict[str, Any]]:
    from goldenthread.service.store.models import LedgerPayload

    with area.as_role("worker"):
        return [row.payload for row in LedgerPayload.objects.filter(deed=deed)]


def names_on(page: ChildPage, how_sure: str) -> list[str]:
    return [member.name for member in page.family if how_sure in member.how_sure]
