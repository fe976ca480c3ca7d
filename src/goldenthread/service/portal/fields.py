"""From a bound form field to the parameters of a GOV.UK macro: label, hint, value and error, each in its place."""

from collections.abc import Collection, Container, Iterable, Mapping
from typing import Any

from django.forms import ChoiceField, Form
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

Params = dict[str, Any]


def offer(form: Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field what there is to choose from today."""
    field = form.fields[name]
    if not isinstance(field, ChoiceField):
        raise TypeError(f"{name} offers no choice")
    field.choices = list(choices)


def fill_in(form: Form, typed: Mapping[str, list[str]], *, but: Container[str] = ()) -> None:
    """Show a form with what was typed on it before, as it was typed, and say nothing of it yet.

    ``but`` names the fields that stay as they are.
    """
    data = QueryDict(mutable=True)
    for name, said in typed.items():
        data.setlist(name, list(said))
    for name, field in ((name, field) for name, field in form.fields.items() if name not in but):
        form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))


def as_input(field: BoundField, **more: Any) -> Params:
    """A text input. ``more`` adds or overrides parameters, such as ``classes``."""
    return {**_common(field), "value": _typed(field), **more}


def as_password(field: BoundField, **more: Any) -> Params:
    """A password input, never filled in again after an error."""
    return {**_common(field), **more}


def as_area(field: BoundField, **more: Any) -> Params:
    return {**_common(field), "value": _typed(field), "rows": 4, **more}


def as_radios(field: BoundField, **more: Any) -> Params:
    """Radios in a fieldset whose legend is the field's label. ``hints`` of the field stand below."""
    return {**_as_choices(field, {str(field.value() or "")}), **more}


def as_date(field: BoundField, **more: Any) -> Params:
    """Day, month and year. The parts that are wrong are marked, and the error summary leads to the first of them."""
    typed = field.value() or ["", "", ""]
    if not isinstance(typed, (list, tuple)):
        typed = [typed.day, typed.month, typed.year]
    wrong = _wrong_parts(field)
    items = []
    for part, value, width in zip(("day", "month", "year"), typed, (2, 2, 4), strict=True):
        classes = f"govuk-input--width-{width}" + (" govuk-input--error" if part in wrong else "")
        items.append(
            {"name": part, "id": _part_id(field, part), "label": part.capitalize(), "classes": classes}
            | {"value": value or "", "autocomplete": "off"}
        )
    params = _common(field)
    label = params.pop("label")
    return {
        **params,
        "namePrefix": field.html_name,
        "fieldset": {"legend": {"text": label["text"], "classes": "govuk-fieldset__legend--s"}},
        "items": items,
        **more,
    }


def as_summary(*forms: Form) -> Params:
    """The error summary: every error once, in the order of the forms and fields, each leading to its field."""
    errors = [line for form in forms for line in _errors_of(form)]
    return {"titleText": "There is a problem", "errorList": errors}


def _errors_of(form: Form) -> list[Params]:
    lines: list[Params] = [{"text": error} for error in form.non_field_errors()]
    for field in form:
        if field.errors:
            lines.append({"text": field.errors[0], "href": f"#{_target(field)}"})
    first = getattr(form, "first_field", "")
    for line in lines:
        if first and "href" not in line:
            line["href"] = f"#{form[first].auto_id}"
    return lines


def _common(field: BoundField) -> Params:
    params: Params = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": {"text": field.label, "classes": "govuk-label--s"},
    }
    if field.help_text:
        params["hint"] = {"text": field.help_text}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    attributes = dict(field.field.widget.attrs)
    for known in ("autocomplete", "inputmode", "spellcheck"):
        if known in attributes:
            params[known] = attributes[known]
    return params


def _typed(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _part_id(field: BoundField, part: str) -> str:
    return f"{field.auto_id}-{part}"


def _wrong_parts(field: BoundField) -> tuple[str, ...]:
    if not field.errors:
        return ()
    named = tuple(part for part in ("day", "month", "year") if part in str(field.errors[0]).lower().split())
    return named or ("day", "month", "year")


def _target(field: BoundField) -> str:
    if getattr(field.field, "is_date_in_parts", False):
        return _part_id(field, _wrong_parts(field)[0])
    return str(field.auto_id)


def as_checkboxes(field: BoundField, **more: Any) -> Params:
    """Checkboxes in a fieldset whose legend is the field's label. ``hints`` of the field stand below."""
    return {**_as_choices(field, {str(one) for one in field.value() or ()}), **more}


def _as_choices(field: BoundField, chosen: Collection[str]) -> Params:
    items = []
    hints: dict[str, str] = getattr(field.field, "hints", {})
    for position, (value, text) in enumerate(getattr(field.field, "choices", ())):
        item: Params = {"value": value, "text": text, "checked": str(value) in chosen}
        # The first carries the field's own id, so that a link in the error summary finds it.
        item["id"] = field.auto_id if position == 0 else f"{field.auto_id}-{position + 1}"
        if hint := hints.get(value, ""):
            item["hint"] = {"text": hint}
        items.append(item)
    params = _common(field)
    label = params.pop("label")
    params.pop("id")
    return {
        **params,
        "idPrefix": field.auto_id,
        "fieldset": {"legend": {"text": label["text"], "classes": "govuk-fieldset__legend--m"}},
        "items": items,
    }


def as_tick(field: BoundField, **more: Any) -> Params:
    """One checkbox that says something by itself."""
    item = {"value": "on", "text": field.label, "checked": bool(field.value()), "id": field.auto_id}
    wrong = {"errorMessage": {"text": field.errors[0]}} if field.errors else {}
    return {"name": field.html_name, "idPrefix": field.auto_id, "items": [item], **wrong, **more}


def as_select(field: BoundField, **more: Any) -> Params:
    """A list to choose one from."""
    chosen = _typed(field)
    choices = getattr(field.field, "choices", ())
    items = [{"value": value, "text": text, "selected": str(value) == chosen} for value, text in choices]
    return {**_common(field), "items": items, **more}
