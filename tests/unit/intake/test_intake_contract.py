"""A contract is read strictly, and what it cannot mean is refused before any file is opened."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from goldenthread.intake import find_contract, read_contract
from goldenthread.intake.contract import Columns, Comparison, Whom
from goldenthread.vocabulary import UnreadableDocument
from tests.unit.intake.making import ORDINARY, contract


def test_a_link_contract_needs_only_its_source_its_id_and_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text('source: "somewhere"\nrecord_id: "id"\ncolumns: {full_name: "name"}\n')
    read = read_contract(path)
    assert (read.contract, read.people[0].part, read.people[0].is_) == ("people", "person", Whom.BY_AGE)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (
            ORDINARY.replace("given_name", "first_name"),
            "unknown key first_name: did you mean given_name? (in people 1, columns)",
        ),
        (ORDINARY.replace("given_name", "givenname"), "unknown key givenname: did you mean given_name?"),
        (ORDINARY.replace("given_name", "Surname"), "unknown key Surname: did you mean family_name?"),
        (
            ORDINARY.replace("given_name", "shoe_size"),
            "shoe_size: the keys here are given_name, middle_names",
        ),
        ("- source", "found a list (at the top)"),
        (ORDINARY.replace('"child"', '"kid"', 2), "is not one of: child, adult, unknown, by_age"),
        (ORDINARY + 'facts: [{kind: "x", about: "parent"}]\n', "'parent' is no part of people"),
        (ORDINARY + 'facts: [{kind: "x"}]\n', "needs either about or record_of"),
        (ORDINARY + 'relations: [{from: "child", relation: {literal: "mother"}}]\n', "needs one of"),
        (ORDINARY + 'never_read: ["UPN"]\n', "'UPN' is both read and never read"),
        (ORDINARY.replace('record_id: "Id"', 'record_id: "{Surname}-{DOB}"'), "made of who the person is"),
        (ORDINARY + 'format: {kind: "csv", row_path: "x"}\n', "row_path is for xml and json"),
        (ORDINARY + 'format: {delimiter: "||"}\n', "the delimiter '||' is not one character"),
        (ORDINARY + 'format: {header_row: "0"}\n', "header_row counts from 1"),
        (ORDINARY + 'format: {encoding: "klingon"}\n', "the encoding 'klingon' is unknown"),
        (
            ORDINARY + '  - {part: "child", is: "child", columns: {given_name: "G"}}\n',
            "two people blocks are called 'child'",
        ),
        (
            ORDINARY + 'relations: [{from: "child", to_record_id: "{Id}", relation: {literal: "mother"}, '
            'parental_responsibility: {literal: "perhaps"}}]\n',
            "yes, no or unknown, and not 'perhaps'",
        ),
        (
            ORDINARY + 'facts: [{kind: "x", about: "child", when: [{column: "Id", before: "soon"}]}]\n',
            "'soon' is no date such as 2026-09-30",
        ),
        (ORDINARY + 'known_at: {column: "x", format: "%d/%m/%Q"}\n', "%Q"),
        (ORDINARY + 'matching_only: ["former_names"]\n', "'former_names' in matching_only is no field"),
        (ORDINARY + 'known_at: "yesterday"\n', "yesterday"),
        (
            ORDINARY + 'relations: [{from: "child", to_record_id: "{Id}", relation: {literal: "mum"}}]\n',
            "'mum' is no relation",
        ),
        (
            ORDINARY + 'facts: [{kind: "x", about: "child", when: [{column: "Id"}]}]\n',
            "a condition on 'Id' needs one test",
        ),
        (
            ORDINARY + 'facts: [{kind: "x", about: "child", when: [{column: "Id", below: "many"}]}]\n',
            "'many' is no number",
        ),
        (
            ORDINARY.replace('upn: "UPN"', 'passport_number: "P"\n      passport_country: {literal: "Eritrea"}'),
            "such as GBR, and not 'Eritrea'",
        ),
        (
            ORDINARY.replace(
                'upn: "UPN"', 'passport_number: "P"\n      passport_country: {column: "C", map: {"1": "EN"}}'
            ),
            "such as GBR, and not 'EN'",
        ),
        (
            ORDINARY.replace('upn: "UPN"', 'passport_country: "C"'),
            "Map passport_number too, or take passport_country out",
        ),
        (ORDINARY.replace('upn: "UPN"', 'upn_issuer: "C"'), "Map upn too, or take upn_issuer out"),
        (ORDINARY.replace('upn: "UPN"', "upn:"), "upn: nothing stands there"),
        (ORDINARY.replace('upn: "UPN"', 'known_as: ""'), "known_as: nothing stands there"),
        (ORDINARY.replace('upn: "UPN"', "known_as: {}"), "known_as is read from no column"),
        (ORDINARY.replace('upn: "UPN"', 'known_as: {columns: [""]}'), "known_as is read from no column"),
        (ORDINARY.replace('upn: "UPN"', 'upn: {literal: "C"}'), "upn is read from one column"),
        (
            ORDINARY.replace(
                'upn: "UPN"', 'passport_number: "P"\n      passport_expires: {column: "E", format: "%d/%m/%y"}'
            ),
            "passport_expires needs the whole year",
        ),
    ],
)
def test_a_contract_that_cannot_be_meant_is_refused(tmp_path: Path, spoilt: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"contract\.yaml") as refusal:
        contract(tmp_path, spoilt)
    assert said in str(refusal.value)


def test_a_contract_that_cannot_be_opened_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes('source: "Müller"'.encode("latin-1"))
    for name, said in (
        ("none.yaml", "there is no such file. Check the path."),
        (".", "this is a folder. Give the path of the file in it."),
        ("latin.yaml", "the file is not text in UTF-8. Save it as UTF-8."),
    ):
        with pytest.raises(UnreadableDocument, match=re.escape(said)):
            read_contract(tmp_path / name)


def test_what_people_write_instead_of_a_name_leads_to_a_name_that_is_read() -> None:
    names = {f.name for f in fields(Columns)}
    assert set(Columns.ALSO_CALLED.values()) <= names
    assert not {name.replace("_", "") for name in names} & set(Columns.ALSO_CALLED)


def test_the_how_to_names_every_column_that_a_person_may_have_and_its_example_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "write-a-contract.md").read_text(encoding="utf-8")
    part = page.partition("## The columns of a person")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| (.*?) \|", part, flags=re.MULTILINE))
    assert {f.name for f in fields(Columns)} <= {name for cell in named for name in re.findall(r"`(\w+)`", cell)}
    assert {str(kind) for kind in Comparison} <= set(re.findall(r"`(\w+)`", part))
    path = tmp_path / "everybody.yaml"
    path.write_text(part.partition("```yaml everybody.yaml\n")[2].partition("```")[0], encoding="utf-8")
    columns = read_contract(path).people[0].columns
    assert [f.name for f in fields(Columns) if not getattr(columns, f.name)] == ["full_name"]
    assert {one.compare for one in columns.other} == set(Comparison)


@pytest.mark.parametrize("name", ["nothing", "../contract", "/etc/passwd", ""])
def test_a_contract_that_is_not_shipped_is_refused_with_the_names_of_those_that_are(name: str) -> None:
    with pytest.raises(UnreadableDocument, match="family-context-person"):
        find_contract(name)


@pytest.mark.parametrize("named", ['{default: "ea9999"}', '{default: "ca2004_s10", columns: {"UPN": "ea9999"}}'])
def test_a_contract_on_an_authority_that_no_register_holds_is_refused(tmp_path: Path, named: str) -> None:
    with pytest.raises(UnreadableDocument, match="'ea9999' is no provision of the register of law"):
        contract(tmp_path, more=f"authority: {named}\n")
