"""Asked of every address that would go to another agency: do they need it? Secret or not, the words are the same."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from goldenthread.service.actions.secret_addresses import IS_IT_NEEDED, looks_like_an_address


class AsksOfAddresses(forms.Form):
    """A form whose words tell somebody elsewhere something. ``told`` names the fields that do."""

    address_needed = forms.BooleanField(label="They need this address", required=False)
    told: ClassVar[tuple[str, ...]] = ("words",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address_needed"] = self.fields.pop("address_needed")  # asked last

    @property
    def asks_of_an_address(self) -> bool:
        return bool(self["address_needed"].errors or self["address_needed"].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_needed = cleaned.pop("address_needed", False)
        if self.has_an_address(cleaned) and not is_needed:
            self.add_error("address_needed", IS_IT_NEEDED)
        return cleaned

    def has_an_address(self, cleaned: Mapping[str, Any]) -> bool:
        return any(looks_like_an_address(str(cleaned.get(name, ""))) for name in self.told)
