"""Why people were joined or split between two runs: by whose decision, or by which evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.linkage.deciding import REVIEWER_LINKED
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.naming import RecordKey
from goldenthread.linkage.shapes import Constraint, Decided, Outcome

Rows = np.ndarray[Any, np.dtype[np.int64]]
Before = Mapping[RecordKey, str | None]
Links = Mapping[tuple[str, str | None], str]

SAID_ONE = "a reviewer said that they are one person"
SAID_TWO = "a reviewer said that they are two people"
NUMBER_OF_ANOTHER = "a reviewer said whose a number on one of their records is"
BRIDGE_GONE = "what held them together was taken away by a reviewer's decision"
DECIDED_BESIDE = "after what a reviewer said of these people nothing holds them together"
NOT_ONE_WITH_OTHERS = "a reviewer joined some of them with somebody who is not one person with the others"
HELD_TOGETHER = "the records between them hold them together"
CHANGED = "records between them changed or were withdrawn, and what is left does not hold them together"
WEIGHED_ANEW = "all was weighed anew, and what their records say does not hold them together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """``held`` and ``now``: whose each record was and is. ``links``: see ``strongest_links``."""

    held: Before = field(repr=False)
    now: Mapping[RecordKey, str] = field(repr=False)
    links: Links = field(repr=False)
    retold: Sequence[Constraint] = field(repr=False)
    weighed_anew: bool
    _of: dict[str, list[RecordKey]] = field(default_factory=lambda: defaultdict(list), init=False, repr=False)
    _told_of: dict[RecordKey, list[Constraint]] = field(
        default_factory=lambda: defaultdict(list), init=False, repr=False
    )

    def __post_init__(self) -> None:
        for key, person in self.held.items():
            if person is not None:
                self._of[person].append(key)
        for told in self.retold:
            for end in told.ends:
                self._told_of[end].append(told)

    def they_joined(self, person: str, other: str | None, records: Sequence[RecordKey]) -> str:
        """Why ``records``, which were the other person's or nobody's, are now with the rest of this person's."""
        came = set(records)
        for told in self._of_any(came):
            others = told.ends - came
            if told.decided is Decided.LINK and others and all(self.now.get(end) == person for end in others):
                return SAID_ONE
        if any(told.is_of_a_number and self.now.get(told.left) == person for told in self.retold):
            return NUMBER_OF_ANOTHER
        return self.links.get((person, other), HELD_TOGETHER)

    def they_parted(self, person: str, other: str, records: Sequence[RecordKey]) -> str:
        """Why ``records`` are no longer with the rest of what was the other person's."""
        came = set(records)
        were = set(self._of.get(other, ()))
        rest = {key for key in were if self.now[key] != person}
        left = {key for key in rest if self.now[key] == other} or rest
        if any(told.decided is Decided.APART and told.ends & left for told in self._of_any(came)):
            return SAID_TWO
        if any(told.is_of_a_number for told in self._of_any(came | rest)):
            return NUMBER_OF_ANOTHER
        if any(told.decided is Decided.APART and told.ends <= were for told in self._of_any(came | rest)):
            return BRIDGE_GONE
        if told_of_them := self._of_any(came | rest):
            return NOT_ONE_WITH_OTHERS if all(told.decided is Decided.LINK for told in told_of_them) else DECIDED_BESIDE
        return WEIGHED_ANEW if self.weighed_anew else CHANGED

    def _of_any(self, records: Collection[RecordKey]) -> list[Constraint]:
        return [told for key in records for told in self._told_of.get(key, ())]


def strongest_links(after: Standing, touched: Rows, held: Collection[str | None]) -> Links:
    """By a person and whose some of their records were, the strongest link from those to the person's other records.

    ``held``: whose each touched record was, in their order.
    """
    was = np.full(len(after.features), -1, dtype=np.int64)
    coded = pa.array(held, pa.string()).dictionary_encode()
    was[touched] = np.asarray(pc.fill_null(coded.indices.cast(pa.int64()), -1))
    inside = np.zeros(len(after.features), dtype=bool)
    inside[touched] = True
    left, right = after.decisions["rid_l"].to_numpy(), after.decisions["rid_r"].to_numpy()
    crossing = pa.array(inside[left] & inside[right] & (was[left] != was[right]))
    links = after.decisions.filter(pc.and_(crossing, pc.equal(after.decisions["outcome"], str(Outcome.LINKED))))
    links = links.sort_by("weight_bits")
    words = [*coded.dictionary.to_pylist(), None]
    person = after.people.take(links["rid_l"]).to_pylist()
    other = after.people.take(links["rid_r"]).to_pylist()
    ends = was[links["rid_l"].to_numpy()], was[links["rid_r"].to_numpy()]
    told = zip(links["why"].to_pylist(), links["weight_bits"].to_pylist(), strict=True)
    found: dict[tuple[str, str | None], str] = {}
    for one, two, a, b, (why, bits) in zip(person, other, *ends, told, strict=True):
        if one == two:
            found[one, words[a]] = found[one, words[b]] = why if why == REVIEWER_LINKED else f"{why} ({bits:.1f} bits)"
    return found
