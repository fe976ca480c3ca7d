"""Signing in: a password and a code, and no word about who has an account."""

from collections.abc import Callable

from tests.journeys.service import Service
from tests.journeys.steps import Somebody, code_now

Arrives = Callable[..., Somebody]


def test_a_newcomer_tries_the_demonstration_with_its_second_factor(somebody: Arrives, service: Service) -> None:
    newcomer = somebody()
    newcomer.goes_to("/")
    assert newcomer.heading() == "Sign in"
    newcomer.takes_a_picture("sign-in")
    newcomer.follows("See the sign-ins you can try")
    newcomer.sees("Everybody here is made up", "ada.adult", service.passwords["ada.adult"])
    newcomer.goes_to("/sign-in/")
    newcomer.types("Username", "ada.adult")
    newcomer.types("Password", service.passwords["ada.adult"])
    newcomer.presses("Continue")
    assert newcomer.heading() == "Enter your code"
    newcomer.takes_a_picture("second-factor")
    newcomer.types("6-digit code", "000000")
    newcomer.presses("Sign in")
    assert newcomer.heading() == "Enter your code"
    newcomer.sees("There is a problem")
    newcomer.types("6-digit code", code_now(newcomer, "ada.adult"))
    newcomer.presses("Sign in")
    assert newcomer.heading() == "What do you want to do?"
    newcomer.takes_a_picture("home")
    newcomer.presses("Sign out")
    newcomer.goes_to("/find/")
    assert newcomer.heading() == "Sign in"


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(somebody: Arrives) -> None:
    answers = []
    for username in ("nobody.atall", "mo.trust"):
        stranger = somebody()
        stranger.goes_to("/sign-in/")
        stranger.types("Username", username)
        stranger.types("Password", "not-the-password")
        stranger.presses("Continue")
        assert stranger.heading() == "Sign in"
        answers.append(stranger.words())
    assert answers[0] == answers[1]
    assert "There is a problem" in answers[0]


def test_a_password_without_its_code_opens_nothing(somebody: Arrives, service: Service) -> None:
    halfway = somebody()
    halfway.goes_to("/sign-in/")
    halfway.types("Username", "harry.housing")
    halfway.types("Password", service.passwords["harry.housing"])
    halfway.presses("Continue")
    for path in ("/", "/find/", "/agreements/"):
        halfway.goes_to(path)
        assert halfway.heading() in ("Sign in", "Enter your code")


def test_somebody_signs_in_with_scripts_turned_off(somebody: Arrives) -> None:
    plain = somebody(java_script_enabled=False)
    plain.page.goto(plain.service.address + "/sign-in/")
    plain.types("Username", "holly.health")
    plain.types("Password", plain.service.passwords["holly.health"])
    plain.page.get_by_role("button", name="Continue").click()
    plain.types("6-digit code", code_now(plain, "holly.health"))
    plain.page.get_by_role("button", name="Sign in").click()
    assert plain.heading() == "What do you want to do?"


def test_nobody_can_make_an_account_or_reset_a_password(somebody: Arrives) -> None:
    stranger = somebody()
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/password/reset/"):
        stranger.goes_to(path)
        assert stranger.heading() in ("There is nothing here for you", "Sign in")
    stranger.goes_to("/sign-in/")
    stranger.does_not_see("Sign up", "Forgot")
