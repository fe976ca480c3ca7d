"""The house checks its store: every column is classified, every table fenced, and no row shows itself."""

import pytest
from django.apps import apps
from django.db.models import Model

from goldenthread.service.store import fences

MODELS = sorted(apps.get_app_config("store").get_models(), key=lambda m: m.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_field_is_declared_personal_secret_or_plain_exactly_once(model: type[Model]) -> None:
    declared = [name for group in ("PERSONAL", "SECRET", "PLAIN") for name in getattr(model, group)]
    fields = {field.name for field in model._meta.concrete_fields}
    assert len(declared) == len(set(declared)), "a field is declared twice"
    assert {name.removesuffix("_id") for name in declared} == {name.removesuffix("_id") for name in fields}


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_table_says_what_each_database_role_may_do(model: type[Model]) -> None:
    assert model._meta.db_table in fences.PRIVILEGES


@pytest.mark.parametrize("model", [m for m in MODELS if getattr(m, "PERSONAL", None)], ids=lambda m: m.__name__)
def test_every_table_about_people_is_fenced_row_by_row_or_closed_to_the_web(model: type[Model]) -> None:
    table = model._meta.db_table
    web = fences.PRIVILEGES[table][0]
    # Who may sign in is read before anyone is signed in, so it cannot be fenced by who is asking.
    assert table in fences.WEB_SEES or web == fences.NONE or table == "store_account"


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_row_never_shows_its_content(model: type[Model]) -> None:
    text_fields = [f.name for f in model._meta.concrete_fields if f.get_internal_type() == "TextField"]
    row = model(**dict.fromkeys(text_fields, "Canary"))
    assert "Canary" not in repr(row)


def test_the_web_may_not_read_what_serves_only_for_matching() -> None:
    assert fences.PRIVILEGES["store_matchingfield"][0] == fences.NONE


@pytest.mark.parametrize("table", fences.ONLY_GROWS)
def test_no_role_may_change_or_remove_what_was_sealed(table: str) -> None:
    assert not {"UPDATE", "DELETE"} & {word.strip() for p in fences.PRIVILEGES[table] for word in p.split(",")}
