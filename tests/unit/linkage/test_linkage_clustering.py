from goldenthread.linkage.clustering import Edge, Rules, cluster


def edge(left: int, right: int, bits: float = 8.0, *, joins: bool = True, certain: bool = False) -> Edge:
    return Edge(pair=(left, right), bits=bits, joins=joins, certain=certain)


def test_linked_records_are_one_person_and_others_their_own() -> None:
    person_of, refused = cluster(4, [edge(0, 1), edge(1, 3)], Rules())
    assert person_of == [0, 0, 1, 0]
    assert refused == []


def test_two_numbers_of_which_a_person_has_one_never_meet_in_one_person() -> None:
    rules = Rules(own_values=({0: "A", 2: "B"},))
    person_of, refused = cluster(3, [edge(0, 1), edge(1, 2)], rules)
    assert person_of == [0, 0, 1]
    assert refused == [(1, 2)]


def test_what_is_barred_does_not_come_together_by_way_of_a_third() -> None:
    person_of, refused = cluster(3, [edge(0, 1), edge(1, 2)], Rules(barred=frozenset({(0, 2)})))
    assert person_of == [0, 0, 1]
    assert refused == [(1, 2)]


def test_one_weak_link_does_not_bridge_two_people() -> None:
    left = [edge(0, 1, 15), edge(0, 2, 15), edge(1, 2, 15)]
    right = [edge(3, 4, 15), edge(3, 5, 15), edge(4, 5, 15)]
    person_of, refused = cluster(6, [*left, *right, edge(2, 3, 3)], Rules())
    assert person_of == [0, 0, 0, 1, 1, 1]
    assert refused == [(2, 3)]


def test_an_identifier_bridges_what_names_alone_would_not() -> None:
    edges = [edge(2, 3, 25, certain=True), edge(0, 1, 15), edge(0, 2, 15), edge(1, 2, 15), edge(3, 4, 15)]
    person_of, _ = cluster(5, edges, Rules())
    assert person_of == [0, 0, 0, 0, 0]


def test_a_link_refused_at_first_is_tried_again_when_its_group_has_grown() -> None:
    # 3 is linked weakly to 0 and 1 each; alone against the pair neither link is enough before the other is known.
    edges = [edge(0, 1, 15), edge(1, 2, 15), edge(0, 2, 15), edge(0, 3, 3), edge(1, 3, 3)]
    person_of, _ = cluster(4, edges, Rules())
    assert person_of == [0, 0, 0, 0]


def test_a_dataset_that_describes_a_person_once_gives_a_person_one_record() -> None:
    rules = Rules(one_each=(frozenset({"a"}), frozenset({"b"}), frozenset({"b"})))
    person_of, refused = cluster(3, [edge(0, 1, 9), edge(0, 2, 8)], rules)
    assert person_of == [0, 0, 1]
    assert refused == [(0, 2)]


BORN, REACHED = 1, 2


def test_a_pair_with_nothing_to_compare_but_names_says_nothing_by_not_being_found() -> None:
    """Of a mother child health has birth dates, four times, her surgery a telephone too, and the school no more."""
    copies = [edge(a, b, 15) for a in range(5) for b in range(a)]
    school = edge(4, 5, 2)
    held = (BORN, BORN, BORN, BORN, BORN | REACHED, REACHED)
    person_of, refused = cluster(6, [*copies, school], Rules(holds=held))
    assert (person_of, refused) == ([0] * 6, [])
    with_telephones, refused = cluster(6, [*copies, school], Rules(holds=(BORN | REACHED,) * 6))
    assert (with_telephones, refused) == ([0, 0, 0, 0, 0, 1], [(4, 5)])


FATHER, SON = 19750605, 20100807


def test_a_record_without_a_birth_date_brings_no_father_and_son_together() -> None:
    births = {0: FATHER, 1: FATHER, 3: SON}
    person_of, refused = cluster(4, [edge(0, 1, 15), edge(1, 2, 9), edge(2, 3, 8)], Rules(births=births))
    assert person_of == [0, 0, 0, 1]
    assert refused == [(2, 3)]


def test_a_record_without_a_birth_date_brings_together_what_is_one_date_and_its_slip() -> None:
    person_of, _ = cluster(3, [edge(0, 1), edge(1, 2)], Rules(births={0: FATHER, 2: 19760506}))
    assert person_of == [0, 0, 0]


def test_an_identifier_brings_together_what_birth_dates_would_keep_apart() -> None:
    person_of, _ = cluster(3, [edge(0, 1, 30, certain=True), edge(1, 2, 9)], Rules(births={0: FATHER, 2: SON, 1: SON}))
    assert person_of == [0, 0, 0]
