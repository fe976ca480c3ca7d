"""What cannot be taken: a form that is too long keeps its words, and every such page leads to the emergency."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from goldenthread.service.portal import views
from goldenthread.service.store.models import Account

SCRIPT = Path(views.__file__).parents[1] / "static" / "portal" / "portal.js"


def sent(client: Any, words: str) -> Any:
    answers = {"recipient": "westhaven-police", "child": "Kit, 12", "words": words}
    return client.post(reverse("emergency"), answers)


def test_words_that_are_too_many_stay_in_the_form(client: Any, westhaven: Any, sign_in: Any) -> None:
    sign_in(client, Account.objects.get(username="dee.school"))
    words = "He is hurt, by the station. " * 15_000
    answer = sent(client, words)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "characters or fewer" in page
    assert words.strip() in page


def test_a_form_beyond_what_is_taken_is_told_in_plain_words(client: Any, westhaven: Any, sign_in: Any) -> None:
    sign_in(client, Account.objects.get(username="dee.school"))
    answer = sent(client, "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "That was too long to send" in page
    assert reverse("emergency") in page, "no page is without the way out of an emergency"


def test_an_address_that_is_no_page_leads_to_the_emergency_too(client: Any, westhaven: Any, sign_in: Any) -> None:
    sign_in(client, Account.objects.get(username="dee.school"))
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert f'href="{reverse("emergency")}"' in answer.content.decode()


def test_the_page_sends_no_form_that_the_service_would_not_take() -> None:
    found = re.search(r"MOST_SENT_BYTES = (\d+)", SCRIPT.read_text(encoding="utf-8"))
    assert found is not None
    assert int(found[1]) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
