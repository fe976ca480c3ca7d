"""A stored question as a screen shows it."""

from collections.abc import Iterable
from typing import Any

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import Agreement, Answers, Foreseen, Rival
from goldenthread.people import Ground
from goldenthread.service.actions.linking.rows import NOBODY, SAYS_WHERE, SHOWN
from goldenthread.service.actions.linking.shapes import (
    EvidenceRow,
    FamilyShown,
    FieldAcross,
    FieldRow,
    GroupRecord,
    GroupShown,
    GroupTie,
    JoinRow,
    NumberRow,
    OthersAnswer,
    PairShown,
    WholeShown,
)
from goldenthread.service.store.models import LinkQuestion, QuestionKind


def shown_whole(question: LinkQuestion, others: tuple[OthersAnswer, ...]) -> WholeShown:
    records = [one["said"] for one in question.about["records"]]
    return WholeShown(
        question=question.id,
        why=question.why,
        records=len(records),
        rows=tuple(_fields_across(records, private=question.kept_private)),
        joins=tuple(_join(one) for one in question.about["joins"]),
        kept_private=question.kept_private,
        others=others,
        asked_because=question.asked_because,
        group=_group_of_a_person(question),
    )


def shown(question: LinkQuestion, others: tuple[OthersAnswer, ...]) -> PairShown | FamilyShown:
    """Two records, or an adult and a child."""
    if question.kind == QuestionKind.FAMILY.value:
        return FamilyShown(
            question=question.id,
            why=question.why,
            rows=tuple(_field_rows(question)),
            grounds=tuple(Ground(one) for one in question.about["grounds"]),
            named=tuple((one["name"], one["relation"]) for one in question.about.get("named", ())),
            share_declared=question.about["share_declared"],
            kept_private=question.kept_private,
            others=others,
            asked_because=question.asked_because,
        )
    return PairShown(
        question=question.id,
        why=question.why,
        outcome=Outcome(question.outcome),
        by_chance=question.by_chance,
        together=question.together,
        answers=answers_of(question),
        probability=question.probability,
        rival=Rival(question.rival),
        starts_at=question.starts_at,
        rows=tuple(_field_rows(question)),
        evidence=tuple(_evidence(one) for one in question.lines),
        kept_private=question.kept_private,
        others=others,
        asked_because=question.asked_because,
        group=_group(question),
        stands_alone=question.about.get("group", ()) is None,
        numbers=tuple(map(_number, numbers_of(question))),
        one_is_nobodys=NOBODY in (question.person_id_l, question.person_id_r),
    )


def _number(one: dict[str, Any]) -> NumberRow:
    named = tuple((name, born) for name, born in one["named"])
    return NumberRow(number=one["number"], records=len(one["records"]), named=named)


def numbers_of(question: LinkQuestion) -> list[dict[str, Any]]:
    """The NHS numbers that the records of the two people hold, where they hold two or more; none of an older load."""
    found: list[dict[str, Any]] = question.about.get("numbers", [])
    return found


def answers_of(question: LinkQuestion) -> Answers | None:
    """What each answer about a pair would do, as the last load foresaw it; none where that load did not."""
    if "same" not in question.about:
        return None
    return Answers(same=Foreseen(**question.about["same"]), apart=Foreseen(**question.about["apart"]))


def _group(question: LinkQuestion) -> GroupShown | None:
    """Whom the two stand with, as the last load saw it; none where that load did not look, or nobody does."""
    told = question.about.get("group")
    if not told:
        return None
    return GroupShown(
        records=_group_records(question, told["records"]),
        ties=tuple(
            GroupTie(**{**tie, "agrees": tuple(tie["agrees"]), "differs": tuple(tie["differs"])})
            for tie in told["ties"]
        ),
        more=told["more"],
    )


def _group_of_a_person(question: LinkQuestion) -> GroupShown:
    told = question.about["records"]
    files = list(dict.fromkeys(one["dataset"] for one in told))
    records = [{**one, "side": 0, "file": files.index(one["dataset"])} for one in told]
    joins = (_join(one) for one in question.about["joins"])
    ties = (GroupTie(left=one.left, right=one.right, probability=one.probability, holds=True) for one in joins)
    return GroupShown(records=_group_records(question, records), ties=tuple(ties))


def _group_records(question: LinkQuestion, told: Iterable[dict[str, Any]]) -> tuple[GroupRecord, ...]:
    hides = SAYS_WHERE if question.kept_private else frozenset()
    return tuple(
        GroupRecord(
            side=one["side"],
            file=one["file"],
            said={name: str(one["said"][name]) for name in SHOWN if name in one["said"] and name not in hides},
        )
        for one in told
    )


def _field_rows(question: LinkQuestion) -> Iterable[FieldRow]:
    for one in _fields_across((question.left, question.right), private=question.kept_private):
        left, right = one.values
        yield FieldRow(name=one.name, left=left, right=right, kept_private=one.kept_private)


def _fields_across(records: Iterable[dict[str, Any]], *, private: bool) -> Iterable[FieldAcross]:
    held = list(records)
    for name in SHOWN:
        if private and name in SAYS_WHERE:
            yield FieldAcross(name=name, values=("",) * len(held), kept_private=True)
            continue
        values = tuple(str(one.get(name, "")) for one in held)
        if any(values):
            yield FieldAcross(name=name, values=values)


def _join(told: dict[str, Any]) -> JoinRow:
    return JoinRow(
        left=told["left"],
        right=told["right"],
        probability=told["probability"],
        parts=told["parts"],
        rival=Rival(told["rival"]),
        starts_at=told["starts_at"],
        evidence=tuple(_evidence(one) for one in told["lines"]),
    )


def _evidence(line: dict[str, Any]) -> EvidenceRow:
    return EvidenceRow(
        comparison=line["comparison"],
        said=line["said"],
        agreement=Agreement(line["agreement"]),
        bits=line["bits"],
    )
