"""The area's files: alike for one seed, accepted whole by their contracts, and told of truly."""

import csv
import re
import stat
import zipfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from examples.westhaven import Area, make_area
from goldenthread.intake import Accepted, accept, read_contract
from goldenthread.vocabulary import Directory, Grade, Role, check_nhs_number, check_upn, read_document
from tests.unit.examples.conftest import CHILDREN, SEED, TODAY

COHORT_LEAVES_OUT = {"police", "adult-social-care"}


def test_one_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first = make_area(tmp_path / "a", children=120, seed=3, today=TODAY)
    again = make_area(tmp_path / "b", children=120, seed=3, today=TODAY)
    other = make_area(tmp_path / "c", children=120, seed=4, today=TODAY)
    assert _bytes(first) == _bytes(again)
    assert _bytes(first)["files/police_incidents.csv"] != _bytes(other)["files/police_incidents.csv"]


def test_an_area_too_small_for_its_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 100 children"):
        make_area(tmp_path, children=20, seed=SEED, today=TODAY)


def test_every_row_of_every_file_is_accounted_for_and_none_is_rejected(accepted: dict[str, Accepted]) -> None:
    for dataset, taken in accepted.items():
        rows = taken.report.rows
        assert rows.accepted + rows.outside_cohort == rows.read, dataset
        assert rows.accepted, dataset
        assert (rows.outside_cohort > 5) == (dataset in COHORT_LEAVES_OUT), dataset


def test_the_truth_tells_of_exactly_the_records_there_are(area: Area, accepted: dict[str, Accepted]) -> None:
    truth = set(_truth(area))
    taken = {key for one in accepted.values() for key in _keys(one)}
    assert taken <= truth
    assert {dataset for dataset, _ in truth - taken} <= COHORT_LEAVES_OUT


def test_the_truth_says_of_everybody_which_group_they_are_in(area: Area) -> None:
    with (area.truth / "groups.csv").open(encoding="utf-8", newline="") as stream:
        groups = {row["entity"]: row for row in csv.DictReader(stream)}
    assert set(_truth(area).values()) <= set(groups)
    assert sum(row["age_band"] != "adult" for row in groups.values()) == CHILDREN
    assert {row["name_changed"] for row in groups.values()} == {"yes", "no"}


def test_relations_in_the_files_join_records_that_the_files_hold(accepted: dict[str, Accepted]) -> None:
    for dataset, taken in accepted.items():
        known = {record for _, record in _keys(taken)}
        ends = {*taken.relations["record_id_from"].to_pylist(), *taken.relations["record_id_to"].to_pylist()}
        assert ends <= known, dataset


def test_nhs_numbers_lie_in_the_test_range_and_only_faults_and_the_printed_one_fail(
    area: Area, accepted: dict[str, Accepted]
) -> None:
    faulty = {(row[0], row[1]) for row in _faults(area) if row[2] == "nhs_mistyped"}
    for taken in accepted.values():
        for key, number in zip(_keys(taken), taken.records["nhs_number"].to_pylist(), strict=True):
            if number is not None and check_nhs_number(number).grade is Grade.FAILS_CHECK:
                assert key in faulty or number == "4857773456"
            elif number is not None and key not in faulty:
                assert number.startswith("999")


def test_upns_have_the_right_letter_unless_somebody_mistyped_them(area: Area, accepted: dict[str, Accepted]) -> None:
    faulty = {(row[0], row[1]) for row in _faults(area) if row[2] == "upn_mistyped"}
    grades: Counter[Grade] = Counter()
    for taken in accepted.values():
        for key, upn in zip(_keys(taken), taken.records["upn"].to_pylist(), strict=True):
            if upn is not None:
                grades[check_upn(upn).grade] += key not in faulty
    assert {grade for grade, count in grades.items() if count} == {Grade.WELL_FORMED, Grade.TEMPORARY}


@pytest.mark.scenario("S09")
def test_the_printed_pair_stands_in_two_files_with_everything_alike_but_the_numbers(
    accepted: dict[str, Accepted],
) -> None:
    health = next(r for r in accepted["community-health"].records.to_pylist() if r["nhs_number"] == "4857773456")
    school = next(r for r in accepted["schools-alder"].records.to_pylist() if r["upn"] == "H801200001001")
    alike = ("given_name", "family_name", "date_of_birth", "sex", "postcode")
    assert [health[name] for name in alike] == [school[name] for name in alike]
    assert health["nhs_number_grade"] == Grade.FAILS_CHECK
    assert school["upn_grade"] == Grade.WELL_FORMED
    assert health["upn"] is None
    assert school["nhs_number"] is None


def test_the_directory_is_readable_and_gives_every_role_a_sign_in(area: Area) -> None:
    directory = read_document(area.directory, Directory)
    agencies = {agency.id for agency in directory.agencies}
    assert {account.role for account in directory.accounts} == set(Role)
    assert {account.agency for account in directory.accounts} <= agencies
    assert all(agency.ask.phone for agency in directory.agencies)
    assert {agency.part_of for agency in directory.agencies if agency.part_of} == {"riverside-trust"}


def test_every_row_comes_from_an_agency_of_the_directory(area: Area, accepted: dict[str, Accepted]) -> None:
    agencies = {agency.id for agency in read_document(area.directory, Directory).agencies}
    for taken in accepted.values():
        assert set(taken.records["agency"].to_pylist()) <= agencies


def test_everybody_in_a_refuge_is_shielded_in_every_dataset_that_knows_them(area: Area) -> None:
    truth = _truth(area)
    with area.shielded.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    hidden = {truth[(row["dataset"], row["record_id"])] for row in rows}
    listed = {(row["dataset"], row["record_id"]) for row in rows}
    assert len(hidden) >= 3
    assert {key for key, entity in truth.items() if entity in hidden} == listed
    assert {row["custodian"] for row in rows} == {"westhaven-childrens-social-care"}


def test_what_is_never_read_is_in_no_table(area: Area, accepted: dict[str, Accepted]) -> None:
    for file in area.files:
        contract = read_contract(file.contract)
        assert contract.never_read, file.dataset
        assert contract.cohort.statement, file.dataset
        assert contract.coverage.statement, file.dataset
    words = ("Chronology kept", "Attended at the address", "Likes football", "See provision map", "Common assault")
    for taken in accepted.values():
        text = str([*taken.records.to_pylist(), *taken.facts.to_pylist()])
        assert not any(word in text for word in words)


def test_telephones_and_addresses_of_mail_are_nobodys(told: dict[str, Path]) -> None:
    for name, path in told.items():
        text = _text(path)
        for mailbox in re.findall(r"[\w.\-]+@([\w.\-]+)", text):
            assert mailbox.endswith(".example"), name
        for phone in re.findall(r"\b01632 \d{6}\b", text):
            assert phone.startswith("01632 960"), name


@pytest.fixture(scope="module")
def former(area: Area, accepted: dict[str, Accepted]) -> list[dict[str, object]]:
    """The rows that intake would take if the adoption team held nothing back."""
    found = []
    for file in area.files:
        if file.dataset in ("community-health", "gp-practices"):
            unguarded = accept([file.path], read_contract(file.contract), on=TODAY)
            held = set(_keys(accepted[file.dataset]))
            found += [r for r in unguarded.records.to_pylist() if (r["dataset"], r["record_id"]) not in held]
    return found


class TestAnAdoptedChild:
    """Nothing anywhere pairs who an adopted child was with who they are."""

    def test_is_held_back_in_both_files_that_knew_them(self, former: list[dict[str, object]]) -> None:
        children = [row for row in former if row["person_kind"] == "child"]
        assert {row["dataset"] for row in children} == {"community-health", "gp-practices"}

    def test_has_a_former_number_that_stands_in_no_other_file(
        self, former: list[dict[str, object]], told: dict[str, Path]
    ) -> None:
        numbers = {str(row["nhs_number"]) for row in former if row["person_kind"] == "child"}
        knew = {"files/child_health_system.csv", "files/gp_registrations.json"}
        assert numbers
        for number in numbers:
            where = {name for name, path in told.items() if number in _text(path)}
            assert where == knew

    def test_shares_no_line_of_any_file_with_the_life_before(
        self, area: Area, former: list[dict[str, object]], told: dict[str, Path], accepted: dict[str, Accepted]
    ) -> None:
        before = {(str(r["nhs_number"]), str(r["family_name"])) for r in former if r["person_kind"] == "child"}
        born = {r["date_of_birth"] for r in former if r["person_kind"] == "child"}
        present = {
            str(row["nhs_number"])
            for row in accepted["community-health"].records.to_pylist()
            if row["date_of_birth"] in born and row["nhs_number"]
        }
        assert present
        for name, path in told.items():
            for line in _text(path).splitlines():
                if any(number in line for number, _ in before):
                    assert not any(number in line for number in present), name

    def test_is_not_in_the_truth_by_any_record_of_the_life_before(
        self, area: Area, former: list[dict[str, object]]
    ) -> None:
        truth = _truth(area)
        assert former
        assert not any((row["dataset"], row["record_id"]) in truth for row in former)
        assert "adopted" not in (area.truth / "groups.csv").read_text(encoding="utf-8")

    def test_is_held_back_by_tokens_whose_key_lies_elsewhere(self, area: Area, told: dict[str, Path]) -> None:
        key = area.adoption_key.read_text(encoding="utf-8").strip()
        assert stat.S_IMODE(area.adoption_key.stat().st_mode) == 0o600
        assert re.fullmatch(r'\{\s*"tokens": \[[\s"0-9a-f,]*\]\s*\}', area.held_back.read_text(encoding="utf-8"))
        assert [name for name, path in told.items() if key in _text(path)] == ["keys/adoption-team-key"]


def _bytes(area: Area) -> dict[str, bytes]:
    return {str(p.relative_to(area.out)): p.read_bytes() for p in sorted(area.out.rglob("*")) if p.is_file()}


def _text(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        return sheet.replace("</row>", "</row>\n")
    encoding = "windows-1252" if path.name == "housing_tenancies.csv" else "utf-8"
    return path.read_text(encoding=encoding)


def _keys(taken: Accepted) -> list[tuple[str, str]]:
    return list(zip(taken.records["dataset"].to_pylist(), taken.records["record_id"].to_pylist(), strict=True))


def _truth(area: Area) -> dict[tuple[str, str], str]:
    with (area.truth / "people.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["dataset"], row["record_id"]): row["entity"] for row in csv.DictReader(stream)}


def _faults(area: Area) -> list[list[str]]:
    with (area.truth / "faults.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


@pytest.mark.scenario("S02")
def test_the_call_out_is_a_week_old_the_boy_is_absent_and_nobody_has_referred(
    area: Area, accepted: dict[str, Accepted]
) -> None:
    truth = _truth(area)
    calls = accepted["police"].facts.to_pylist()
    call = next(f for f in calls if f["since"] == TODAY - timedelta(days=7) and "domestic" in f["kind"])
    boy = truth[("police", call["record_id"])]
    absent = {f["record_id"] for f in accepted["schools-alder"].facts.to_pylist() if f["kind"] == "persistent_absence"}
    assert call["restricted_detail"] is None
    assert any(truth[("schools-alder", record)] == boy for record in absent)
    assert not any(dataset == "childrens-social-care" for (dataset, _), who in truth.items() if who == boy)


def test_the_truth_says_ethnic_groups_in_the_words_of_the_contracts(area: Area) -> None:
    with (area.truth / "groups.csv").open(encoding="utf-8", newline="") as stream:
        told = {row["ethnic_group"] for row in csv.DictReader(stream)}
    (alder,) = (read_contract(file.contract) for file in area.files if file.dataset == "schools-alder")
    assert told <= set((alder.groups["ethnic_group"].map or {}).values())
