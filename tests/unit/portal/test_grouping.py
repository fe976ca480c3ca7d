"""Long lists, gathered."""

from dataclasses import replace

from goldenthread.service.actions.shapes import Gap
from goldenthread.service.portal.grouping import flows_by_giver, gaps_by_service
from goldenthread.vocabulary import Contact

DESK = Contact(team="Safeguarding hub desk", phone="01632 960 012")
OTHER = Contact(team="Duty desk", phone="01632 960 013")


def a_gap(service: str, sentence: str, do_next: str = "Ring and ask.", ring: Contact | None = DESK) -> Gap:
    return Gap(service=service, sentence=sentence, do_next=do_next, ring=ring)


def test_no_gap_is_lost_and_services_keep_their_order() -> None:
    gaps = (a_gap("police", "A"), a_gap("housing", "B", ring=OTHER), a_gap("police", "C"))
    grouped = gaps_by_service(gaps)
    assert [g.service for g in grouped] == ["police", "housing"]
    assert sorted(sentence for g in grouped for sentence, _, _ in g.lines) == ["A", "B", "C"]
    assert [g.rings for g in grouped] == [(DESK,), (OTHER,)]


def test_what_to_do_is_said_once_where_it_repeats_and_each_time_where_it_differs() -> None:
    (same,) = gaps_by_service((a_gap("police", "A"), a_gap("police", "B")))
    assert same.lines == (("A", "", ()), ("B", "Ring and ask.", ()))
    (differs,) = gaps_by_service((a_gap("police", "A", "Look again."), a_gap("police", "B")))
    assert differs.lines == (("A", "Look again.", ()), ("B", "Ring and ask.", ()))


def test_kinds_that_the_sentence_leaves_out_are_listed_in_full() -> None:
    kinds = ("Missing", "Arrest", "Call")
    (cut,) = gaps_by_service((replace(a_gap("police", "Whether “Missing” or any of 2 more kinds"), kinds=kinds),))
    assert cut.lines[0][2] == kinds
    (told,) = gaps_by_service((replace(a_gap("police", "Whether “Missing”, “Arrest” or “Call”"), kinds=kinds),))
    assert told.lines[0][2] == ()


def test_a_service_with_two_desks_names_both() -> None:
    (both,) = gaps_by_service((a_gap("police", "A"), a_gap("police", "B", ring=OTHER), a_gap("police", "C", ring=None)))
    assert both.rings == (DESK, OTHER)


def test_flows_are_gathered_by_who_gives_and_say_how_much() -> None:
    grouped = flows_by_giver(
        (
            ("police", "schools", "Incident attended; Missing episode", "s10"),
            ("police", "housing", "Incident attended (only that it exists)", "s10"),
            ("housing", "police", "Tenancy", "s11"),
        )
    )
    assert [g.giver for g in grouped] == ["police", "housing"]
    assert grouped[0].flows == (
        ("schools", ("Incident attended", "Missing episode"), "", "s10"),
        ("housing", ("Incident attended",), "only that it exists", "s10"),
    )
