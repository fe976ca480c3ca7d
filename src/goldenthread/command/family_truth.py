"""How right ``families.csv`` and ``households.csv`` are, where the truth says who belongs to whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from goldenthread.command.family_output import FAMILIES, HOUSEHOLDS, LINKED
from goldenthread.command.linked_input import UnreadableInput, filled_rows_of, rows_of
from goldenthread.linkage import Score
from goldenthread.linkage.naming import RecordKey

TIE_COLUMNS = ("entity_from", "entity_to")
HOME_COLUMNS = ("entity", "household")
MOST_AT_ONE_HOME = 40
"""A longer list is of people without a home, not of people who live together."""

Pair = tuple[str, str]


def score_families(
    folder: Path,
    person_of: Mapping[RecordKey, str],
    entity_of: Mapping[RecordKey, str],
    *,
    ties: Path | None,
    homes: Path | None,
) -> dict[str, Score]:
    """Adult to child, linked and with the possible, and the same household, over the people that both know.

    Raises: UnreadableInput.
    """
    whom = _whom(person_of, entity_of)
    held = set(whom.values())
    found: dict[str, Score] = {}
    if ties is not None:
        rows = _drawn(folder / FAMILIES, ("adult", "child", "outcome"))
        wanted = {(adult, child) for _, (adult, child) in filled_rows_of(ties, TIE_COLUMNS) if {adult, child} <= held}
        _hold_to_some(wanted, ties)
        given = {(whom[a], whom[c]): outcome for a, c, outcome in rows if {a, c} <= whom.keys()}
        found["families, linked"] = _score({pair for pair, outcome in given.items() if outcome == LINKED}, wanted)
        found["families, and possible"] = _score(set(given), wanted)
    if homes is not None:
        rows = _drawn(folder / HOUSEHOLDS, ("household_id", "person_id"))
        told = filled_rows_of(homes, HOME_COLUMNS)
        wanted = _together((home, entity) for _, (entity, home) in told if entity in held)
        _hold_to_some(wanted, homes)
        found["households"] = _score(_together((home, whom[p]) for home, p in rows if p in whom), wanted)
    return found


def _drawn(path: Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    if not path.exists():
        raise UnreadableInput(
            f"{path} is not there: the run drew no families. Link all records with a contract that declares "
            "relationships, and without --no-families."
        )
    return rows_of(path, columns)


def _hold_to_some(wanted: set[Pair], truth: Path) -> None:
    if not wanted:
        raise UnreadableInput(
            f"{truth}: it puts no two people together who are in the output and in the --truth. Check its entities."
        )


def _whom(person_of: Mapping[RecordKey, str], entity_of: Mapping[RecordKey, str]) -> dict[str, str]:
    """Whom each person of the output mostly is."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for key, person in person_of.items():
        if key in entity_of:
            votes[person][entity_of[key]] += 1
    return {person: min(counts, key=lambda e: (-counts[e], e)) for person, counts in votes.items()}


def _together(placed: Iterable[Pair]) -> set[Pair]:
    at: dict[str, set[str]] = defaultdict(set)
    for home, entity in placed:
        at[home].add(entity)
    return {
        pair for people in at.values() if len(people) <= MOST_AT_ONE_HOME for pair in combinations(sorted(people), 2)
    }


def _score(given: set[Pair], wanted: set[Pair]) -> Score:
    return Score(right=len(given & wanted), given=len(given), wanted=len(wanted))
