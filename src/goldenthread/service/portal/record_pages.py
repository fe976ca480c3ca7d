"""A decision record as headings and lines: the same words on the page, in the PDF and in the Word file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from goldenthread.service.actions.record_files import Part, Record
from goldenthread.service.actions.sharing_shapes import RecordShown
from goldenthread.service.portal import sharing_sentences
from goldenthread.service.portal import sharing_words as w
from goldenthread.service.portal.record_forms import OUTCOMES
from goldenthread.service.portal.words import day, moment, role_in_words

ADDED = {
    "added": "Added later",
    "after_the_event": "Written after the event",
    "in_their_place": "Written after the event, in place of the sender",
    "reviewed": "Reviewed by a second person",
}
DANGER = {"yes": "May be a danger.", "unknown": "Nobody knows yet if they are a danger."}
LEAD_TO_SOMEBODY = frozenset({"secret_address", "hurt_if_named", "adoption"})
REVIEWED = {"upheld": "it was right to send this", "questioned": "this was questioned"}
LEADS_TO_SOMEBODY = "Kept off this page and out of its files: it could lead to somebody who must be protected."


def parts_of(record: RecordShown) -> Record:
    """The whole record, in the order somebody reads it."""
    parts = (
        Part(title="What was decided", lines=tuple(_decided(record))),
        Part(title="What it was about", lines=tuple(_worry(record.content))),
        Part(title="What would be shared, one by one", lines=tuple(_items(record.content))),
        Part(title="Each person", lines=tuple(_people(record.content))),
        Part(title="The risks, side by side", lines=tuple(_risks(record.content))),
        Part(title="The seven rules", lines=tuple(_rules(record))),
        Part(title="The law", lines=tuple(_law(record))),
        Part(title="What the answer said", lines=tuple(_answer(record))),
        Part(title="What followed", lines=tuple(_followed(record))),
        Part(title="Added since", lines=tuple(_additions(record))),
    )
    return Record(
        title="Record of an emergency share" if record.is_emergency else "Record of a decision about sharing",
        reference=str(record.record),
        parts=tuple(part for part in parts if part.lines),
    )


def _decided(record: RecordShown) -> Iterator[tuple[str, str]]:
    content = record.content
    yield "Decision", w.plain(w.CHOICE, record.choice)
    yield "Child", record.child or "Not named"
    yield "To", record.recipient
    yield from _stranger(content.get("worry", {}))
    yield "How", w.plain(w.HOW, content.get("how", "")) if record.choice in ("share", "share_part") else "Nothing went"
    yield "Decided by", f"{record.author}, {role_in_words(record.author_role)}, {record.agency_name}"
    yield "Decided", moment(record.decided_at)
    yield "Begun", moment(record.started_at)
    yield "Why", content.get("why", "")
    if content.get("held_back"):
        yield "Left out", "An address that must stay secret"
    if content.get("proportion"):
        yield "Why this much", content["proportion"]
    yield "Advice taken", _advice(content) or "None"
    if record.previous:
        yield "An earlier decision stands too", str(record.previous)


def _stranger(worry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A recipient who stands in no directory: what they are, and whether anybody checked."""
    if kind := worry.get("recipient_kind"):
        yield "Who they are", w.plain(w.PARTIES, kind)
        yield "Checked who they are", "Yes" if worry.get("is_checked") else "No"


def _advice(content: Mapping[str, Any]) -> str:
    """What advisers answered here, and what the practitioner wrote of other advice."""
    return " ".join(said for said in (*content.get("advice_given", ()), content.get("advice", "")) if said)


def _worry(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    worry = content.get("worry", {})
    if not worry:
        return
    yield "Worry", ", ".join(w.plain(w.KINDS, kind) for kind in worry["kinds"])
    yield "How serious", w.plain(w.LEVEL, worry["level"])
    yield "How it is known", w.plain(w.EVIDENCE, worry["evidence"])
    yield "Danger now", w.plain(w.IMMEDIACY, worry["immediacy"])
    yield "What for", w.plain({**w.OTHER_PURPOSES, **{k: v[0] for k, v in w.PURPOSE.items()}}, worry["purpose"])


def _items(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(content.get("items", ()), start=1):
        what = "Shared" if item.get("shared") else "Not shared"
        about = w.plain(w.PEOPLE, item.get("about", ""))
        said = [
            _words(item),
            f"About: {about}.",
            f"{w.plain(w.STATUS, item['status'])}." if item.get("status") else "",
        ]
        if item.get("standing"):
            said.append(f"Where they stand: {w.plain(w.STANDING, item['standing'])}.")
        if item.get("marks"):
            said.append(f"It touches: {', '.join(w.plain(w.MARKS, mark) for mark in item['marks'])}.")
        if item.get("needed"):
            said.append(f"Do they need it? {w.plain(w.NEEDED, item['needed'])}.")
        if item.get("source"):
            said.append(f"Where it comes from: {item.get('came_from') or w.OWN_SOURCE}.")
        said.append(sharing_sentences.how_often_wrong(item))
        if item.get("conditions"):
            said.append(f"Condition: {'; '.join(_cited(content, item['conditions']))}.")
        yield f"{number}. {what}", " ".join(part for part in said if part)


def _words(item: Mapping[str, Any]) -> str:
    """What was said, unless it could lead to somebody: then it stands on no page and in no file."""
    return LEADS_TO_SOMEBODY if LEAD_TO_SOMEBODY & set(item.get("marks", ())) else str(item["words"])


def _people(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for person in content.get("people", ()):
        said = [f"View: {w.plain(w.VIEW, person.get('view', 'unknown'))}."]
        if person.get("danger") in DANGER:
            said.append(DANGER[person["danger"]])
        if person.get("competent"):
            said.append(f"Understands what sharing means: {w.plain(w.COMPETENT, person['competent']).lower()}.")
        if person.get("advised"):
            said.append(f"The answer: {w.plain(w.TELL_VERDICTS, person['advised']).lower()}.")
        if person.get("unsafe") and person.get("told") != "told":
            said.append(f"Why not told: {', '.join(w.plain(w.NOT_TOLD, one) for one in person['unsafe'])}.")
        if person.get("told"):
            said.append(f"{w.plain(w.TOLD, person['told'])}. {person.get('not_told_because', '')}".strip())
        if notice := person.get("notice"):
            said.append(f"Notice: {sharing_sentences.notice(**notice)}")
        elif person.get("told") in ("not_now", "afterwards"):
            said.append("No notice was made.")
        if person.get("weighed"):
            said.append(f"Their objection was weighed: {person['weighed']}")
        yield w.plain(w.PEOPLE, person["who"]), " ".join(said)


def _risks(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "risk_of_sharing" not in content:
        return
    yield "If it is shared", content["risk_of_sharing"]
    yield "If it is not shared", content["risk_of_not_sharing"]
    yield "Which is worse", w.plain(w.WORSE, content["worse"])
    if "relevant" in content:
        yield "About the child’s safety or welfare", w.plain(w.YES_NO, content["relevant"])
        yield "Could help them do their job", w.plain(w.YES_NO, content["helps"])
    if content.get("grounds"):
        yield "Why sharing could be worse", ", ".join(w.plain(w.GROUNDS, one) for one in content["grounds"])
        yield "What shows it", content["evidence_of_detriment"]
        yield "To be looked at again", _day(content["review_on"]) or "No day set"


def _rules(record: RecordShown) -> Iterator[tuple[str, str]]:
    """Each golden rule, with what was answered to it."""
    content, worry = record.content, record.content.get("worry", {})
    if not worry:
        return
    people, items = content.get("people", ()), content.get("items", ())
    near = f"{'Somebody' if worry.get('is_near_risk') else 'Nobody known'} there may be close to the danger."
    told = (f"{w.plain(w.PEOPLE, p['who'])}: {_told(p)}." for p in people)
    basis = "; ".join(_cited(content, [content["basis"]])) if content.get("basis") else "None is named."
    answers = (
        f"{w.plain(w.LEVEL, worry['level'])}. {w.plain(w.WORSE, content['worse'])}.",
        " ".join(told),
        basis,
        _advice(content) or "None was asked.",
        near,
        f"{sum(bool(item.get('shared')) for item in items)} of {len(items)} went.",
        content.get("why", ""),
    )
    for number, ((name, _), answer) in enumerate(zip(w.RULES, answers, strict=True), start=1):
        yield f"{number}. {name}", answer


def _told(person: Mapping[str, Any]) -> str:
    return w.plain(w.TOLD, person["told"]) if person.get("told") else "not asked"


def _law(record: RecordShown) -> Iterator[tuple[str, str]]:
    content, answer = record.content, record.content.get("answer", {})
    yield "Law as at", day(record.law_as_at)
    if content.get("court_order"):
        yield "An order of a court", w.plain(w.ORDERED, content["court_order"])
    if content.get("basis"):
        yield "Lawful basis", "; ".join(_cited(content, [content["basis"]]))
    for title, key in (("Duty", "duty"), ("Gateway", "gateways"), ("Condition", "conditions")):
        if answer.get(key):
            yield title, "; ".join(_cited(content, answer[key]))
    if answer.get("confidentiality"):
        yield "Confidence", w.plain(w.CONFIDENTIALITY, answer["confidentiality"])
    if answer.get("unverified_law"):
        yield "Not verified", "; ".join(_cited(content, answer["unverified_law"]))
    if content.get("limits"):
        yield "Received under a limit", "; ".join(content["limits"])


def _answer(record: RecordShown) -> Iterator[tuple[str, str]]:
    content = record.content
    if "answer" not in content:
        return
    yield "In short", w.plain(w.VERDICTS, record.advised)
    for number, item in enumerate(content.get("items", ()), start=1):
        if item.get("advised"):
            yield f"Thing {number}", f"{w.plain(w.ITEM_VERDICTS, item['advised'])}. {' '.join(item['because'])}".strip()
    for said in content["answer"].get("because", ()):
        yield w.plain({}, said["step"]).capitalize(), said["says"]


def _followed(record: RecordShown) -> Iterator[tuple[str, str]]:
    """Who opened what went; and after an emergency, whether its reasons were written, and who read them."""
    if record.was_released:
        opened = f"{moment(record.seen_at)} by {record.seen_by}" if record.seen_at else "Not yet"
        yield "Opened", opened
    owed = record.follow_up
    if owed is None:
        return
    times = f"; reminded {owed.times_chased} {'time' if owed.times_chased == 1 else 'times'}"
    written = f"Written {moment(owed.completed_at)}" if owed.completed_at else "Not written yet"
    yield "The reasons", f"{written}; due by {moment(owed.due_at)}{times if owed.times_chased else ''}"
    if owed.reviewer:
        yield "Read by a second person", f"{owed.reviewer}: {REVIEWED[owed.review_outcome]}. {owed.review_note}".strip()
    else:
        yield "Read by a second person", "Not yet"


def _day(written: str) -> str:
    """A day as it is kept in a record, as a person writes it."""
    return day(date.fromisoformat(written)) if written else ""


def _additions(record: RecordShown) -> Iterator[tuple[str, str]]:
    for added in record.additions:
        yield f"{w.plain(ADDED, added.kind)}, {moment(added.when)}", f"{added.words} ({added.who})"
    for heard in record.feedback:
        yield (
            f"What became of it, {moment(heard.when)}",
            f"{w.plain(OUTCOMES, heard.kind)}. {heard.words} ({heard.who})",
        )


def _cited(content: Mapping[str, Any], ids: list[str]) -> list[str]:
    citations = content.get("citations", {})
    return [citations.get(id, id) for id in ids]
