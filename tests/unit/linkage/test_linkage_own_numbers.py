"""What is taken for a number of one's own, and what for a thing that a family shares."""

import pyarrow as pa

from goldenthread.linkage.counting import own_columns


def test_a_town_that_families_share_is_nobody_s_own_though_its_names_are_many() -> None:
    people = [(f"t{n // 3}", "abc"[n % 3]) for n in range(9)]
    towns, initials = zip(*people, strict=True)
    numbers = [f"{town}{initial}" for town, initial in people]
    families = {"given_initial": initials, "family_sound": towns, "other_town": towns, "other_number": numbers}
    assert own_columns(pa.table(families), ("town", "number")) == frozenset({"number"})
    strangers = {**families, "family_sound": numbers}
    assert own_columns(pa.table(strangers), ("town", "number")) == frozenset({"number", "town"})
