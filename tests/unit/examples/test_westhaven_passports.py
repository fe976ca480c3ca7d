"""Some children who arrived from elsewhere have a passport in two agencies' files, and it is nobody's."""

from collections import Counter

from examples.westhaven import Area
from examples.westhaven.passports import COUNTRY
from goldenthread.intake import Accepted
from goldenthread.vocabulary import Grade

HOLD_THEM = ("childrens-social-care", "housing")


def test_passports_stand_with_social_care_and_housing_alone_and_are_all_of_the_country_of_specimens(
    accepted: dict[str, Accepted],
) -> None:
    held = {name: [row for row in one.records.to_pylist() if row["passport_number"]] for name, one in accepted.items()}
    assert {name for name, rows in held.items() if rows} == set(HOLD_THEM)
    rows = [row for name in HOLD_THEM for row in held[name]]
    assert {row["passport_country"] for row in rows} <= {COUNTRY, None}
    assert {row["passport_number_grade"] for row in rows} <= {Grade.WELL_FORMED.value, Grade.NO_ISSUER.value}
    assert all(row["person_kind"] == "child" for row in rows)
    dated = [row for row in held["childrens-social-care"] if row["passport_expires"]]
    assert dated
    assert all(row["passport_issued"] < row["passport_expires"] for row in dated)


def test_one_number_is_one_childs(accepted: dict[str, Accepted], area: Area) -> None:
    whose = {
        (dataset, record_id): entity
        for dataset, record_id, entity in (
            line.split(",") for line in (area.truth / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
        )
    }
    bearers = Counter(
        (row["passport_number"], whose[row["dataset"], row["record_id"]])
        for name in HOLD_THEM
        for row in accepted[name].records.to_pylist()
        if row["passport_number"]
    )
    assert len({number for number, _ in bearers}) == len(bearers)
    assert bearers
