"""The words and the picture of comparing two records."""

from dataclasses import replace
from typing import Any

import pytest

from goldenthread.linkage import Outcome
from goldenthread.linkage.comparisons import EVERY_COMPARISON
from goldenthread.linkage.reviewing import Agreement, Answers, Estimate, Foreseen, Rival, Said, Settled
from goldenthread.service.actions.linking.rows import SHOWN as FIELDS_SHOWN
from goldenthread.service.actions.linking.shapes import OthersAnswer
from goldenthread.service.portal import doubt_words, group_words, link_words
from goldenthread.service.portal.evidence_picture import MIDDLE, WIDTH, draw_evidence
from goldenthread.service.portal.link_forms import DoubtForm, LinkAnswerForm, OneChildForm
from goldenthread.service.store.compared import DoubtState
from tests.unit.portal.link_samples import PAIR, PRIVATE, SOME, TIE, TWO_HELD, WHOLE
from tests.unit.portal.markup import Page
from tests.unit.portal.one_child_samples import one_child_screens
from tests.unit.portal.screens import Render, screens
from tests.unit.portal.wrong_link_samples import SHOWN


def test_everything_that_may_be_shown_has_words() -> None:
    assert set(FIELDS_SHOWN) == set(link_words.FIELDS)
    assert {comparison.name for comparison in EVERY_COMPARISON} <= set(link_words.EVIDENCE)
    assert set(link_words.AGREEMENTS) == set(Agreement)
    assert set(link_words.RIVALS) == set(Rival)
    assert set(link_words.SAID) == set(Said)
    assert set(link_words.SETTLED) == set(Settled)


def test_nobody_is_told_that_their_name_is_no_known_name() -> None:
    labels = [level.label for comparison in EVERY_COMPARISON for level in comparison.levels]
    assert any("no known name" in label for label in labels), "else these words can go"
    assert not any("known name" in link_words.in_short(label) for label in labels)
    assert link_words.in_short("one letter apart, and one of them is no known name") == "one letter apart"


def test_the_picture_stands_right_for_one_person_and_left_for_two() -> None:
    bars = {bar.name: bar for bar in draw_evidence(PAIR.starts_at, PAIR.evidence).bars}
    against, for_one = bars["First name"], bars["Date of birth"]
    assert not against.is_for
    assert against.x + against.width == pytest.approx(MIDDLE)
    assert for_one.is_for
    assert for_one.x == MIDDLE
    assert for_one.width > against.width
    assert bars["Sex"].width == 0
    assert not bars["To begin with"].is_for


def test_an_agreement_that_many_share_is_not_said_to_speak_for_two_people() -> None:
    assert link_words.strength(-1.6, Agreement.AGREES) == "many share it, so it helps little"
    assert link_words.strength(-1.6, Agreement.DIFFERS) == "speaks somewhat for two people"


def test_of_a_birth_date_that_was_compared_and_is_not_shown_it_is_said_why() -> None:
    born = next(row for row in PAIR.rows if row.name == "date_of_birth")
    rest = tuple(row for row in PAIR.rows if row is not born)
    not_compared = tuple(replace(one, agreement=Agreement.NOT_KNOWN) for one in PAIR.evidence)
    assert group_words.compared_unseen(PAIR) == ""
    for rows in (rest, (*rest, replace(born, left="")), (*rest, replace(born, right=""))):
        assert group_words.compared_unseen(replace(PAIR, rows=rows)) == group_words.COMPARED_UNSEEN
        assert group_words.compared_unseen(replace(PAIR, rows=rows, evidence=not_compared)) == ""


def test_a_very_strong_piece_of_evidence_stays_within_the_picture() -> None:
    strong = [replace(PAIR.evidence[0], bits=bits) for bits in (-40.0, 40.0)]
    for bar in draw_evidence(0.0, strong).bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH


def _page(name: str, render: Render) -> Page:
    template, context = screens()[name]
    return Page(render(template, **context))


def test_agreement_is_said_in_words_and_drawn_in_two_patterns(render: Render) -> None:
    template, context = screens()["link-pair"]
    html = render(template, **context)
    for words in ("Agrees", "Nearly agrees", "Differs", "Not known", "Speaks somewhat for two people"):
        assert words in html
    assert "url(#striped)" in html


def test_the_first_two_see_no_answer_and_the_third_sees_both(render: Render) -> None:
    first, third = (render(screens()[name][0], **screens()[name][1]) for name in ("link-pair", "link-pair-tie"))
    for other in TIE.others:
        assert other.note not in first
        assert other.note in third
    assert "break the tie" not in first


def test_where_a_home_is_protected_the_page_says_so_and_not_where(render: Render) -> None:
    template, context = screens()["link-pair-private"]
    html = render(template, **context)
    assert "Quay" not in html
    assert "Kept private" in html
    assert PRIVATE.kept_private


def test_many_records_of_one_person_stand_in_tables_that_a_page_has_room_for(render: Render) -> None:
    template, context = screens()["link-whole"]
    many = 2 * group_words.RECORDS_SIDE_BY_SIDE + 1
    rows = tuple(replace(row, values=tuple(f"{row.name} {n}" for n in range(many))) for row in WHOLE.rows)
    html = render(template, **{**context, "whole": replace(WHOLE, records=many, rows=rows)})
    shown = html[: html.index("Which service holds")]
    tables = shown.split("<table")[1:]
    assert [table.count('scope="col"') - 1 for table in tables] == [5, 5, 1]
    captions = ("What Records A to E say", "What Records F to J say", "What Record K says")
    for place, (table, caption) in enumerate(zip(tables, captions, strict=True)):
        assert caption in table
        for n in range(many):
            assert (f">address_line {n}<" in table) is (n // group_words.RECORDS_SIDE_BY_SIDE == place)
    assert "What the records say" in render(template, **context)


def test_an_estimate_is_told_with_its_interval_and_never_rounded_to_certainty() -> None:
    said = link_words.how_right(SOME.linked)
    assert said.startswith("Of 120 pairs drawn by chance, people found 119 to be one person.")
    assert "between 95.4% and 99.9%" in said
    flawless = link_words.how_right(Estimate(outcome=Outcome.LINKED, same=100_000, different=0, open=0))
    assert "found all 100,000 to be" in flawless
    assert "between 99.9% and 100%" in flawless
    assert "nobody can say" in link_words.how_right(Estimate(outcome=Outcome.LINKED, same=0, different=0, open=3))


def test_whoever_has_been_told_is_not_offered_again(render: Render) -> None:
    page = _page("wrong-link", render)
    labels = [label.text for label in page.all("label")]
    assert any("Sam Okafor" in text for text in labels)
    assert not any("Dee Marlow" in text for text in labels)
    assert any(person.told_at for person in SHOWN.people)


def test_what_an_answer_would_do_is_said_as_it_would_come_about() -> None:
    assert told(joins=1) == "“The same person” would join 1 pair of records"
    assert told(joins=8, parts=5, loses_left=5) == (
        "“The same person” would move the first record from the person it is with now to the second’s."
        " That would join 8 pairs of records and part 5, because all of them together cannot be one person"
    )
    assert "move the second record and 2 others from" in told(joins=8, parts=5, loses_right=3, keeps_right=2)
    assert "take both records from others" in told(joins=1, parts=5, loses_left=2, loses_right=3)
    assert told() == "Neither answer would change who is one person now"


def test_an_answer_that_cannot_be_obeyed_is_said_to_be_so_and_why() -> None:
    assert "cannot be done, because their records hold what one person cannot have" in told(obeyed=False)
    assert "cannot be done, because of what people settled before" in told(obeyed=False, people_settled=True)


def test_beside_the_machine_s_guess_stands_what_other_records_say() -> None:
    held = Foreseen(obeyed=True, joins=0, parts=4, loses_left=4, against=0.98)
    together = replace(PAIR, probability=0.25, together=True, answers=Answers(same=NOTHING_DONE, apart=held))
    assert link_words.guess(together) == (
        "By these two records alone, the machine’s own guess is about 25 in 100 that they are one person."
        " But other records hold the two together. If these are two people, those links are wrong, and of the surest"
        " of them its guess is about 98 in 100 that it is right."
    )
    torn = Foreseen(obeyed=True, joins=8, parts=5, loses_left=5, against=0.999)
    apart = replace(PAIR, probability=0.9, together=False, answers=Answers(same=torn, apart=NOTHING_DONE))
    assert "about 90 in 100 that they are one person. But other records are joined to them" in link_words.guess(apart)
    assert link_words.guess(apart).endswith("its guess is about 99 in 100 that it is right.")
    alone = "The machine’s own guess is about 25 in 100 that they are one person."
    assert link_words.guess(replace(together, answers=None)) == alone
    assert link_words.guess(replace(together, answers=Answers(same=NOTHING_DONE, apart=NOTHING_DONE))) == alone


def test_what_two_people_would_part_is_said_of_records_that_are_held_as_one() -> None:
    two = Foreseen(obeyed=True, joins=0, parts=4, loses_left=4)
    together = replace(PAIR, together=True, answers=Answers(same=NOTHING_DONE, apart=two))
    assert link_words.what_hangs_on_it(together) == (
        "The two are held as one person now. “Two people” would part 4 pairs of records"
    )


NOTHING_DONE = Foreseen(obeyed=True, joins=0, parts=0)


def told(**does: Any) -> str:
    """What is said of two people, where *the same person* does this."""
    answers = Answers(same=replace(NOTHING_DONE, **does), apart=NOTHING_DONE)
    return link_words.what_hangs_on_it(replace(PAIR, answers=answers))


@pytest.mark.parametrize("words", ["She lives at 14 Gull Walk", "Two homes, one is LS1 4AP"])
def test_what_somebody_writes_of_a_page_takes_no_address(words: str) -> None:
    form = DoubtForm({"because": words})
    assert form.errors == {"because": ["Take the address out. Say only that there are two"]}
    assert DoubtForm({"because": "Two homes and 2 mothers"}).is_valid()


def test_a_page_that_somebody_doubts_says_so_and_offers_to_be_sent_until_one_has(render: Render) -> None:
    offered = "tell the reviewers that these records are not all one person"
    plain, others, own = (_page(name, render).words() for name in ("child", "child-asked", "child-to_be_parted"))
    assert offered in plain
    assert doubt_words.DOUBT_ON_PAGE["asked"] not in plain
    assert doubt_words.DOUBT_ON_PAGE["asked"] in others
    assert offered in others
    assert doubt_words.DOUBT_ON_PAGE["to_be_parted"] in own
    assert offered not in own


def test_whoever_says_that_two_pages_are_of_one_child_chooses_the_other_and_says_how_they_know(render: Render) -> None:
    screen = _page("one-child", render).words()
    assert "Nour Hadad, born 9 March 2014" in screen
    assert "Noor Haddad, born on a date not recorded" in screen
    wrong = _page("one-child-wrong", render).words()
    assert "Choose the other page of this child" in wrong
    assert "Write a few words on how you know that they are one child" in wrong
    none = _page("one-child-none", render).words()
    assert "You have found no other page within the last half hour" in none
    assert "Send both to the reviewers" not in none


def test_a_form_offers_the_pages_of_its_own_practitioner_and_takes_no_address() -> None:
    first, later = OneChildForm(), OneChildForm({"other": "no look", "because": "She lives at 14 Gull Walk"})
    (page, _) = one_child_screens()["one-child"][1]["pages"].others
    first.offer((page,))
    assert [choice for choice, _ in first.fields["other"].choices] == [str(page.look)]
    # What is kept on the class would show one practitioner's children to another.
    assert later.fields["other"].choices == []
    assert later.errors == {
        "other": ["Choose the other page of this child"],
        "because": ["Take the address out. Say without it how you know"],
    }


def test_every_state_of_a_doubt_has_words() -> None:
    of_two = {DoubtState.TO_BE_JOINED, DoubtState.JOINED, DoubtState.NOT_JOINED, DoubtState.TWO_PEOPLE}
    assert set(doubt_words.BECAME) == {"", *DoubtState} - of_two
    assert set(doubt_words.BECAME_OF_TWO) == {"", *DoubtState}
    assert not any("warning" in doubt_words.BECAME_OF_TWO[state] for state in ("not_asked", "nobody_could_tell"))
    assert set(doubt_words.DOUBT_ON_PAGE) <= set(DoubtState)


def test_what_somebody_doubts_stands_first_in_the_list_of_reviewers(render: Render) -> None:
    words = _page("links", render).words()
    assert words.index("Somebody doubts the page") < words.index("The machine is not sure")


def test_an_nhs_number_is_read_in_the_groups_that_it_is_written_in() -> None:
    assert link_words.field_value("nhs_number", "9991234551") == "999 123 4551"
    assert link_words.field_value("nhs_number", "unknown") == "unknown"
    assert link_words.field_value("nhs_number", "") == ""
    assert link_words.field_value("upn", "A123456789012") == "A123456789012"


def test_where_records_hold_two_nhs_numbers_one_may_be_said_to_be_somebody_else_s() -> None:
    two = TWO_HELD
    said = [(text, str(value)) for value, text in LinkAnswerForm(shown=two).fields["said"].choices]
    assert [text for text, _ in said][1:3] == [
        "The same person, and the NHS number 999 123 4551 is not theirs",
        "The same person, and the NHS number 999 000 0018 is not theirs",
    ]
    hint = LinkAnswerForm(shown=two).fields["said"].hints["number-1"]
    assert hint.startswith("It stands on 2 records: Noor Lindqvist, born 27 March 2016; A. L..")
    sent = LinkAnswerForm({"said": "number-1", "note": "Asked the NHS"}, shown=two)
    assert sent.is_valid()
    assert (sent.answer(), sent.takes_out()) == (Said.SAME, (1,))
    assert not LinkAnswerForm({"said": "number-0", "note": "A word"}, shown=PAIR).is_valid()
    plain = LinkAnswerForm({"said": "same", "note": "A word"}, shown=two)
    assert plain.is_valid()
    assert (plain.answer(), plain.takes_out()) == (Said.SAME, ())
    assert link_words.said_of_two(OthersAnswer(said=Said.SAME, note="", takes_out=(1,)), two).endswith("is not theirs")
    assert link_words.said_of_two(OthersAnswer(said=Said.DIFFERENT, note=""), two) == "two people"
