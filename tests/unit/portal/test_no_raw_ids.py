"""No screen of sharing shows a practitioner an id or the path of a field: each is said in words."""

import re

import pytest

from goldenthread.disclosure.advice import case_from
from goldenthread.service.portal.deciding_forms import DecideForm
from goldenthread.service.portal.sharing_sentences import to_find_out
from goldenthread.service.portal.sharing_words import LEFT_OPEN
from tests.unit.portal.screens import Render, screens
from tests.unit.portal.sharing_samples import a_draft, an_answer, sharing_screens

CASE = case_from(
    {"people": [{"who": "child"}, {"who": "mother"}], "items": [{"name": "a"}, {"name": "b"}]}, name="a case"
)
PATHS = re.compile(
    r"(sender|recipient|concern|judgement|request|governance|people|items)[\[.,]\s*[a-z0-9]+_?[a-z]*[\].]"
)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("people[1].telling.may_increase_risk", "Mother: Could somebody be hurt if they are told?"),
        ("people[0].competent", "The child: Do they understand what sharing this means?"),
        ("items[1].needed_by_recipient", "Thing 2: Do they need it to act?"),
        ("governance.policy_document", "Is there a policy document for sensitive data?"),
        ("sender.competent_authority", "Do you do this as the police"),
        ("recipient.something_new", LEFT_OPEN),
    ],
)
def test_what_is_left_open_is_asked_in_words(path: str, says: str) -> None:
    assert to_find_out(path, CASE).startswith(says)


def test_every_basis_is_offered_in_words_and_as_it_is_cited() -> None:
    shown = an_answer(citations={"art6_1_e": "UK GDPR, Article 6(1)(e)"})
    offered = dict(DecideForm(shown=shown)["basis"].field.choices)
    assert offered["art6_1_e"] == "Part of our public task (UK GDPR, Article 6(1)(e))"
    assert offered["art6_1_a"] == "Consent"


@pytest.mark.parametrize("name", sorted(sharing_screens()))
def test_no_path_of_a_field_stands_on_a_screen(name: str, render: Render) -> None:
    template, context = screens()[name]
    html = render(template, **context)
    assert not PATHS.search(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def test_the_answer_to_a_thin_question_shows_no_path_either(render: Render) -> None:
    draft = a_draft()
    unsure = {
        who: {**said, "telling": "unknown", "competent": "unknown"} for who, said in draft.answers["people"].items()
    }
    things = [{**item, "needed": "unknown"} for item in draft.answers["items"]]
    weigh = {**draft.answers["weigh"], "relevant": "unknown", "policy_document": "unknown", "worse": "unsure"}
    shown = an_answer(a_draft(answers={**draft.answers, "people": unsure, "items": things, "weigh": weigh}))
    html = render(
        "share_answer.html",
        shown=shown,
        form=DecideForm(shown=shown),
        notices={},
        by=screens()["share-answer"][1]["by"],
    )
    assert "It would help to know" in html
    assert not PATHS.search(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))
    assert LEFT_OPEN not in html
