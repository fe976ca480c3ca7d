"""The ledger in the database: sealed in order, proven to anyone, readable by reviewers, erasable without a gap."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from goldenthread.audit import Signs, check_receipt, cosign, create_key, verify_consistency, verify_export
from goldenthread.service.actions import asking, erasing, exporting, finding, ledger, reviewing, sealing
from goldenthread.service.actions.shapes import ChildPage, Found, NothingToShow
from goldenthread.service.actions.sharing_shapes import Asking
from tests.service.looks_to_review import looks_to_review


def _seal(westhaven: Any, **later: Any) -> int:
    with westhaven.as_role("worker"):
        return sealing.seal_waiting(at=westhaven.now + timedelta(**later))


def _lines(westhaven: Any, username: str = "rae.reviewer") -> Any:
    by = westhaven.person(username)
    found = finding.find_child(westhaven.sought("young-carer"), by=by, at=westhaven.now)
    assert isinstance(found, Found)
    return reviewing.who_has_looked(found.children[0].look, by=by, at=westhaven.now)


def test_every_entry_is_sealed_once_and_the_head_says_how_many(westhaven: Any) -> None:
    westhaven.look("sam.social", "young-carer")
    assert _seal(westhaven) > 0
    assert _seal(westhaven) == 0
    head = ledger.head(at=westhaven.now)
    assert head.waiting == 0
    assert head.size == int(ledger.checkpoint().split("\n")[1])


def test_a_later_head_is_proven_to_begin_with_an_earlier_one(westhaven: Any) -> None:
    from goldenthread.service.store.models import LedgerHead

    westhaven.look("sam.social", "young-carer")
    _seal(westhaven)
    old = ledger.head(at=westhaven.now)
    for _ in range(3):
        westhaven.look("sam.social", "young-carer")
    _seal(westhaven)
    new = ledger.head(at=westhaven.now)
    proof = ledger.consistency(old.size, new.size)
    assert proof is not None
    roots = [bytes(LedgerHead.objects.get(size=s).root) for s in (old.size, new.size)]
    assert verify_consistency(old.size, new.size, [bytes.fromhex(p) for p in proof], *roots)
    assert ledger.consistency(old.size, new.size + 1) is None


@pytest.mark.requirement("V8")
def test_a_reviewer_reads_in_plain_words_who_looked_and_why(westhaven: Any) -> None:
    reason = "The mother rang us in tears this morning"
    westhaven.look("sam.social", "young-carer", reason=reason)
    lines = _lines(westhaven)
    assert not isinstance(lines, NothingToShow)
    searched, line = sorted((one for one in lines if one.reason == reason), key=lambda one: "looked" in one.sentence)
    assert "searched for this child" in searched.sentence
    assert line.sentence.startswith("A social worker at Westhaven Children's Social Care looked at this child's page")
    assert "to protect a child from harm" in line.sentence


@pytest.mark.parametrize("username", ["sam.social", "dee.school", "ali.admin"])
def test_nobody_but_a_reviewer_or_data_protection_officer_reads_who_looked(westhaven: Any, username: str) -> None:
    by = westhaven.person(username)
    rae = westhaven.person("rae.reviewer")
    found = finding.find_child(westhaven.sought("young-carer"), by=rae, at=westhaven.now)
    assert isinstance(found, Found)
    assert isinstance(reviewing.who_has_looked(found.children[0].look, by=by, at=westhaven.now), NothingToShow)


@pytest.mark.requirement("V1")
def test_a_receipt_can_be_checked_by_anyone_and_a_changed_one_fails(westhaven: Any) -> None:
    assert isinstance(westhaven.look("sam.social", "young-carer"), ChildPage)
    _seal(westhaven)
    line = next(one for one in _lines(westhaven) if one.sealed)
    made = reviewing.receipt(line.entry, by=westhaven.person("rae.reviewer"), at=westhaven.now)
    assert isinstance(made, bytes)
    assert check_receipt(made.decode()).is_whole
    told = json.loads(made)
    told["payload"]["purpose"] = "care_for_a_child_we_know"
    assert not check_receipt(json.dumps(told)).is_whole
    assert isinstance(reviewing.receipt(line.entry, by=westhaven.person("sam.social"), at=westhaven.now), NothingToShow)


def test_the_exported_ledger_is_whole_and_stays_so_when_what_an_entry_says_is_erased(westhaven_copy: Any) -> None:
    westhaven_copy.look("sam.social", "young-carer")
    _seal(westhaven_copy)
    with westhaven_copy.as_role("auditor"):
        lines = list(exporting.export_lines())
    verdict = verify_export(lines)
    assert verdict.is_whole, verdict.because
    assert verdict.entries == ledger.head(at=westhaven_copy.now).size
    assert _erase(westhaven_copy, _looked(lines)) is True
    _seal(westhaven_copy)
    with westhaven_copy.as_role("auditor"):
        after = list(exporting.export_lines())
    erased = verify_export(after, checkpoints=[json.loads(lines[-1])["checkpoint"]])
    assert erased.is_whole, erased.because
    assert (erased.erased, erased.entries) == (1, verdict.entries + 1)
    told = json.loads(next(line for line in after if '"deed":"erased"' in line))["payload"]["detail"]
    assert (told["entry"], told["reason"]) == (_looked(lines), "Somebody looked at the wrong child")


def test_the_reason_that_a_reviewer_was_to_weigh_goes_with_the_entry_that_gave_it(westhaven_copy: Any) -> None:
    reason = "The neighbour at number 9 told us"
    westhaven_copy.look("pat.police", "young-carer", reason=reason)
    _seal(westhaven_copy)
    with westhaven_copy.as_role("auditor"):
        entry = _last(list(exporting.export_lines()), "searched")
    assert reason in _reasons_to_weigh(westhaven_copy)
    assert _erase(westhaven_copy, entry, agency=westhaven_copy.person("pat.police").agency) is True
    assert reason not in _reasons_to_weigh(westhaven_copy)
    assert "Erased." in _reasons_to_weigh(westhaven_copy)


@pytest.mark.parametrize("spoilt", ["another role", "another agency", "no reason", "an erasure"])
def test_only_a_data_protection_officer_erases_and_says_why(westhaven_copy: Any, spoilt: str) -> None:
    from goldenthread.vocabulary import Role

    westhaven_copy.look("sam.social", "young-carer")
    _seal(westhaven_copy)
    with westhaven_copy.as_role("auditor"):
        entry = _looked(list(exporting.export_lines()))
    match spoilt:
        case "another role":
            refused = _erase(westhaven_copy, entry, role=Role.ACCESS_REVIEWER)
        case "another agency":
            refused = _erase(westhaven_copy, entry, agency=westhaven_copy.person("pat.police").agency)
        case "no reason":
            refused = _erase(westhaven_copy, entry, reason="  ")
        case _:
            assert _erase(westhaven_copy, entry) is True
            _seal(westhaven_copy)
            with westhaven_copy.as_role("auditor"):
                erasure = _last(list(exporting.export_lines()), "erased")
            refused = _erase(westhaven_copy, erasure)
    assert isinstance(refused, NothingToShow)


@pytest.mark.parametrize("told", [None, {}, {"entry": "self"}, {"reason": "Because"}])
@pytest.mark.parametrize("role", ["web", "worker", "owner"])
def test_the_database_erases_nothing_without_an_entry_that_names_it_and_says_why(
    westhaven: Any, role: str, told: dict[str, str] | None
) -> None:
    from django.db import DatabaseError

    westhaven.look("sam.social", "young-carer")
    _seal(westhaven)
    with westhaven.as_role("auditor"):
        entry = _looked(list(exporting.export_lines()))
    detail = None if told is None else {key: entry if value == "self" else value for key, value in told.items()}
    with westhaven.as_role(role), pytest.raises(DatabaseError):
        _erase_past_the_action(westhaven, entry, detail)
    with westhaven.as_role("auditor"):
        assert _looked(list(exporting.export_lines())) == entry


def _reasons_to_weigh(westhaven: Any) -> list[str]:
    items = looks_to_review(by=westhaven.person("rae.reviewer"), at=westhaven.now)
    return [item.reason for item in items]


def _erase_past_the_action(westhaven: Any, entry: str, detail: dict[str, str] | None) -> None:
    from dataclasses import replace

    from django.db import connection

    from goldenthread.audit import Deed
    from goldenthread.service.actions.doing import doing
    from goldenthread.vocabulary import Role

    officer = replace(westhaven.person("sam.social"), role=Role.DATA_PROTECTION_OFFICER)
    with doing(by=officer, at=westhaven.now) as action:
        if detail is not None:
            action.record(Deed.ERASED, detail=detail)
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_what_an_entry_says(%s)", [entry])


def _erase(westhaven: Any, entry: str, reason: str = "Somebody looked at the wrong child", **differs: Any) -> Any:
    from dataclasses import replace
    from uuid import UUID

    from goldenthread.vocabulary import Role

    officer = replace(westhaven.person("sam.social"), **{"role": Role.DATA_PROTECTION_OFFICER, **differs})
    return erasing.erase_what_was_said(UUID(entry), reason=reason, by=officer, at=westhaven.now)


def _looked(lines: list[str]) -> str:
    return _last(lines, "looked")


def _last(lines: list[str], deed: str) -> str:
    line = [line for line in lines if f'"deed":"{deed}"' in line][-1]
    return str(json.loads(line)["payload"]["entry_id"])


def test_a_changed_entry_is_found_in_the_export(westhaven: Any) -> None:
    westhaven.look("sam.social", "young-carer")
    _seal(westhaven)
    with westhaven.as_role("auditor"):
        lines = list(exporting.export_lines())
    place = next(i for i, line in enumerate(lines) if '"deed":"looked"' in line)
    lines[place] = lines[place].replace("protect_from_harm", "support_a_family_early")
    verdict = verify_export(lines)
    assert not verdict.is_whole
    assert verdict.first_wrong == json.loads(lines[place])["index"]


def test_only_a_known_witness_may_cosign_and_only_a_head_of_this_ledger(westhaven_copy: Any, tmp_path: Path) -> None:
    westhaven_copy.look("sam.social", "young-carer")
    _seal(westhaven_copy)
    note = ledger.checkpoint()
    known = create_key(tmp_path / "known", name="a-partner", signs=Signs.COSIGNATURES)
    stranger = create_key(tmp_path / "stranger", name="a-stranger", signs=Signs.COSIGNATURES)
    with westhaven_copy.as_role("worker"):
        ledger.register_witness(known.verifier.text, at=westhaven_copy.now)
    at = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    assert not ledger.record_cosignature(cosign(note, stranger, at=at), at=at)
    assert ledger.record_cosignature(cosign(note, known, at=at), at=at)
    assert ("a-partner", ledger.head(at=at).size, at) in ledger.head(at=at).witnesses
    assert not ledger.record_cosignature("nonsense", at=at)
    other = create_key(tmp_path / "other", name="a-partner", signs=Signs.COSIGNATURES)
    with westhaven_copy.as_role("worker"), pytest.raises(ledger.NotAWitness):
        ledger.register_witness(other.verifier.text, at=at)


def test_to_read_a_request_is_not_told_as_reading_what_was_passed_on(westhaven: Any) -> None:
    sam, reason = westhaven.person("sam.social"), "The mother rang us in tears once more"
    found = finding.find_child(westhaven.sought("young-carer", reason=reason), by=sam, at=westhaven.now)
    assert isinstance(found, Found)
    her, why = found.children[0], "A worry about her"
    letter = Asking(agency="harbour-lane-school", child=her.name, what="How often she is away", why=why)
    request = asking.ask(letter, look=her.look, by=sam, at=westhaven.now)
    assert isinstance(request, UUID)
    asking.open_request(request, by=sam, at=westhaven.now)
    lines = _lines(westhaven)
    assert not isinstance(lines, NothingToShow)
    told = " ".join(line.sentence for line in lines)
    assert "read a request for information about this child" in told
    assert "passed on" not in told
