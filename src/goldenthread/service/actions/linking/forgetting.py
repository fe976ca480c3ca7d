"""Who an adopted child was before leaves the review of links as well: questions, answers, rulings, doubts, wrong links.

An agency may have sent the former identity before the adoption team held it back, and people may have been asked about
it. A ruling on it pairs the two identities, or could, so the load that keeps it out forgets what was said of it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.db.models import Q

from goldenthread.intake import Accepted, HeldBack, Named
from goldenthread.people import Held, Index
from goldenthread.service.actions.linking.families import BETWEEN
from goldenthread.service.actions.linking.rulings import RecordKey
from goldenthread.service.store.models import (
    LinkAnswer,
    LinkDoubt,
    LinkQuestion,
    LinkRuling,
    OfAPair,
    QuestionKind,
    WrongLinkFound,
    WrongLinkPage,
)

Side = tuple[RecordKey, str, Mapping[str, str]]
"""A record, the person it was held as, and what it said."""


def forget_whom_to_keep_out(
    accepted: Collection[Accepted],
    held_back: HeldBack | None,
    index: Index,
    before: Mapping[RecordKey, Held],
) -> None:
    """Runs inside the transaction of a load, before its questions are kept. Counted nowhere: a count would tell."""
    standing = list(LinkQuestion.objects.select_for_update())
    out = _kept_out(accepted, held_back, standing)
    rulings = [ruling for ruling in LinkRuling.objects.all() if not out.isdisjoint(_ends(ruling))]
    asked = [question for question in standing if any(key in out for key, _, _ in _sides(question))]
    were = {str(before[key].person_id) for key in out if key in before}
    were |= {person for one in (*rulings, *asked) for key, person in _held_as(one) if key in out}
    # Who the child is now may have been held as the same person.
    gone = were - {str(member.person_id) for member in index.memberships}
    LinkDoubt.objects.filter(Q(person_id__in=were) | Q(other_person_id__in=were)).delete()
    LinkRuling.objects.filter(pk__in=[one.pk for one in rulings]).delete()
    LinkQuestion.objects.filter(pk__in=[one.pk for one in asked]).delete()
    WrongLinkFound.objects.filter(Q(person_id__in=gone) | Q(other_person_id__in=gone)).update(other_person_id="")
    WrongLinkPage.objects.filter(person_id__in=gone).delete()
    _forget_answers_to_nothing()


def _forget_answers_to_nothing() -> None:
    """An answer may hold a note; it goes with its question, unless it settled something that holds."""
    kept = {
        *LinkQuestion.objects.values_list("pk", flat=True),
        *LinkRuling.objects.values_list("question_id", flat=True),
    }
    LinkAnswer.objects.exclude(question_id__in=kept).delete()


def _kept_out(
    accepted: Iterable[Accepted], held_back: HeldBack | None, standing: Iterable[LinkQuestion]
) -> frozenset[RecordKey]:
    """The records that this load keeps out, and those no longer sent that a question shows to be of such a person."""
    sent: set[RecordKey] = set()
    out: set[RecordKey] = set()
    for taken in accepted:
        dataset = taken.contract.contract
        sent.update((dataset, record_id) for record_id in taken.records["record_id"].to_pylist())
        out.update((dataset, record_id) for record_id in taken.kept_out)
    if held_back:
        asked = (side for question in standing for side in _sides(question))
        out.update(key for key, _, said in asked if key not in sent and _holds(held_back, said))
    return frozenset(out)


def _sides(question: LinkQuestion) -> Iterator[Side]:
    if question.kind == QuestionKind.PERSON.value:
        for one in question.about["records"]:
            yield (one["dataset"], one["record_id"]), question.person_id_l, one["said"]
    else:
        held_as = _held_as(question)
        for (key, person), said in zip(held_as, (question.left, question.right), strict=True):
            yield key, person, said
        for one in (question.about.get("group") or {}).get("records", ()):
            yield (one["dataset"], one["record_id"]), held_as[one["side"]][1], one["said"]


def _held_as(one: OfAPair) -> tuple[tuple[RecordKey, str], tuple[RecordKey, str]]:
    left, right = (one.dataset_l, one.record_id_l), (one.dataset_r, one.record_id_r)
    return (left, one.person_id_l), (right, one.person_id_r)


def _ends(one: OfAPair) -> frozenset[RecordKey]:
    return frozenset(key for key, _ in _held_as(one))


def _holds(held_back: HeldBack, said: Mapping[str, str]) -> bool:
    """Whether a record that said this is held back. Of families all that is said of a person stands in one text."""
    given, middle, known_as, family, full = (
        said.get(name, "") for name in ("given_name", "middle_names", "known_as", "family_name", "full_name")
    )
    named = Named(forenames=f"{given} {middle} {known_as}", surnames=family, full_name=full)
    told = said.get("date_of_birth", "").split(BETWEEN)
    return any(
        held_back.holds(
            said.get("nhs_number"),
            f"{full} {given} {family}",
            date.fromisoformat(day) if day else None,
            named=named,
            upn=said.get("upn"),
        )
        for day in told
    )
