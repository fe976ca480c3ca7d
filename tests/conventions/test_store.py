"""The house checks its store: every column is classified, every table fenced, and no row shows itself."""

from django.apps import apps
from django.db.models import Model

from goldenthread.service.store import fences

MODELS = sorted(apps.get_app_config("store").get_models(), key=lambda m: m.__name__)


def test_every_field_is_declared_personal_secret_or_plain_exactly_once() -> None:
    wrong = []
    for model in MODELS:
        declared = [name for group in ("PERSONAL", "SECRET", "PLAIN") for name in getattr(model, group)]
        fields = {field.name.removesuffix("_id") for field in model._meta.concrete_fields}
        if len(declared) != len(set(declared)) or {name.removesuffix("_id") for name in declared} != fields:
            wrong.append(model.__name__)
    assert wrong == []


def test_every_table_says_what_each_database_role_may_do() -> None:
    assert len(MODELS) > 40
    assert [model.__name__ for model in MODELS if model._meta.db_table not in fences.PRIVILEGES] == []


def test_every_table_about_people_is_fenced_row_by_row_or_closed_to_the_web() -> None:
    personal = {model._meta.db_table for model in MODELS if getattr(model, "PERSONAL", None)}
    closed = {table for table in personal if fences.PRIVILEGES[table][0] == fences.NONE}
    # Who may sign in is read before anyone is signed in, so it cannot be fenced by who is asking.
    assert personal - closed - set(fences.WEB_SEES) <= {"store_account"}


def test_a_row_never_shows_its_content() -> None:
    assert [model.__name__ for model in MODELS if "Canary" in repr(_row_of_canaries(model))] == []


def _row_of_canaries(model: type[Model]) -> Model:
    text_fields = [f.name for f in model._meta.concrete_fields if f.get_internal_type() == "TextField"]
    return model(**dict.fromkeys(text_fields, "Canary"))


def test_the_web_may_not_read_what_serves_only_for_matching() -> None:
    assert fences.PRIVILEGES["store_matchingfield"][0] == fences.NONE


def test_no_role_may_change_or_remove_what_was_sealed() -> None:
    may = {t: {word.strip() for p in fences.PRIVILEGES[t] for word in p.split(",")} for t in fences.ONLY_GROWS}
    assert may
    assert [table for table, words in may.items() if words & {"UPDATE", "DELETE"}] == []
