"""From a worry to a decision, a record and an answer: every screen in a real browser, each checked for access."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.service import Service
from tests.journeys.steps import Somebody

Arrives = Callable[..., Somebody]
HUNGRY = "She came to school hungry on four days this week."


class Counting:
    """Answers a flow, and counts what it took: screens, choices and texts."""

    def __init__(self, somebody: Somebody) -> None:
        self.somebody = somebody
        self.screens, self.choices, self.texts = 0, 0, 0

    def picks(self, question: str, answer: str) -> None:
        group = self.somebody.page.get_by_role("group", name=question, exact=True)
        group.get_by_label(answer, exact=True).check()
        self.choices += 1

    def selects(self, label: str, answer: str) -> None:
        self.somebody.page.get_by_label(label, exact=True).select_option(label=answer)
        self.choices += 1

    def types(self, label: str, text: str) -> None:
        self.somebody.types(label, text)
        self.texts += 1

    def goes_on(self, button: str = "Continue") -> None:
        self.somebody.presses(button)
        self.screens += 1

    def seconds(self) -> float:
        """How long it takes, reckoned, not timed with people: choices, sentences and screens at a usual pace.

        Unit: seconds. 3 s a choice, 12 s a sentence of ten words at 50 words a minute, 2 s a screen.
        """
        return 3 * self.choices + 12 * self.texts + 2 * self.screens


def _in_person(counted: Counting, who: str, *answers: tuple[str, str]) -> None:
    region = counted.somebody.page.get_by_role("region", name=who, exact=True)
    for question, answer in answers:
        region.get_by_role("group", name=question, exact=True).get_by_label(answer, exact=True).check()
        counted.choices += 1


def _answers_the_questions(counted: Counting) -> None:
    counted.picks("Is a child in danger now?", "Not now, but it cannot wait past today")
    counted.picks("What worries you?", "Neglect")
    counted.picks("How serious is it?", "Risk of harm")
    counted.picks("How do you know?", "I saw signs")
    counted.selects("Whom would you tell?", "Westhaven Children's Social Care")
    counted.picks("Who else is this about?", "Mother")
    counted.goes_on()
    counted.types("What would you share?", HUNGRY)
    counted.picks("What is it?", "Fact")
    counted.picks("Do they need it?", "Yes, they need it to act")
    counted.goes_on()
    understands = "Does the child understand what sharing this means?"
    if counted.somebody.page.get_by_role("group", name=understands, exact=True).count():
        _in_person(counted, "The child", (understands, "I am not sure"))
    _in_person(
        counted, "The child", ("What do they say about sharing?", "They agree"), ("Is it safe to tell them?", "Yes")
    )
    _in_person(
        counted,
        "Mother",
        ("Could this person be harming the child, or be close to somebody who is?", "No"),
        ("What do they say about sharing?", "They agree"),
        ("Is it safe to tell them?", "Yes"),
    )
    counted.goes_on()
    counted.types("What could go wrong if you share?", "Her mother may be upset with us.")
    counted.types("What could go wrong if you do not?", "She may go hungry for longer.")
    counted.picks("Which is worse?", "Not sharing could be worse for the child")
    counted.picks("Is it about this child’s safety or welfare?", "Yes")
    counted.picks("Could it help them do their job?", "Yes")
    counted.goes_on("See the answer")


ANSWERS = {
    "worry": {
        "immediacy": "urgent",
        "kinds": "neglect",
        "level": "risk_of_harm",
        "evidence": "professional_observation",
        "purpose": "safeguard_child",
        "recipient": "westhaven-childrens-social-care",
        "people": "mother",
    },
    "what": {"words": HUNGRY, "about": "child", "status": "fact", "needed": "yes", "go_on": "yes"},
    "people": {
        "child-competent": "unknown",
        "child-view": "agrees",
        "child-telling": "safe",
        "mother-danger": "no",
        "mother-view": "agrees",
        "mother-telling": "safe",
    },
    "risks": {
        "risk_if_shared": "Her mother may be upset with us.",
        "risk_if_not": "She may go hungry for longer.",
        "worse": "not_sharing",
        "relevant": "yes",
        "helps": "yes",
    },
}
"""What ``_answers_the_questions`` answers, by the screen it is asked on."""


def _answers_them_again(somebody: Somebody) -> None:
    """The same answers once more, without the screens that the first journey shows and checks."""
    question = somebody.path().removesuffix("worry/")
    for screen, answers in ANSWERS.items():
        somebody.sends(f"{question}{screen}/", answers)
    somebody.goes_to(f"{question}answer/")


def _decides(counted: Counting) -> None:
    counted.picks("What do you decide?", "Share all of it")
    counted.types("Why?", "She is hungry, and nobody at home answers.")
    counted.picks("Is this person told? The child", "I have told them")
    counted.picks("Is this person told? Mother", "I have told them")
    counted.goes_on("Record my decision")


@pytest.mark.requirement("F8")
@pytest.mark.requirement("I5")
def test_a_teacher_finishes_an_ordinary_case_in_five_screens_and_two_minutes(
    signed_in: Arrives, service: Service
) -> None:
    # Given a pupil whom a designated safeguarding lead worries about
    child = service.child("protection-plan")
    dee = signed_in("dee.school")
    dee.opens_the_page_of(child, why="harm")
    # When she asks whether to share
    dee.presses("Should I share about this child?")
    assert re.fullmatch(r"/sharing/[0-9a-f-]{36}/worry/", dee.path())
    counted = Counting(dee)
    _answers_the_questions(counted)
    # Then the answer says what to do, whom to tell one by one, and what confidence means; and it is advice
    dee.sees("share this", "This is advice. You decide.", "The child: tell them first", "Mother: tell them first")
    dee.sees("What “told in confidence” means", "Consent as the legal reason to share", "7. Write it down")
    dee.takes_a_picture("should-i-share")
    _decides(counted)
    # And the record stands, in two files, and took no longer than she has
    assert dee.heading() == "Record of a decision about sharing"
    dee.sees(
        HUNGRY, "Her mother may be upset with us.", "Westhaven Children's Social Care can read exactly what was shared"
    )
    assert counted.screens == 5
    assert counted.choices + counted.texts <= 23
    assert counted.texts <= 4
    assert counted.seconds() < 120, counted.seconds()
    for link, start in (("Save as PDF", b"%PDF"), ("Save as a Word file", b"PK")):
        href = dee.page.get_by_role("link", name=link).get_attribute("href")
        answer = dee.page.request.get(service.address + str(href))
        assert answer.ok
        assert answer.body().startswith(start)
    # While the front door finds exactly that on the child's page, and answers
    sam = signed_in("sam.social")
    sam.opens_the_page_of(child, why="harm", reason="School shared a worry")
    sam.sees("Shared with you by one-off decision", HUNGRY)
    sam.follows("From Harbour Lane School")
    sam.chooses("We are acting on it")
    sam.presses("Tell the sender")
    sam.sees("We are acting on it")
    dee.goes_to("/sharing/")
    dee.sees("They told you")


def test_it_works_without_scripts_on_a_small_telephone_and_keeps_the_answers(
    signed_in: Arrives, service: Service
) -> None:
    dee = signed_in("dee.school", java_script_enabled=True, viewport={"width": 320, "height": 640})
    dee.opens_the_page_of(service.child("protection-plan"), why="harm")
    dee.presses("Should I share about this child?")
    counted = Counting(dee)
    dee.presses("Continue")
    dee.sees("There is a problem", "Say if a child is in danger now")
    dee.needs_no_sideways_scrolling()
    _answers_the_questions(counted)
    dee.needs_no_sideways_scrolling()
    # Leaving and coming back keeps them
    dee.goes_to("/sharing/")
    dee.follows("Go on with")
    dee.sees("This is advice. You decide.")
    _decides(counted)
    dee.needs_no_sideways_scrolling()


def test_it_works_without_any_script(signed_in: Arrives, service: Service) -> None:
    dee = signed_in("dee.school", java_script_enabled=False)
    page = dee.page
    page.goto(f"{service.address}/sharing/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Which child?", exact=True).wait_for()  # visible, once the page has come whole
    page.get_by_role("button", name="Continue").click()
    page.locator("main").get_by_text("There is a problem").first.wait_for()


@pytest.mark.scenario("S15")
def test_an_emergency_takes_three_answers_and_owes_its_record(signed_in: Arrives, service: Service) -> None:
    # Given a child at risk now, from any page
    dee = signed_in("dee.school")
    dee.goes_to("/help/")
    dee.page.get_by_role("link", name="A child in danger now").click()
    dee.finds_it_accessible()
    assert dee.heading() == "In danger now? Ring 999"
    dee.sees("What is not an emergency")
    dee.takes_a_picture("emergency")
    # When three answers are given, it is gone
    dee.chooses("Westhaven Police")
    dee.types("Which child?", "Kit, 12, at the bus station")
    dee.types("What must they know?", "He texted that he has been stabbed.")
    dee.presses("Send it now")
    dee.sees("It is sent.", "The reasons are due by")
    pat = signed_in("pat.police")
    pat.goes_to("/shared/")
    pat.sees("Kit, 12, at the bus station", "Emergency")
    # Then the record is owed until it is written
    dee.goes_to("/sharing/")
    dee.sees("You still owe a record")
    dee.follows("Emergency of")
    dee.follows("Write the record")
    dee.types("Why was it an emergency?", "He was bleeding and alone.")
    dee.types("Why did they need what you sent?", "To find him and help.")
    dee.types("Who has been told, and who has not? Why?", "His mother was told at once.")
    dee.presses("Keep the record")
    dee.sees("A second person will read them.", "He was bleeding and alone.")
    # And a second person reviews it
    rae = signed_in("rae.reviewer")
    rae.goes_to("/sharing/overview/")
    rae.follows("Dee Ashworth, due")
    rae.chooses("Yes")
    rae.types("What you weighed", "It was an emergency, and little was sent.")
    rae.presses("Save")
    dee.goes_to("/sharing/")
    dee.does_not_see("You still owe a record")


@pytest.mark.scenario("S13")
@pytest.mark.requirement("E4")
def test_a_refusal_reopens_with_new_facts_and_both_decisions_stand(signed_in: Arrives, service: Service) -> None:
    sam, dee = signed_in("sam.social"), signed_in("dee.school")
    sam.goes_to("/requests/new/")
    sam.page.get_by_label("Whom do you ask?", exact=True).select_option(label="Harbour Lane School")
    sam.types("Which child?", "A boy in year 5")
    sam.types("What do you need to know?", "How often he was away this term")
    sam.types("Why do you need it?", "We are looking into a worry about him")
    asks = Counting(sam)
    asks.picks("What is it for?", "To keep a child safe")
    asks.picks("How serious is it?", "Risk of harm")
    asks.picks("How do you know?", "I saw signs")
    asks.picks("What do the parents say?", "They agree that I ask")
    sam.chooses("Within 5 days")
    sam.presses("Ask")
    request = sam.path()
    # The school asks what is meant, weighs it up and refuses
    dee.goes_to(request)
    dee.types("Your words", "Which of the two boys do you mean?")
    dee.presses("Send")
    sam.goes_to(request)
    sam.types("Your words", "The younger of the two.")
    sam.presses("Send")
    for choice, state in (("Do not share", "Refused"), ("Share all of it", "Answered")):
        dee.goes_to(request)
        dee.presses("Weigh up an answer")
        _answers_them_again(dee)
        counted = Counting(dee)
        counted.picks("What do you decide?", choice)
        counted.types("Why?", f"Decided to {choice.lower()} after weighing it.")
        counted.picks("Is this person told? The child", "I have told them")
        counted.picks("Is this person told? Mother", "I have told them")
        counted.goes_on("Record my decision")
        sam.goes_to(request)
        sam.sees(state)
        if state == "Refused":
            sam.types("Your words", "New facts: he was seen with a bruise today.")
            sam.presses("Send")
            sam.sees("Reopened")
    # Both decisions stand
    dee.goes_to(request)
    dee.sees("Refused", "Reopened", "Answered")
    assert dee.page.get_by_role("link", name="Read the record").count() == 2


def test_advice_is_asked_without_a_name_and_leads_back_to_the_decision(signed_in: Arrives, service: Service) -> None:
    sam, dan = signed_in("sam.social"), signed_in("dan.dpo")
    child = service.child("protection-plan")
    sam.opens_the_page_of(child, why="harm", reason="School rang about bruises")
    sam.presses("Should I share about this child?")
    counted = Counting(sam)
    counted.picks("Is a child in danger now?", "It can wait a few days")
    counted.picks("What worries you?", "Neglect")
    counted.picks("How serious is it?", "An early worry")
    counted.picks("How do you know?", "I saw signs")
    counted.selects("Whom would you tell?", "Westhaven Housing")
    counted.goes_on()
    counted.types("What would you share?", "The family may lose their home.")
    counted.picks("What is it?", "Opinion")
    counted.picks("Do they need it?", "I am not sure")
    counted.goes_on()
    _in_person(
        counted,
        "The child",
        ("What do they say about sharing?", "Nobody has asked them"),
        ("Is it safe to tell them?", "I do not know"),
    )
    if sam.page.get_by_role("group", name="Does the child understand what sharing this means?").count():
        counted.picks("Does the child understand what sharing this means?", "I am not sure")
    counted.goes_on()
    counted.types("What could go wrong if you share?", "They may feel watched.")
    counted.types("What could go wrong if you do not?", "They may lose their home.")
    counted.picks("Which is worse?", "I cannot tell")
    counted.picks("Is it about this child’s safety or welfare?", "I am not sure")
    counted.picks("Could it help them do their job?", "Yes")
    counted.goes_on("See the answer")
    counted.picks("What do you decide?", "Ask for advice first")
    counted.types("Why?", "I do not know if housing needs this.")
    counted.goes_on("Record my decision")
    assert sam.heading() == "Ask for advice"
    sam.does_not_see(child.family_name)
    sam.chooses("Data protection officer")
    sam.types("What keeps the child safe until you hear?", "A visit tomorrow morning.")
    sam.presses("Ask")
    dan.goes_to("/advice/")
    dan.does_not_see(child.family_name)
    dan.follows("Answer")
    dan.types("The advice", "Say only that the tenancy needs a call.")
    dan.presses("Save")
    sam.goes_to("/advice/")
    sam.follows("Go back and decide")
    sam.sees("Say only that the tenancy needs a call.")
