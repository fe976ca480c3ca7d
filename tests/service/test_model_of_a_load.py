"""Whoever answers for the use of a model sees its card: what the last load learned, from what, and who approved it."""

from typing import Any

import pytest

from goldenthread.linkage import read_model
from goldenthread.service.actions.linking import model_card
from goldenthread.service.actions.linking.model_card import ModelShown
from goldenthread.service.actions.shapes import NothingToShow
from tests.service.conftest import Westhaven


def _opened(area: Westhaven, username: str) -> Any:
    return model_card.open_model(by=area.person(username), at=area.now)


@pytest.mark.parametrize("username", ["ali.admin", "dan.dpo"])
def test_whoever_answers_for_the_model_sees_the_card_of_the_one_that_weighs(
    westhaven_copy: Westhaven, username: str
) -> None:
    from goldenthread.service.store.models import LedgerPayload, SearchModel

    with westhaven_copy.as_role("worker"):
        kept = read_model(SearchModel.objects.get().model)
    shown = _opened(westhaven_copy, username)
    assert isinstance(shown, ModelShown)
    assert shown.card == kept.card
    assert shown.card.records > 0
    assert [one.comparison for one in shown.weighed] == list(kept.comparisons)
    forename = next(one for one in shown.weighed if one.comparison == "given_name")
    assert forename.best_bits > 0 > forename.worst_bits
    with westhaven_copy.as_role("worker"):
        read = LedgerPayload.objects.filter(deed="link_read")
        assert [row.payload["detail"]["what"] for row in read] == ["the model that links records"]


@pytest.mark.parametrize("username", ["cleo.clerk", "sam.social", "rae.reviewer", "dee.school"])
def test_nobody_else_does(westhaven: Westhaven, username: str) -> None:
    assert isinstance(_opened(westhaven, username), NothingToShow)


def test_a_model_that_this_version_cannot_read_and_none_at_all_are_said_to_be_so(westhaven_copy: Westhaven) -> None:
    from goldenthread.service.store.models import SearchModel

    with westhaven_copy.as_role("worker"):
        SearchModel.objects.update(model='{"format": "of another version"}')
    assert _opened(westhaven_copy, "ali.admin") == ModelShown(card=None, is_of_another_version=True)
    with westhaven_copy.as_role("worker"):
        SearchModel.objects.all().delete()
    assert _opened(westhaven_copy, "ali.admin") == ModelShown(card=None)
