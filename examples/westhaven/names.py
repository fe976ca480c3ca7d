"""Where names come from: pools by origin, drawn so that the area looks like England today.

The shares are chosen for the demonstration, with the last censuses' broad picture in mind; they are no statistic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

from unidecode import unidecode

from examples.westhaven import own_names as own
from examples.westhaven.chance import Weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One origin of names. ``ethnic`` weighs the ethnic groups that families of these names state."""

    id: str
    weight: float
    girls: Weighted[str]
    boys: Weighted[str]
    families: Weighted[str]
    ethnic: Weighted[str]
    has_gendered_surnames: bool = False
    women: Weighted[str] | None = None
    men: Weighted[str] | None = None

    def given(self, chance: Random, sex: str, *, is_adult: bool = False) -> str:
        """Draw a forename for somebody of ``sex``; adults bear the names of their own time where these are known."""
        if sex == "female":
            return ((is_adult and self.women) or self.girls).draw(chance)
        return ((is_adult and self.men) or self.boys).draw(chance)

    def surname_for(self, family: str, sex: str) -> str:
        """Return the form of ``family`` that a person of ``sex`` bears, where the language has two."""
        if not self.has_gendered_surnames:
            return family
        for his, hers in _GENDERED:
            old, new = (his, hers) if sex == "female" else (hers, his)
            if family.endswith(old):
                return family[: -len(old)] + new
        return family


_GENDERED = (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"), ("ius", "iute"), ("as", "aite"))


@cache
def origins() -> tuple[Origin, ...]:
    """Return every origin, the most common first."""
    return tuple(_origin(*row) for row in _TABLE())


@cache
def origin_weights() -> Weighted[Origin]:
    """Return the origins with their shares of the area's families."""
    return Weighted.of([(origin, origin.weight) for origin in origins()])


@cache
def origin_called(name: str) -> Origin:
    """Return the origin whose id is ``name``."""
    return next(origin for origin in origins() if origin.id == name)


def _origin(
    id_: str,
    weight: float,
    girls: Iterable[str],
    boys: Iterable[str],
    families: Iterable[str],
    ethnic: str,
    gendered: bool = False,
    adults: tuple[list[str], list[str]] | None = None,
) -> Origin:
    groups = [(part.split(":")[0], float(part.split(":")[1])) for part in ethnic.split()]
    return Origin(
        id=id_,
        weight=weight,
        girls=Weighted.common_first(_unique(girls)),
        boys=Weighted.common_first(_unique(boys)),
        families=Weighted.common_first(_unique(families)),
        ethnic=Weighted.of(groups),
        has_gendered_surnames=gendered,
        women=Weighted.common_first(adults[0]) if adults else None,
        men=Weighted.common_first(adults[1]) if adults else None,
    )


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _faker(locale: str, *attributes: str) -> list[str]:
    """Return the names of one Faker locale, in Latin letters, in a fixed order."""
    provider: Any = import_module(f"faker.providers.person.{locale}").Provider
    found: list[str] = []
    for attribute in attributes:
        found.extend(getattr(provider, attribute))
    return found


def _latin(names: Sequence[str]) -> list[str]:
    return [unidecode(name).replace("'", "").strip().title() for name in names]


def _chinese(first: Sequence[str]) -> list[str]:
    return [f"{one} {two.title()}" for two in own.CHINESE_SECOND for one in first if one.lower() != two]


def _TABLE() -> list[tuple[Any, ...]]:
    gb_women, gb_men = _faker("en_GB", "first_names_female"), _faker("en_GB", "first_names_male")
    gb_girls, gb_boys = own.ENGLISH_GIRLS_TODAY + gb_women[:20], own.ENGLISH_BOYS_TODAY + gb_men[:20]
    gb_families = ["Smith", "Jones", "Taylor", "Brown", "Williams", *_faker("en_GB", "last_names")]
    return [
        (
            "british",
            66.0,
            gb_girls,
            gb_boys,
            gb_families,
            "WBRI:90 MWBC:4 MWBA:2 MWAS:2 MOTH:2",
            False,
            (gb_women, gb_men),
        ),
        (
            "pakistani",
            5.2,
            own.MUSLIM_GIRLS,
            own.MUSLIM_BOYS + _faker("en_PK", "first_names")[:80],
            own.PAKISTANI_FAMILIES,
            "APKN:96 AOTH:4",
        ),
        (
            "indian",
            3.6,
            _faker("en_IN", "first_names_female"),
            _faker("en_IN", "first_names_male"),
            ["Patel", "Shah", "Sharma", "Mistry", "Desai", *_faker("en_IN", "last_names")],
            "AIND:97 AOTH:3",
        ),
        ("sikh", 1.0, own.SIKH_GIRLS, own.SIKH_BOYS, own.SIKH_FAMILIES, "AIND:98 AOTH:2"),
        ("bangladeshi", 2.3, own.MUSLIM_GIRLS[::-1], own.MUSLIM_BOYS, own.BENGALI_FAMILIES, "ABAN:97 AOTH:3"),
        (
            "polish",
            2.6,
            _faker("pl_PL", "first_names_female"),
            _faker("pl_PL", "first_names_male"),
            _faker("pl_PL", "male_last_names") + _faker("pl_PL", "unisex_last_names")[:300],
            "WOTH:99 WBRI:1",
            True,
        ),
        (
            "romanian",
            2.2,
            _faker("ro_RO", "first_names_female"),
            _faker("ro_RO", "first_names_male"),
            _faker("ro_RO", "last_names"),
            "WOTH:97 WROM:3",
        ),
        (
            "nigerian",
            3.2,
            _faker("yo_NG", "first_names_female")
            + _faker("ig_NG", "first_names_female")
            + _faker("en_NG", "first_names_female"),
            _faker("yo_NG", "first_names_male")
            + _faker("ig_NG", "first_names_male")
            + _faker("ha_NG", "first_names_male"),
            _faker("en_NG", "last_names")
            + _faker("ig_NG", "last_names")
            + _faker("yo_NG", "last_names")
            + _faker("ha_NG", "last_names"),
            "BAFR:98 BOTH:2",
        ),
        (
            "ghanaian",
            1.1,
            _faker("tw_GH", "first_names_female"),
            _faker("tw_GH", "first_names_male"),
            _faker("tw_GH", "last_names"),
            "BAFR:98 BOTH:2",
        ),
        (
            "caribbean",
            1.5,
            own.CARIBBEAN_GIRLS + own.ENGLISH_GIRLS_TODAY,
            own.CARIBBEAN_BOYS + own.ENGLISH_BOYS_TODAY,
            own.CARIBBEAN_FAMILIES,
            "BCRB:60 MWBC:35 BOTH:5",
        ),
        ("somali", 1.3, own.SOMALI_GIRLS, own.SOMALI_BOYS, own.SOMALI_FAMILIES, "BAFR:99 BOTH:1"),
        ("arab", 1.6, own.ARAB_GIRLS, own.ARAB_BOYS, own.ARAB_FAMILIES, "OARA:92 OOTH:8"),
        ("irish", 1.4, own.IRISH_GIRLS, own.IRISH_BOYS, own.IRISH_FAMILIES, "WIRI:60 WBRI:40"),
        (
            "chinese",
            1.1,
            _chinese(own.CHINESE_GIRLS_FIRST),
            _chinese(own.CHINESE_BOYS_FIRST),
            _faker("zh_CN", "last_romanized_names"),
            "CHNE:98 AOTH:2",
        ),
        (
            "portuguese",
            0.9,
            _faker("pt_PT", "first_names_female"),
            _faker("pt_PT", "first_names_male"),
            _faker("pt_PT", "last_names"),
            "WOTH:90 OOTH:10",
        ),
        (
            "turkish",
            0.8,
            _faker("tr_TR", "first_names_female"),
            _faker("tr_TR", "first_names_male"),
            _faker("tr_TR", "last_names"),
            "WOTH:75 OOTH:25",
        ),
        (
            "ukrainian",
            0.7,
            _latin(_faker("uk_UA", "first_names_female")),
            _latin(_faker("uk_UA", "first_names_male")),
            _latin(_faker("uk_UA", "last_names_common")[::3]),
            "WOTH:100",
        ),
        (
            "lithuanian",
            0.6,
            own.LITHUANIAN_GIRLS,
            [name for name in _faker("lt_LT", "first_names") if name.endswith("s")],
            _faker("lt_LT", "last_names"),
            "WOTH:100",
            True,
        ),
        (
            "tamil",
            0.6,
            _latin(_faker("ta_IN", "first_names_female")[::7]),
            _latin(_faker("ta_IN", "first_names_male")[::7]),
            own.TAMIL_FAMILIES,
            "AOTH:80 AIND:20",
        ),
        ("persian", 0.7, own.PERSIAN_GIRLS, own.PERSIAN_BOYS, own.PERSIAN_FAMILIES, "OOTH:70 AOTH:30"),
        ("filipino", 0.5, own.FILIPINO_GIRLS, own.FILIPINO_BOYS, own.FILIPINO_FAMILIES, "AOTH:100"),
        ("eritrean", 0.4, own.ERITREAN_GIRLS, own.ERITREAN_BOYS, own.ERITREAN_FAMILIES, "BAFR:100"),
        ("albanian", 0.4, own.ALBANIAN_GIRLS, own.ALBANIAN_BOYS, own.ALBANIAN_FAMILIES, "WOTH:100"),
        ("traveller", 0.4, own.TRAVELLER_GIRLS, own.TRAVELLER_BOYS, own.TRAVELLER_FAMILIES, "WIRT:60 WROM:40"),
        ("roma", 0.3, own.ROMA_GIRLS, own.ROMA_BOYS, own.ROMA_FAMILIES, "WROM:100"),
    ]
