"""What people decided, beside what the machine joined: whom it brings together, whom it parts, and what is left out."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.linkage import Constraint, Decided
from goldenthread.linkage.joining import NOBODY, Limits
from goldenthread.linkage.obeying import Obeyed, Pair, obey

A, B = 0, 1
NO_TIES: tuple[Pair, ...] = ()


def told(*pairs: tuple[int, int, str], decided: Decided = Decided.LINK) -> dict[Pair, Constraint]:
    """Decisions on records 0, 1 and so on, each with what it stands together with."""
    return {
        (left, right): Constraint(
            dataset_l="a", record_id_l=str(left), dataset_r="a", record_id_r=str(right), decided=decided, together=name
        )
        for left, right, name in pairs
    }


def limits(own: list[int], barred: tuple[Pair, ...] = (), rows: tuple[int, ...] = ()) -> Limits:
    return Limits(
        own=(np.array(own, dtype=np.int64),),
        barred=np.array(barred, dtype=np.int64).reshape(-1, 2),
        one_each=(np.array(rows or [NOBODY] * len(own), dtype=np.int64),),
    )


def obeyed(
    decisions: dict[Pair, Constraint],
    held: Limits,
    *,
    people: list[int] | None = None,
    ties: tuple[Pair, ...] = NO_TIES,
    said: dict[Pair, float] | None = None,
) -> Obeyed:
    """Without ``people`` each record is a person of its own; without ``said`` nobody stays behind."""
    person_of = np.array(people or range(len(held.own[0])), dtype=np.int64)
    pairs = np.array([*(said or {})], dtype=np.int64).reshape(-1, 2)
    evidence = None if said is None else (pairs, np.array([*said.values()], dtype=np.float64))
    return obey(decisions, person_of, np.array(ties, dtype=np.int64).reshape(-1, 2), held, evidence)


def test_two_numbers_leave_the_whole_undo_out_and_what_stands_by_itself_in() -> None:
    found = obeyed(told((0, 1, "undo"), (0, 2, "undo"), (3, 4, "")), limits([A, NOBODY, B, NOBODY, NOBODY]))
    assert found.left_out == {"undo"}
    assert found.pairs == {(3, 4)}
    assert found.person_of.tolist() == [0, 1, 2, 3, 3]


def test_what_can_wholly_be_is_obeyed() -> None:
    found = obeyed(told((0, 1, "undo"), (0, 2, "undo")), limits([A, NOBODY, A]))
    assert (found.left_out, found.pairs) == (frozenset(), {(0, 1), (0, 2)})
    assert found.person_of.tolist() == [0, 0, 0]


def test_of_two_that_exclude_each_other_the_first_stands() -> None:
    one, other = (0, 1, "first"), (1, 2, "second")
    assert obeyed(told(one, other), limits([A, NOBODY, B])).left_out == {"second"}
    assert obeyed(told(other, one), limits([A, NOBODY, B])).left_out == {"first"}


def test_what_somebody_linked_before_is_not_torn_by_an_undo() -> None:
    found = obeyed(told((0, 1, ""), (1, 2, "undo"), (2, 3, "undo")), limits([A, NOBODY, B, NOBODY]))
    assert (found.left_out, found.pairs) == ({"undo"}, {(0, 1)})


def test_what_is_barred_and_the_people_of_one_row_leave_an_undo_out() -> None:
    undo = told((0, 1, "undo"), (1, 2, "undo"))
    assert obeyed(undo, limits([NOBODY] * 3, barred=((0, 2),))).left_out == {"undo"}
    assert obeyed(undo, limits([NOBODY] * 3, rows=(7, 8, 7))).left_out == {"undo"}
    assert obeyed(undo, limits([NOBODY] * 3, rows=(7, 8, 9))).left_out == set()


def test_two_people_come_together_as_a_whole() -> None:
    assert obeyed(told((1, 2, "")), limits([A, NOBODY, NOBODY, A]), people=[0, 0, 1, 1]).person_of.tolist() == [0] * 4


def test_people_say_one_of_two_whom_a_predicate_keeps_apart() -> None:
    assert obeyed(told((0, 1, "")), limits([NOBODY] * 2, barred=((0, 1),))).person_of.tolist() == [0, 0]


def test_where_two_numbers_part_them_the_surest_link_of_the_two_holds_and_nobody_else_is_parted() -> None:
    """0, 1 and 2 are one with a number on 0, and 3 and 4 with a number on 4; somebody says that 2 and 3 are one."""
    held, people = limits([A, NOBODY, NOBODY, NOBODY, B]), [0, 0, 0, 1, 1]
    ours_surer = ((0, 2), (0, 1), (3, 4))
    assert obeyed(told((2, 3, "")), held, people=people, ties=ours_surer).person_of.tolist() == [0, 0, 0, 0, 1]
    theirs_surer = ((3, 4), (0, 1), (0, 2))
    assert obeyed(told((2, 3, "")), held, people=people, ties=theirs_surer).person_of.tolist() == [0, 0, 1, 1, 1]


def test_whoever_no_rule_parts_stays_together_though_what_linked_them_has_gone() -> None:
    """1 and 2 were linked by way of 0 alone, which goes to 3 and 4; both may not, and are one person still."""
    held = limits([NOBODY, A, A, B])
    found = obeyed(told((0, 3, "")), held, people=[0, 0, 0, 1], ties=((0, 1), (0, 2)))
    assert found.person_of.tolist() == [0, 1, 1, 0]


STRANGER_OF_BOTH = {(0, 1): 4.0, (0, 2): 1.0, (1, 2): -9.0, (1, 3): -9.0, (2, 3): 9.0}


def test_who_speaks_more_against_the_others_than_for_the_record_stays_behind() -> None:
    found = obeyed(told((0, 2, "")), limits([NOBODY] * 4), people=[0, 0, 1, 1], said=STRANGER_OF_BOTH)
    assert found.person_of.tolist() == [0, 1, 0, 0]


def test_who_stays_behind_stays_with_those_whom_a_rule_keeps_from_coming() -> None:
    """4 was with 0 and 1, and has another number than 2."""
    said = STRANGER_OF_BOTH | {(0, 4): 6.0, (1, 4): 1.0, (2, 4): 6.0, (3, 4): 6.0}
    ties = ((2, 3), (0, 4), (0, 1))
    held = limits([NOBODY, NOBODY, A, NOBODY, B])
    found = obeyed(told((0, 2, "")), held, people=[0, 0, 1, 1, 0], ties=ties, said=said)
    assert found.person_of.tolist() == [0, 1, 0, 0, 1]


def test_whom_people_call_one_with_who_stayed_behind_comes_along_as_well() -> None:
    two = told((0, 2, ""), (1, 3, ""))
    found = obeyed(two, limits([NOBODY] * 4), people=[0, 0, 1, 1], said=STRANGER_OF_BOTH)
    assert found.person_of.tolist() == [0] * 4
    assert found.pairs == {(0, 2), (1, 3)}


def test_an_undo_brings_back_all_it_names_whatever_speaks_against_them() -> None:
    every = told(*((a, b, "undo") for a in (0, 1) for b in (2, 3)))
    found = obeyed(every, limits([NOBODY] * 4), people=[0, 0, 1, 1], said=STRANGER_OF_BOTH)
    assert found.person_of.tolist() == [0] * 4


numbers = st.lists(st.sampled_from([NOBODY, NOBODY, A, B]), min_size=9, max_size=9)
pairs_of_records = st.lists(st.sampled_from(list(combinations(range(9), 2))), max_size=6)


weights = st.none() | st.dictionaries(st.sampled_from(list(combinations(range(9), 2))), st.floats(-12, 12))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), numbers, pairs_of_records, pairs_of_records, weights)
def test_no_rule_is_broken_and_to_confirm_what_stands_changes_nothing(
    people: list[int], own: list[int], bars: list[Pair], same: list[Pair], said: dict[Pair, float] | None
) -> None:
    before = apart_by_number(people, own)
    barred = tuple(pair for pair in bars if before[pair[0]] != before[pair[1]] and pair not in same)
    held, decisions = limits(own, barred=barred), told(*((a, b, "") for a, b in same))
    found = obeyed(decisions, held, people=before, said=said)
    after = found.person_of.tolist()
    assert all(after[a] == after[b] for a, b in found.pairs)
    assert all(len({own[i] for i in range(9) if after[i] == one} - {NOBODY}) <= 1 for one in after)
    assert all(after[a] != after[b] for a, b in barred)
    again = [(a, b) for a in range(9) for b in range(a + 1, 9) if after[a] == after[b] and (a, b) not in same]
    twice = obeyed({**decisions, **told(*((a, b, "") for a, b in again))}, held, people=before, said=said)
    assert twice.person_of.tolist() == after


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), numbers, pairs_of_records, pairs_of_records)
def test_nobody_is_parted_but_whom_a_rule_parts(
    people: list[int], own: list[int], bars: list[Pair], said: list[Pair]
) -> None:
    before = apart_by_number(people, own)
    same = said[:1]
    barred = tuple(pair for pair in bars if before[pair[0]] != before[pair[1]] and pair not in same)
    found = obeyed(told(*((a, b, "") for a, b in same)), limits(own, barred=barred), people=before)
    after = found.person_of.tolist()
    for a, b in ((a, b) for a, b in combinations(range(9), 2) if before[a] == before[b] and after[a] != after[b]):
        both = [i for i in range(9) if after[i] in (after[a], after[b])]
        assert len({own[i] for i in both} - {NOBODY}) > 1 or any(x in both and y in both for x, y in barred)


def apart_by_number(people: list[int], own: list[int]) -> list[int]:
    """People of whom none holds two numbers, numbered in the order of their first records."""
    held = {(one, number) for one, number in zip(people, own, strict=True) if number != NOBODY}
    first = {one: min(number for who, number in held if who == one) for one in {who for who, _ in held}}
    names = [
        (one, number if number != NOBODY else first.get(one, NOBODY)) for one, number in zip(people, own, strict=True)
    ]
    return [sorted(set(names), key=names.index).index(name) for name in names]
