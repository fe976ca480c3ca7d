"""Dirty sets without identifiers, as a stranger would make who wants to break a linkage, each beside stock Splink.

``python -m bench.linkage.dirty [--records SHARE] [--seed N] [--only NAME]``. German, British, historical and African
names from Faker, one to ten records a person, up to nine faults a record; and two clean files. The code was fitted to
none of them: a seed that nobody has tried gives sets that nobody has seen.
"""

import argparse
import csv
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import splink.comparison_library as cl
from faker import Faker
from splink import block_on

from bench.linkage import faults
from bench.linkage.faults import Fault, Row
from bench.linkage.peer import Peer
from bench.linkage.sets import Sample, measure, told
from goldenthread.linkage import Mode

NAMES_DRAWN = 1_500
FAULTS_A_RECORD = (30, 20, 14, 11, 8, 6, 4, 3, 2, 2)
"""How many of a hundred records have no fault, one, and so on up to nine."""
FEW_FAULTS = (50, 40, 8, 2)
RECORDS_A_PERSON = (20, 22, 18, 12, 9, 7, 5, 3, 2, 2)
"""How many of a hundred people have one record, two, and so on up to ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of set. ``faulty`` says for each column what may go wrong with it; ``holds`` what it means."""

    name: str
    locales: tuple[str, ...]
    records: int
    holds: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)
    born: tuple[int, int] = (1935, 2020)
    faults_a_record: tuple[int, ...] = FAULTS_A_RECORD
    records_a_person: tuple[int, ...] = RECORDS_A_PERSON
    only_years: float = 0.0
    families: float = 0.0
    """The share of people who live with the one before, and share name, home and telephone."""
    gaps: Mapping[str, float] = field(default_factory=dict)
    link_only: bool = False


NAME = {"given": "given_name", "family": "family_name", "born": "date_of_birth"}
HOME = {"line": "address_line", "postcode": "postcode"}
KINDS = (
    Kind(name="german-names-and-births", locales=("de_DE",), records=10_000, holds=NAME, born=(1920, 2000),
         faults_a_record=FEW_FAULTS, records_a_person=(80, 20)),
    Kind(name="german", locales=("de_DE",), records=20_000, holds={**NAME, "sex": "sex", **HOME},
         others={"town": "text"}, gaps={"sex": 0.1, "born": 0.05}),
    Kind(name="british-households", locales=("en_GB",), records=30_000,
         holds={**NAME, "sex": "sex", **HOME, "phone": "phone", "email": "email"}, families=0.5,
         gaps={"email": 0.5, "phone": 0.3}),
    Kind(name="historical", locales=("en_GB", "en_IE"), records=50_000, holds={**NAME, "sex": "sex"},
         others={"town": "text", "occupation": "text"}, born=(1780, 1910), only_years=0.25,
         gaps={"born": 0.15, "occupation": 0.4, "town": 0.1}),
    Kind(name="african", locales=("yo_NG", "zu_ZA", "tw_GH", "ha_NG", "ig_NG"), records=20_000,
         holds={**NAME, "sex": "sex", "phone": "phone"}, others={"town": "text"}, only_years=0.4, families=0.4,
         gaps={"phone": 0.5, "born": 0.1}),
    Kind(name="two-clean-files", locales=("en_GB",), records=12_000, holds={**NAME, "sex": "sex", **HOME},
         faults_a_record=(1,), records_a_person=(40, 60), link_only=True),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=float, default=1.0, help="how many of each set's records: 0.1 is a tenth")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", choices=[kind.name for kind in KINDS])
    asked = parser.parse_args()
    for kind in KINDS:
        if asked.only in (None, kind.name):
            with tempfile.TemporaryDirectory() as folder:
                made = make_sample(kind, Path(folder), records=int(kind.records * asked.records), seed=asked.seed)
                print(told(measure(made)), end="\n\n", flush=True)


def make_sample(kind: Kind, folder: Path, *, records: int, seed: int) -> Sample:
    """Write the files, their contracts and the truth. The same seed gives the same set."""
    chance = Random(f"{kind.name} {seed}")
    datasets = ("left", "right") if kind.link_only else (kind.name,)
    rows: dict[str, list[Row]] = {dataset: [] for dataset in datasets}
    entity_of = {}
    for number, (entity, row) in enumerate(_written(kind, records, chance)):
        dataset = datasets[number % 2] if kind.link_only else datasets[0]
        record_id = f"r{chance.randrange(10**9)}-{number}"
        rows[dataset].append({"record_id": record_id, **row})
        entity_of[dataset, record_id] = entity
    files = tuple(_write(folder / f"{dataset}.csv", rows[dataset], chance) for dataset in datasets)
    return Sample(
        name=kind.name,
        files=files,
        contracts=tuple(_contract(kind, dataset, folder) for dataset in datasets),
        entity_of=entity_of,
        others=kind.others,
        peer=_peer(kind, datasets),
        mode=Mode.LINK_ONLY if kind.link_only else Mode.LINK_AND_DEDUPE,
    )


def _written(kind: Kind, records: int, chance: Random) -> list[tuple[str, Row]]:
    """Who is written down, and how, in no order that tells. Two records of one person follow each other."""
    people = People(kind, chance)
    made: list[tuple[str, Row]] = []
    while len(made) < records:
        person = people.another()
        for _ in range(1 + _drawn(kind.records_a_person, chance)):
            made.append((str(people.number), _spoiled(person, kind, people.faulty, chance)))
    return made


def _drawn(weights: tuple[int, ...], chance: Random) -> int:
    return chance.choices(range(len(weights)), weights)[0]


class People:
    """Draws people, some of them with the family of the one before."""

    def __init__(self, kind: Kind, chance: Random) -> None:
        self._kind, self._chance, self.number = kind, chance, 0
        fakes = [Faker(locale) for locale in kind.locales]
        for fake in fakes:
            fake.seed_instance(chance.randrange(10**9))
        each = NAMES_DRAWN // len(fakes)
        self._names = {
            "female": _pool(fakes, lambda fake: fake.first_name_female(), each),
            "male": _pool(fakes, lambda fake: fake.first_name_male(), each),
            "family": _pool(fakes, lambda fake: fake.last_name(), each),
        }
        self._places = Faker("de_DE" if kind.locales == ("de_DE",) else "en_GB")
        self._places.seed_instance(chance.randrange(10**9))
        self._towns = _pool([self._places], lambda fake: fake.city(), 300)
        self._trades = _pool([self._places], lambda fake: fake.job(), 200)
        self._before: Row = {}
        self.faulty = self._faults()

    def another(self) -> Row:
        self.number += 1
        chance, kind = self._chance, self._kind
        sex = chance.choice(("female", "male"))
        given, family = self._one(sex, chance), self._one("family", chance)
        born = date(kind.born[0], 1, 1) + timedelta(days=chance.randrange(365 * (kind.born[1] - kind.born[0])))
        person = {
            "given": given, "family": family, "born": born.isoformat(), "sex": sex, "line": self._line(chance),
            "postcode": self._places.postcode(), "town": self._one_of(self._towns, chance), "phone": _phone(chance),
            "email": f"{given}.{family}{chance.randrange(99)}@example.org".lower().replace(" ", ""),
            "occupation": self._one_of(self._trades, chance),
        }  # fmt: skip
        if self._before and chance.random() < kind.families:
            person |= {name: self._before[name] for name in ("family", "line", "postcode", "town", "phone")}
        if chance.random() < kind.only_years:
            person["born"] = person["born"][:4] + "-01-01"
        self._before = person
        return {name: person[name] for name in (*kind.holds, *kind.others)}

    def _one(self, pool: str, chance: Random) -> str:
        return self._one_of(self._names[pool], chance)

    def _one_of(self, pool: list[str], chance: Random) -> str:
        """Some are common and many are rare, as names are."""
        return pool[int(10 * (len(pool) / 10 + 1) ** chance.random()) - 10]

    def _line(self, chance: Random) -> str:
        return str(self._places.street_address()).replace("\n", ", ")

    def _faults(self) -> dict[str, tuple[Fault, ...]]:
        def another_name(chance: Random) -> str:
            return self._one("family", chance)

        possible = {
            "given": (*faults.GIVEN, faults.swapped_with("family")),
            "family": (*faults.NAME, faults.replaced_by(another_name), faults.doubled(another_name)),
            "born": (*faults.BORN, faults.only_the_year),
            "sex": (faults.left_out,),
            "line": (*faults.TEXT, faults.replaced_by(self._line)),
            "postcode": (*faults.CODE, faults.replaced_by(lambda _: str(self._places.postcode()))),
            "town": (*faults.TEXT, faults.replaced_by(lambda c: self._one_of(self._towns, c))),
            "phone": (*faults.CODE, faults.replaced_by(_phone)),
            "email": faults.TEXT,
            "occupation": (*faults.TEXT, faults.replaced_by(lambda c: self._one_of(self._trades, c))),
        }
        return {name: possible[name] for name in (*self._kind.holds, *self._kind.others)}


def _pool(fakes: list[Faker], draw: Callable[[Faker], str], each: int) -> list[str]:
    drawn = dict.fromkeys(str(draw(fake)) for _ in range(each) for fake in fakes)
    return list(drawn)


def _phone(chance: Random) -> str:
    return f"07{chance.randrange(10**9):09d}"


def _spoiled(person: Row, kind: Kind, faulty: Mapping[str, tuple[Fault, ...]], chance: Random) -> Row:
    row = dict(person)
    for column, share in kind.gaps.items():
        if chance.random() < share:
            row[column] = ""
    for _ in range(_drawn(kind.faults_a_record, chance)):
        column = chance.choice(list(faulty))
        chance.choice(faulty[column])(row, column, chance)
    return row


def _write(path: Path, rows: list[Row], chance: Random) -> Path:
    chance.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _contract(kind: Kind, dataset: str, folder: Path) -> Path:
    columns = [f'      {meaning}: "{name}"' for name, meaning in kind.holds.items() if name != "born"]
    columns.append('      date_of_birth: {column: "born", format: "%Y-%m-%d"}')
    if kind.others:
        told = ", ".join(f'{{column: "{name}", compare: "{how}"}}' for name, how in kind.others.items())
        columns.append(f"      other: [{told}]")
    lines = [
        f'contract: "{dataset}"', 'source: "bench"', f'title: "{kind.name}, made up"', 'format: {kind: "csv"}',
        'record_id: "record_id"', "people:", '  - part: "person"', '    is: "unknown"', "    columns:", *columns, "",
    ]  # fmt: skip
    path = folder / f"{dataset}.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _peer(kind: Kind, datasets: tuple[str, ...]) -> Peer:
    """The comparisons of Splink's demonstrations for columns of these kinds, and their ways of blocking."""
    ready = {
        "sex": cl.ExactMatch("sex"),
        "line": cl.JaroWinklerAtThresholds("line", [0.9, 0.7]),
        "postcode": cl.LevenshteinAtThresholds("postcode", [1, 2]),
        "phone": cl.ExactMatch("phone"),
        "email": cl.EmailComparison("email"),
        "town": cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        "occupation": cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    }
    beside = [ready[name] for name in (*kind.holds, *kind.others) if name in ready]
    second = next(name for name in ("postcode", "town", "family") if name in {**kind.holds, **kind.others})
    return Peer(
        record_id="record_id",
        comparisons=(
            cl.ForenameSurnameComparison("given", "family"),
            cl.DateOfBirthComparison("born", input_is_string=True),
            *beside,
        ),
        blocking=(
            block_on("given", "family"), block_on("family", "born"), block_on("given", "born"),
            block_on(second, "given"), block_on(second, "born"),
        ),
        certain=(block_on("given", "family", "born"),),
        found=0.6,
        training=(block_on("given", "family"), block_on("born")),
        datasets=datasets,
        link_only=kind.link_only,
    )  # fmt: skip


if __name__ == "__main__":
    main()
