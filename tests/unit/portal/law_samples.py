"""The pages of law with the shipped register, as somebody asks and as an administrator settles a start."""

from datetime import date
from itertools import groupby
from typing import Any

from goldenthread.law import (
    Change,
    Force,
    Standing,
    Switch,
    changes,
    law_in_force,
    read_register,
    search,
)
from goldenthread.service.actions.law_pages import EffectOfSettling, Entry, OneDay
from goldenthread.service.actions.typical_questions import AnsweredAnew
from goldenthread.service.portal import law_words
from goldenthread.service.portal.law_forms import LawForm, SettleForm, SinceForm
from goldenthread.vocabulary import ProvisionId
from tests.unit.portal.samples import ALI, DEE

TODAY = date(2026, 11, 22)
LAW = law_in_force("england", on=TODAY)
DUTY = ProvisionId("ca2004_s16LA")
SWITCH = Switch(
    provision=DUTY,
    standing=Standing.CONFIRMED,
    starts_on=date(2026, 9, 30),
    instrument="regulations that were read",
    by="administrator, Westhaven Council",
    on=TODAY,
)


def entry(id: str, **differs: Any) -> Entry:
    provision = LAW.provision(ProvisionId(id))
    assert provision is not None
    return Entry(provision=provision, force=LAW.force(provision.id), **differs)


def law_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    wrong = SettleForm({"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2027"})
    wrong_since = SinceForm({"since-day": "3"})
    wrong.is_valid()
    wrong_since.is_valid()
    duty = entry(DUTY, is_open=True)
    instead = tuple(p for p in LAW.provisions if p.id in duty.provision.instead)
    told = tuple(c for c in changes(read_register(), since=date(2026, 1, 1)) if c.change is not Change.CHECKED)
    effect = EffectOfSettling(
        provision=duty.provision,
        switch=SWITCH,
        days=(OneDay(on=TODAY, now=Force.UNCERTAIN, then=Force.IN_FORCE),),
        answers=(
            AnsweredAnew(
                question="A school tells children’s social care about neglect",
                on=TODAY,
                now="should_share",
                then="must_share",
                now_is_unconfirmed=False,
                then_is_unconfirmed=True,
            ),
        ),
        agreements=("Westhaven children",),
    )
    same = EffectOfSettling(
        provision=duty.provision,
        switch=SWITCH,
        days=(OneDay(on=TODAY, now=Force.UNCERTAIN, then=Force.UNCERTAIN),),
        answers=(),
        agreements=(),
    )
    words = {"words": law_words}
    return {
        "law": ("law.html", _list({}) | words),
        "law-asked": ("law.html", _list({"sender": "school_academy", "recipient": "la_csc"}) | words | {"by": DEE}),
        "law-none": ("law.html", _list({"words": "magna carta"}) | words),
        "law-provision": ("law_provision.html", {"entry": entry("sch1_p18"), **words}),
        "law-provision-open": (
            "law_provision.html",
            {"by": ALI, "entry": Entry(provision=duty.provision, force=duty.force, leads_to=instead, is_open=True,
                                       settled=SWITCH), "may_settle": True, **words},
        ),
        "law-changes": ("law_changes.html", _changes(SinceForm(None), told) | words),
        "law-changes-wrong": ("law_changes.html", _changes(wrong_since, ()) | words),
        "law-start": ("law_start.html", {"by": ALI, "entry": duty, "form": SettleForm(), **words}),
        "law-start-wrong": ("law_start.html", {"by": ALI, "entry": duty, "form": wrong, **words}),
        "law-start-effect": ("law_start_effect.html", {"by": ALI, "effect": effect, "seen": "1a", **words}),
        "law-start-no-effect": ("law_start_effect.html", {"by": ALI, "effect": same, "seen": "1b", **words}),
    }  # fmt: skip


def _list(asked: dict[str, str]) -> dict[str, Any]:
    form = LawForm(asked)
    found = [entry(p.id) for p in search(LAW.provisions, form.question())]
    kinds = list(law_words.KINDS)
    by_kind = groupby(sorted(found, key=lambda e: kinds.index(e.provision.kind)), key=lambda e: e.provision.kind)
    return {
        "form": form,
        "choices": form.choices(),
        "found": [(kind, tuple(ours)) for kind, ours in by_kind],
        "count": len(found),
        "is_asked": bool(asked),
    }


def _changes(form: SinceForm, told: tuple[Any, ...]) -> dict[str, Any]:
    return {"form": form, "since": date(2026, 1, 1), "changes": told, "checked": 2}
