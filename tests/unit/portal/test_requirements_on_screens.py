"""What the screens of sharing must say to somebody who is deciding, and where."""

import re
from dataclasses import replace
from typing import Any

import pytest

from goldenthread.disclosure.advice import advise
from goldenthread.disclosure.advice.words import Special
from goldenthread.law import Nation, law_in_force
from goldenthread.service.actions import casework
from goldenthread.service.actions.law_pages import Entry
from goldenthread.service.portal import law_words, sharing_words
from goldenthread.service.portal.deciding_forms import DecideForm
from goldenthread.service.portal.record_pages import LEADS_TO_SOMEBODY, parts_of
from goldenthread.service.portal.sharing_forms import ItemForm, RisksForm
from goldenthread.vocabulary import AgencyId, ProvisionId
from tests.service.sharing_answers import decision, person, thing, worry
from tests.spec.asking import FORMS_OF_HARM
from tests.unit.portal.law_samples import law_screens
from tests.unit.portal.samples import TODAY
from tests.unit.portal.screens import Render, screens
from tests.unit.portal.sharing_samples import COUNCIL, SCHOOL, a_draft, a_record, an_answer

FLOW = ("share-worry", "share-items", "share-people", "share-weigh", "share-answer")
UNSAFE = ("harm", "violence", "less_cooperation", "withholding", "withdrawal")


def said_on(name: str, render: Render, **differs: Any) -> str:
    """What a screen says in its main part, as one line of text."""
    template, context = screens()[name]
    html = render(template, **{**context, **differs})
    text = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])
    return " ".join(text.replace("&#39;", "’").split())


@pytest.mark.requirement("F1")
def test_the_seven_rules_are_walked_through_and_each_answer_stands_in_the_record(render: Render) -> None:
    where = ("worry", "people", "people", "answer", "worry", "items", "answer")
    for number, ((name, says), screen) in enumerate(zip(sharing_words.RULES, where, strict=True), 1):
        said = said_on(f"share-{screen}", render)
        assert f"{number}. {name}" in said
        assert screen == "answer" or says in said
    (kept,) = [part for part in parts_of(a_record()).parts if part.title == "The seven rules"]
    assert [title for title, _ in kept.lines] == [f"{n}. {name}" for n, (name, _) in enumerate(sharing_words.RULES, 1)]
    answers = [answer for _, answer in kept.lines]
    assert all(answers)
    assert "Risk of harm" in answers[0]
    assert "Father" in answers[1]
    assert answers[2] != answers[3]
    assert "1 of 2" in answers[5]
    assert a_record().content["why"] == answers[6]


@pytest.mark.requirement("F3")
@pytest.mark.parametrize("reason", UNSAFE)
def test_each_reason_why_telling_is_unsafe_can_be_ticked_and_is_kept_to(reason: str, render: Render) -> None:
    assert sharing_words.UNSAFE[reason][0] in said_on("share-people", render)
    unsafe = person(telling="unsafe", unsafe=[reason], view="unknown")
    draft = a_draft()
    answers = {**draft.answers, "people": {**draft.answers["people"], "mother": unsafe}}
    told = {t.who.value: t for t in an_answer(a_draft(answers=answers)).answer.tell}
    assert told["mother"].answer == "do_not_tell_yet"
    assert "tell" in an_answer().answer.tell[1].answer
    before = {t.who.value: t.answer.value for t in an_answer().answer.tell}
    assert before["mother"] == "tell_first"


@pytest.mark.requirement("F13")
def test_the_fifteen_forms_of_harm_are_offered_in_plain_words(render: Render) -> None:
    said = said_on("share-worry", render)
    for kind in FORMS_OF_HARM:
        assert sharing_words.KINDS[kind][0].replace("'", "’") in said


@pytest.mark.requirement("F14")
def test_slow_neglect_can_be_said_and_earlier_worries_are_seen_to_add_up(render: Render) -> None:
    said = said_on("share-worry", render)
    assert "or it is slowly getting worse" in said
    assert "Small signs that are adding up." in said
    risks = RisksForm(initial={}, is_sensitive=False, may_be_ordered=False)
    assert "Small signs add up." not in said_on("share-weigh", render, form=risks)
    again = said_on("share-weigh", render, form=risks, draft=a_draft(earlier=(TODAY, TODAY, TODAY)))
    assert "Small signs add up. 3 decisions about this child stand here since" in again


@pytest.mark.requirement("F15")
def test_the_screen_of_danger_says_which_serious_harm_is_an_emergency(render: Render) -> None:
    said = said_on("emergency", render)
    assert "What is not an emergency" in said
    assert "Serious harm that already happened may not need this page." in said
    assert "If you are not sure, treat it as an emergency." in said


@pytest.mark.requirement("F18")
def test_what_people_get_wrong_is_put_right_where_they_weigh_and_before_they_begin(render: Render) -> None:
    for screen in ("share-weigh", "sharing"):
        said = said_on(screen, render)
        for myth, truth in sharing_words.MYTHS:
            assert myth in said
            assert truth in said


@pytest.mark.requirement("G2")
def test_every_basis_of_article_6_is_offered_in_its_own_order_and_none_is_said_to_be_better(render: Render) -> None:
    form = DecideForm(shown=an_answer())
    offered = [value for value, _ in form["basis"].field.choices if value]
    assert offered == [f"art6_1_{letter}" for letter in ("a", "b", "c", "d", "e", "ea", "f")]
    assert form.initial["basis"] in offered
    assert "None is better than the others." in said_on("share-answer", render)


@pytest.mark.requirement("G26")
def test_what_can_carry_sharing_between_systems_is_set_out_apart(render: Render) -> None:
    from goldenthread.law import Question, search

    law = law_in_force(Nation.ENGLAND, on=TODAY)
    found = {p.id: p for p in search(law.provisions, Question(carries_flows=True))}
    assert {"ca2004_s10", "ca2004_s11", "ca2004_s16E_16G", "dea2017_s35"} <= set(found)
    assert not {"ca2004_s16LA", "ca1989_s47_enquire", "ca1989_s46", "fgma2003_s5B"} & set(found)
    assert all(p.effect in ("permits", "implies", "requires", "requires_on_request") for p in found.values())
    template, context = law_screens()["law"]
    assert "?flows=yes" in render(template, **context)
    shown = law.provision(ProvisionId("dea2017_s35"))
    assert shown is not None
    entry = Entry(provision=shown, force=law.force(shown.id))
    page = render("law_provision.html", entry=entry, may_settle=False, words=law_words)
    assert "It can carry regular sharing between whole systems." in page


@pytest.mark.requirement("H2")
@pytest.mark.requirement("H3")
@pytest.mark.requirement("H4")
@pytest.mark.requirement("H5")
@pytest.mark.parametrize("screen", ["share-people", "share-answer"])
def test_the_four_meanings_of_consent_are_kept_apart_where_they_are_mixed_up(screen: str, render: Render) -> None:
    said = said_on(screen, render)
    as_basis, to_a_service, to_treatment, openness = sharing_words.CONSENTS
    assert len(set(sharing_words.CONSENTS)) == 4
    for name, says in sharing_words.CONSENTS:
        assert f"{name} {says}" in said
    assert "Seldom the right one. It can be taken back at any time." in as_basis[1]
    assert "turn down help. You may still share" in to_a_service[1]
    assert "says nothing about sharing" in to_treatment[1]
    assert "That is not asking for consent." in openness[1]


def test_a_yes_to_sharing_a_telling_and_a_basis_are_three_answers_in_the_record() -> None:
    record = a_record()
    mother = next(one for one in record.content["people"] if one["who"] == "mother")
    assert (mother["view"], mother["told"]) == ("agrees", "told")
    assert record.content["basis"] != "art6_1_a"


@pytest.mark.requirement("J2")
def test_every_special_category_can_be_ticked_and_reaches_the_question() -> None:
    offered = {value for value, _ in ItemForm()["marks"].field.choices}
    assert {kind.value for kind in Special} <= offered
    draft = a_draft()
    for kind in Special:
        answers = {**draft.answers, "items": [thing(marks=[kind.value])]}
        case = casework.case_of(answers, sender=SCHOOL, recipient=COUNCIL, asked_on=TODAY, child_age=7)
        assert case.items[0].special == (kind,)


@pytest.mark.parametrize(("marks", "goes"), [(["whole_file"], "redact"), (["moves"], "share")])
def test_whoever_says_that_a_child_moves_sends_the_new_school_its_whole_file(marks: list[str], goes: str) -> None:
    assert "moves" in {value for value, _ in ItemForm()["marks"].field.choices}
    file = thing(words="Her child protection file.", marks=marks)
    answers = {**a_draft().answers, "items": [file]}
    new_school = replace(SCHOOL, id=AgencyId("birch-school"), name="Birch Primary School")
    case = casework.case_of(answers, sender=SCHOOL, recipient=new_school, asked_on=TODAY, child_age=7)
    answer = advise(case, law_in_force(Nation.ENGLAND, on=TODAY))
    assert [one.answer for one in answer.items] == [goes]
    assert ("pupil_information" in answer.duty) is (goes == "share")


@pytest.mark.requirement("I9")
def test_whoever_ticks_health_reads_that_the_illness_can_stay_out(render: Render) -> None:
    assert "You can say what is needed and leave the illness out." in said_on("share-items", render)


@pytest.mark.requirement("K5")
def test_the_screens_say_that_data_protection_law_does_not_stop_anybody_from_saving_a_child(render: Render) -> None:
    assert "Data protection law does not stop you." in said_on("emergency", render)
    for screen in ("sharing", "share-weigh"):
        assert "It does not stop you from sharing to keep a child safe." in said_on(screen, render)


@pytest.mark.requirement("L2")
@pytest.mark.parametrize("mark", ["secret_address", "hurt_if_named", "adoption"])
def test_what_leads_to_a_protected_person_stands_on_no_page_and_in_no_file(mark: str, render: Render) -> None:
    from io import BytesIO

    import docx

    from goldenthread.service.actions import record_files

    secret = "She lives at 4 Cobbler’s Yard."
    record = a_record()
    items = [*record.content["items"], {**thing(words=secret, marks=[mark]), "shared": False}]
    parts = parts_of(a_record(content={**record.content, "items": items}))
    said = said_on("record", render, parts=parts)
    word = "\n".join(p.text for p in docx.Document(BytesIO(record_files.as_word(parts))).paragraphs)
    for made in (said, word, str([part.lines for part in parts.parts])):
        assert LEADS_TO_SOMEBODY in made
        assert "Cobbler" not in made
    # Nor does it go where somebody is close to the danger, whatever the haste
    draft = a_draft()
    for immediacy in ("routine", "urgent"):
        near = worry(is_near_risk=True, immediacy=immediacy, people=["mother", "father"])
        answers = {**draft.answers, "worry": near, "items": [thing(words=secret, marks=[mark])]}
        assert an_answer(a_draft(answers=answers)).answer.items[0].answer == "withhold"


@pytest.mark.requirement("E13")
def test_a_record_says_who_opened_what_was_shared_or_that_nobody_has(render: Render) -> None:
    from tests.unit.portal.samples import NOW

    unopened = said_on("record", render)
    assert "Nobody there has opened it yet. Do not wait for somebody else to tell them" in unopened
    opened = said_on("record", render, record=a_record(seen_at=NOW, seen_by="Sam Okafor"))
    assert "by Sam Okafor" in opened
    assert "Nobody there has opened it yet" not in opened
    assert "“Somebody else will say it.” They may not." in said_on("share-weigh", render)


def test_whoever_found_nothing_reads_what_else_to_try(render: Render) -> None:
    said = said_on("nothing", render)
    for way in (
        "an NHS number or a unique pupil number",
        "an earlier last name, another spelling",
        "the year above all",
        "the postcode of the home, if you left it out",
    ):
        assert way in said


@pytest.mark.parametrize(
    ("screen", "number"), [("record", "01632 960010"), ("release", "01632 960271"), ("request", "01632 960012")]
)
def test_where_a_page_says_to_ring_them_it_says_on_which_number(screen: str, number: str, render: Render) -> None:
    assert number in said_on(screen, render)


@pytest.mark.requirement("I4")
def test_confidence_is_judged_thing_by_thing_and_case_by_case_and_written_down() -> None:
    from goldenthread.service.actions.recording import _content

    draft = a_draft()
    standings = set()
    for level, marks in (("risk_of_harm", ["confidence"]), ("unmet_need", ["confidence"]), ("risk_of_harm", [])):
        answers = {
            **draft.answers,
            "worry": worry(level=level, people=["mother", "father"]),
            "items": [thing(marks=marks)],
            "people": {**draft.answers["people"], "child": person(view="unknown")},
        }
        shown = an_answer(a_draft(answers=answers))
        standings.add(shown.answer.confidentiality.value)
        content = _content(shown, decision())
        assert content["items"][0]["marks"] == marks
        (law,) = [part for part in parts_of(a_record(content=content)).parts if part.title == "The law"]
        stands = sharing_words.CONFIDENTIALITY[shown.answer.confidentiality]
        assert ("Confidence", stands) in law.lines
    assert standings == {"public_interest", "weigh", "not_engaged"}
