"""Make the demonstration area: the world first, then each agency's view of it, then the truth and the stories."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from examples.westhaven import adoption, agencies, numbers, stories
from examples.westhaven.chance import Streams
from examples.westhaven.desk import Desk
from examples.westhaven.enrolling import enrol
from examples.westhaven.events import live
from examples.westhaven.families import make_world
from examples.westhaven.papers import write_csv
from examples.westhaven.world import FamilyKind, World
from examples.westhaven.writers import (
    adult_social_care,
    community_health,
    gp_practices,
    housing,
    police,
    riverside,
    schools_alder,
    schools_birch,
    social_care,
    young_carers,
)

HERE = Path(__file__).parent
CONTRACTS = HERE / "contracts"
PATHWAY = HERE / "pathways" / "westhaven-children.yaml"
FEWEST_CHILDREN = 100

Progress = Callable[[str], None]

_WRITERS = (
    social_care,
    schools_alder,
    schools_birch,
    riverside,
    community_health,
    gp_practices,
    police,
    housing,
    adult_social_care,
    young_carers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFile:
    """One agency's file and the contract it is read by."""

    dataset: str
    path: Path
    contract: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where everything of the area lies. ``adoption_key`` is apart from what an agency sends."""

    out: Path
    files: tuple[AreaFile, ...]
    directory: Path
    pathway: Path
    held_back: Path
    adoption_key: Path
    shielded: Path
    stories: Path
    truth: Path
    children: int
    people: int


def make_area(
    out: Path, *, children: int = 20_000, seed: int = 2026, today: date, progress: Progress | None = None
) -> Area:
    """Make the area in ``out``. The same arguments give the same bytes.

    Raises: ValueError for fewer children than the stories need.
    """
    if children < FEWEST_CHILDREN:
        raise ValueError(f"the area needs at least {FEWEST_CHILDREN} children; ask for more.")
    say = progress or (lambda step: None)
    streams = Streams(seed=seed)
    say("families")
    desk = _desk(out, streams, children, today)
    lives = adoption.former_lives(desk, streams, _spare_numbers(streams, desk.world))
    for writer in _WRITERS:
        say(writer.DATASET)
        if writer is community_health:
            community_health.write(desk, lives.health_rows)
        elif writer is gp_practices:
            gp_practices.write(desk, lives.practice_rows)
        else:
            writer.write(desk)
    say("truth and stories")
    area = area_in(out, children=children, people=len(desk.world.home_of))
    adoption.write_tokens(out, area.adoption_key.parent, seed, lives)
    agencies.write_directory(area.directory, desk.staff)
    _write_shielded(area.shielded, desk)
    desk.truth.write(area.truth, desk.world, desk.lives)
    stories.write_stories(area.stories, desk.world, desk.enrolment, desk.truth)
    return area


def area_in(out: Path, *, children: int = 0, people: int = 0) -> Area:
    """Say where everything lies in an area made in ``out``."""
    files = tuple(
        AreaFile(
            dataset=writer.DATASET,
            path=out / "files" / writer.FILE,
            contract=CONTRACTS / f"{writer.DATASET}.yaml",
        )
        for writer in _WRITERS
    )
    return Area(
        out=out,
        files=files,
        directory=out / "directory.yaml",
        pathway=PATHWAY,
        held_back=out / "held_back.json",
        adoption_key=out / "keys" / adoption.KEY_NAME,
        shielded=out / "shielded.csv",
        stories=out / "stories.yaml",
        truth=out / "truth",
        children=children,
        people=people,
    )


def _desk(out: Path, streams: Streams, children: int, today: date) -> Desk:
    world = make_world(streams, children=children, today=today, wishes=stories.wishes(today))
    world = stories.with_printed_number(world)
    enrolment = enrol(
        world,
        streams,
        schools=stories.schools(),
        practices=stories.practices(),
        upns=stories.upns(),
    )
    lives = live(world, enrolment, streams)
    stories.befall(world, lives, today)
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return Desk(
        world=world,
        enrolment=enrolment,
        lives=lives,
        staff=agencies.make_staff(streams),
        streams=streams,
        folder=folder,
        spotless=stories.spotless(world),
        siblings=_siblings(world),
        absent_from=stories.absent_from(),
        old_names=stories.old_names(world),
        other_spellings=stories.other_spellings(world),
    )


def _siblings(world: World) -> dict[str, str]:
    """Return a sibling's NHS number for every child that has one: some records bear it by mistake."""
    found: dict[str, str] = {}
    for family in world.families:
        for child, other in zip(family.children, family.children[1:] + family.children[:1], strict=True):
            if child is not other:
                found[child.entity] = other.nhs
    return found


def _spare_numbers(streams: Streams, world: World) -> list[str]:
    """Return NHS numbers that nobody in the world bears."""
    people = (p for family in world.families for p in (*family.children, *family.adults()))
    taken = {person.nhs for person in people} | {person.nhs for person in world.loners}
    fresh = numbers.nhs_numbers(streams.of("former numbers"), at_most=len(taken) * 3 + 2000)
    adopted = sum(family.kind is FamilyKind.ADOPTED for family in world.families)
    spare = (number for number in fresh if number not in taken)
    return [next(spare) for _ in range(adopted)]


def _write_shielded(path: Path, desk: Desk) -> None:
    """List the records of everybody in a refuge, for the custodian who may release them."""
    hidden = {
        person.entity: family.moved_on or desk.today
        for family in desk.world.families
        if family.kind is FamilyKind.REFUGE
        for person in (*family.children, *(tie.adult for tie in family.ties if tie.lives_with))
    }
    rows = (
        (dataset, record_id, agencies.CSC, hidden[entity].isoformat())
        for dataset, record_id, entity in desk.truth.people
        if entity in hidden
    )
    write_csv(path, ("dataset", "record_id", "custodian", "since"), rows)
