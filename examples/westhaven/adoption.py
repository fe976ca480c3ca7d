"""The life before an adoption: rows that some files still hold, and tokens that keep them out.

No file pairs a former identity with the present one: the truth does not tell of these rows, and what lies beside the
agencies' files is keyed, so that only the adoption team can say what it means. The key of the demonstration comes from
its seed, and is no secret; a real one never leaves the adoption team.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from examples.westhaven.agencies import PRACTICES
from examples.westhaven.chance import Streams
from examples.westhaven.desk import Desk
from examples.westhaven.names import origin_weights
from examples.westhaven.places import Home, Tenure, postcode
from examples.westhaven.truth import Truth
from examples.westhaven.world import Family, FamilyKind, Person, Tie
from examples.westhaven.writers import community_health, gp_practices
from goldenthread.intake import Identity, tokens_to_hold_back

KEY_NAME = "adoption-team-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerLives:
    """Rows of the files that once knew a child, and who the adoption team makes tokens of."""

    health_rows: list[list[str]] = field(repr=False)
    practice_rows: list[dict[str, object]] = field(repr=False)
    people: tuple[tuple[Person, Person], ...] = field(repr=False)
    """Each as they were and as they are."""


def former_lives(desk: Desk, streams: Streams, spare_numbers: list[str]) -> FormerLives:
    """Make the former identity of every adopted child: another name, another NHS number, another address."""
    adopted = [family for family in desk.world.families if family.kind is FamilyKind.ADOPTED]
    shadow = _shadow_of(desk)
    health_lens = shadow.lens(community_health.DATASET, community_health.HABITS)
    practice_lens = shadow.lens(gp_practices.DATASET, gp_practices.HABITS)
    health_rows: list[list[str]] = []
    practice_rows: list[dict[str, object]] = []
    people: list[tuple[Person, Person]] = []
    chance = streams.of("adoption")
    for number, family in enumerate(adopted):
        before = _family_before(shadow, streams, family.children[0], number, spare_numbers[number])
        child = before.children[0]
        record_id = f"{700001 + int(chance.random() * 90_000)}{number:02d}"
        health_rows.append(community_health.row(shadow, health_lens, before, child, f"CH{record_id}"))
        practice_rows.append(gp_practices.entry(shadow, practice_lens, child, f"GP{record_id}", ("", "")))
        people.append((child, family.children[0]))
    return FormerLives(health_rows=health_rows, practice_rows=practice_rows, people=tuple(people))


def write_tokens(folder: Path, keys: Path, seed: int, lives: FormerLives) -> None:
    """Write the tokens beside the files, and the key apart from them, readable by its owner alone."""
    key = hashlib.sha256(f"westhaven demonstration {seed}".encode()).digest()
    tokens = sorted(
        token
        for before, now in lives.people
        for token in tokens_to_hold_back(key, _identity(before), spare=[_identity(now)])
    )
    (folder / "held_back.json").write_text(json.dumps({"tokens": tokens}, indent=1), encoding="utf-8")
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = keys / KEY_NAME
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(key.hex() + "\n")


def _identity(person: Person) -> Identity:
    return Identity(
        forenames=f"{person.given} {person.middle}",
        surnames=person.family,
        born=person.born,
        nhs_number=person.nhs or None,
    )


def _shadow_of(desk: Desk) -> Desk:
    """Return a desk whose truth nobody reads, so that nothing told at it reaches the area's own."""
    world = replace(
        desk.world,
        home_of=dict(desk.world.home_of),
        former_home_of={},
        phone_of=dict(desk.world.phone_of),
    )
    enrolment = replace(desk.enrolment, practice_of=dict(desk.enrolment.practice_of))
    return replace(desk, world=world, enrolment=enrolment, truth=Truth())


def _family_before(shadow: Desk, streams: Streams, child: Person, number: int, nhs: str) -> Family:
    chance = streams.of("adoption", str(number))
    origin = origin_weights().draw(chance)
    surname = origin.families.draw(chance)
    names = (origin.given(chance, child.sex) for _ in range(100))
    given = next(name for name in names if name not in (child.given, child.middle))
    if surname == child.family:
        surname = f"{surname}-Vane"
    before = replace(
        child,
        entity=f"E9{number:05d}",
        given=given,
        middle="",
        family=surname,
        former_family="",
        nhs=nhs,
        origin=origin.id,
        known_as="",
    )
    mother = replace(
        before,
        entity=f"E95{number:04d}",
        sex="female",
        given=origin.given(chance, "female", is_adult=True),
        born=child.born - timedelta(days=int(chance.triangular(17, 40, 24) * 365)),
        nhs="",
    )
    street = 300 + number
    home = Home(
        line=f"{1 + number * 3} Inkerman Buildings",
        postcode=postcode("WH", number % 26, street, 2),
        zone=number % 26,
        tenure=Tenure.PRIVATE,
    )
    for person in (before, mother):
        shadow.world.home_of[person.entity] = home
        shadow.world.phone_of[person.entity] = ""
    shadow.enrolment.practice_of[before.entity] = PRACTICES[number % len(PRACTICES)][0]
    tie = Tie(adult=mother, child=before, relation="mother", responsibility="unknown", lives_with=True)
    return Family(
        number=number, kind=FamilyKind.LONE_MOTHER, children=(before,), ties=(tie,), home=home, story="before"
    )
