"""The screens of reviewing links, with made-up records."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from goldenthread.linkage import Outcome
from goldenthread.linkage.reviewing import (
    DOUBTED,
    PERHAPS_FAMILY,
    SAID_TO_BE_ONE,
    WEAKEST_JOIN,
    Agreement,
    Answers,
    Estimate,
    Foreseen,
    Rival,
    Said,
    Settled,
)
from goldenthread.people import Ground
from goldenthread.service.actions.linking.doubting import OwnDoubt
from goldenthread.service.actions.linking.shapes import (
    EvidenceRow,
    FamilyShown,
    FieldAcross,
    FieldRow,
    GroupRecord,
    GroupShown,
    GroupTie,
    HowRight,
    JoinRow,
    Listed,
    NumberRow,
    OthersAnswer,
    OwnAnswer,
    PairShown,
    RulingLine,
    SettledLine,
    SettledList,
    SettledShown,
    Waiting,
    WaitingPair,
    WholeShown,
)
from goldenthread.service.portal import doubt_words, group_words
from goldenthread.service.portal.link_forms import DoubtForm, LinkAnswerForm, LookAgainForm
from goldenthread.vocabulary import Role
from tests.unit.portal.model_samples import model_screens
from tests.unit.portal.one_child_samples import one_child_screens
from tests.unit.portal.samples import ALI, FRONT_DOOR, LOOK, NOW, SAM
from tests.unit.portal.wrong_link_samples import wrong_link_screens

QUESTION = UUID("3f0b0d1c-4c1e-4a77-8a53-6a1c0e8c9d11")
CLEO = replace(ALI, account_id=9, name="Cleo Hartnell", role=Role.CLERICAL_REVIEWER)
TWINS = "twins_share_all_but_a_forename"

JOINS = Answers(same=Foreseen(obeyed=True, joins=6, parts=0), apart=Foreseen(obeyed=True, joins=0, parts=0))
MOVES = replace(JOINS, same=Foreseen(obeyed=True, joins=8, parts=5, loses_left=5, keeps_left=1, keeps_right=7))
PARTS = Answers(
    same=Foreseen(obeyed=True, joins=0, parts=0), apart=Foreseen(obeyed=True, joins=0, parts=1, loses_left=1)
)
IN_DOUBT = WaitingPair(
    question=QUESTION,
    why=TWINS,
    outcome=Outcome.REVIEW,
    hangs_on_it=6,
    answers=JOINS,
    together=False,
    is_second=False,
    is_third=False,
)
WAITING = Waiting(
    doubted=(replace(IN_DOUBT, why=DOUBTED, is_whole=True, together=True),),
    doubted_for_you=12,
    first_few=(
        replace(IN_DOUBT, is_third=True),
        replace(IN_DOUBT, is_second=True),
        replace(IN_DOUBT, answers=MOVES),
        replace(IN_DOUBT, why=WEAKEST_JOIN, is_whole=True, together=True),
    ),
    for_you=42,
    machines_work=(
        replace(IN_DOUBT, outcome=Outcome.LINKED, why="names, dates and places agree", answers=PARTS, together=True),
    ),
    machines_work_for_you=200,
    families=(replace(IN_DOUBT, why=PERHAPS_FAMILY, hangs_on_it=1),),
    families_for_you=12,
    own=(
        OwnAnswer(question=QUESTION, why=TWINS, said=Said.CANNOT_TELL, answered_at=NOW),
        OwnAnswer(question=QUESTION, why=PERHAPS_FAMILY, said=Said.SAME, is_of_a_family=True, answered_at=NOW),
    ),
    answered_once=2,
    differs=1,
    settled=17,
)
NOTHING = replace(
    WAITING,
    doubted=(),
    doubted_for_you=0,
    first_few=(),
    machines_work=(),
    families=(),
    families_for_you=0,
    own=(),
    for_you=0,
    machines_work_for_you=0,
)
LISTED = Listed(
    asked="people",
    lines=(replace(IN_DOUBT, why=WEAKEST_JOIN, is_whole=True, together=True), IN_DOUBT),
    first=26,
    in_all=60,
    number=2,
    pages=3,
    many={"doubted": 1, "pairs": 42, "people": 60, "machine": 200, "families": 1_200},
)
LISTED_NONE = replace(
    LISTED, asked="", lines=(), first=1, in_all=0, number=1, pages=1, many=dict.fromkeys(LISTED.many, 0)
)
PAIR = PairShown(
    question=QUESTION,
    why=TWINS,
    outcome=Outcome.REVIEW,
    by_chance=False,
    together=False,
    answers=MOVES,
    probability=0.43,
    rival=Rival.RELATIVES,
    starts_at=-2.0,
    rows=(
        FieldRow(name="given_name", left="Amara", right="Noor"),
        FieldRow(name="family_name", left="Lindqvist", right="LINDQVIST"),
        FieldRow(name="date_of_birth", left="2016-03-27", right="2016-03-27"),
        FieldRow(name="sex", left="female", right=""),
        FieldRow(name="address_line", left="4 Quay Street", right="4 Quay St"),
    ),
    evidence=(
        EvidenceRow(comparison="given_name", said="another forename", agreement=Agreement.DIFFERS, bits=-4.1),
        EvidenceRow(comparison="family_name", said="the same family name", agreement=Agreement.AGREES, bits=0.0),
        EvidenceRow(comparison="date_of_birth", said="the same date of birth", agreement=Agreement.AGREES, bits=5.4),
        EvidenceRow(comparison="sex", said="", agreement=Agreement.NOT_KNOWN, bits=0.0),
        EvidenceRow(comparison="place", said="nearly the same address line", agreement=Agreement.NEARLY, bits=1.2),
    ),
    kept_private=False,
    others=(),
)
_SAID = {"given_name": "Amara", "family_name": "Lindqvist", "date_of_birth": "2016-03-27"}
GROUP = GroupShown(
    records=(
        GroupRecord(side=0, file=0, said={**_SAID, "address_line": "4 Quay Street", "nhs_number": "9990000018"}),
        GroupRecord(side=1, file=1, said={**_SAID, "given_name": "Noor", "address_line": "4 Quay St"}),
        GroupRecord(side=0, file=2, said={"full_name": "Amara Wilhelmina Lindqvist-Bergstrom"}),
    ),
    ties=(
        GroupTie(left=0, right=1, probability=0.43, holds=False, agrees=("date_of_birth",), differs=("given_name",)),
        GroupTie(left=0, right=2, probability=0.9999, holds=True, agrees=("given_name", "family_name")),
    ),
    more=1,
)
IN_A_GROUP = replace(PAIR, group=GROUP)
ONE_PERSON_IN_DOUBT = replace(
    PAIR,
    together=True,
    kept_private=True,
    group=GroupShown(
        records=tuple(GroupRecord(side=0, file=n % 2, said=_SAID) for n in range(4)),
        ties=(
            GroupTie(left=0, right=1, probability=0.43, holds=False),
            GroupTie(left=0, right=2, probability=0.99, holds=True),
            GroupTie(left=2, right=3, probability=0.98, holds=True),
            GroupTie(left=1, right=2, probability=0.61, holds=True),
        ),
    ),
)
ALONE = replace(PAIR, stands_alone=True)
TWO_HELD = replace(
    PAIR,
    numbers=(
        NumberRow(number="9991234551", records=1, named=(("Amara Lindqvist", "2016-03-27"),)),
        NumberRow(number="9990000018", records=2, named=(("Noor Lindqvist", "2016-03-27"), ("A. L.", ""))),
    ),
    others=(
        OthersAnswer(said=Said.SAME, note="The NHS has the other number", takes_out=(1,)),
        OthersAnswer(said=Said.DIFFERENT, note=""),
    ),
)
TIE = replace(
    PAIR,
    others=(
        OthersAnswer(said=Said.SAME, note="The home and the day are the same"),
        OthersAnswer(said=Said.DIFFERENT, note="These look like twins"),
    ),
)
PRIVATE = replace(
    PAIR,
    outcome=Outcome.LINKED,
    by_chance=True,
    together=True,
    why="names, dates and places agree",
    kept_private=True,
    rows=(*PAIR.rows[:4], FieldRow(name="address_line", left="", right="", kept_private=True)),
)
WHOLE = WholeShown(
    question=QUESTION,
    why=WEAKEST_JOIN,
    records=3,
    rows=(
        FieldAcross(name="given_name", values=("Amara", "Amara", "Noor")),
        FieldAcross(name="family_name", values=("Lindqvist", "LINDQVIST", "Lindqvist")),
        FieldAcross(name="date_of_birth", values=("2016-03-27", "2016-03-27", "")),
        FieldAcross(name="address_line", values=("4 Quay Street", "", "4 Quay St")),
    ),
    joins=(
        JoinRow(
            left=0, right=2, probability=0.991, parts=2, rival=Rival.RELATIVES, starts_at=-2.0, evidence=PAIR.evidence
        ),
        JoinRow(
            left=0, right=1, probability=0.9999, parts=2, rival=Rival.STRANGERS, starts_at=-9.0, evidence=PAIR.evidence
        ),
    ),
    kept_private=False,
    others=(),
    group=GroupShown(
        records=tuple(GroupRecord(side=0, file=n, said=_SAID) for n in range(3)),
        ties=(
            GroupTie(left=0, right=2, probability=0.62, holds=True),
            GroupTie(left=0, right=1, probability=0.9999, holds=True),
        ),
    ),
)
WHOLE_TIE = replace(
    WHOLE,
    kept_private=True,
    rows=(*WHOLE.rows[:3], FieldAcross(name="address_line", values=("", "", ""), kept_private=True)),
    others=(
        OthersAnswer(said=Said.SAME, note="One child with two names"),
        OthersAnswer(said=Said.DIFFERENT, note="Noor looks like a twin", takes_out=(2,)),
    ),
)
PARTED = group_words.as_parted(WHOLE.group, (2,))
TIE_OF_A_FAMILY = FamilyShown(
    question=QUESTION,
    why=PERHAPS_FAMILY,
    rows=(
        FieldRow(name="given_name", left="Ingrid", right="Amara"),
        FieldRow(name="family_name", left="Lindqvist", right="Lindqvist"),
        FieldRow(name="date_of_birth", left="1988-07-09", right="2016-03-27"),
        FieldRow(name="phone", left="01632 960555", right="01632 960555"),
    ),
    grounds=(Ground.SHARED_HOME, Ground.SHARED_PHONE),
    share_declared=0.83,
    kept_private=False,
    others=(),
)
NAMED_ALIKE = replace(
    TIE_OF_A_FAMILY,
    grounds=(Ground.SAME_NAME,),
    named=(("Ingrid M LINDQVIST", "mother"),),
    share_declared=None,
    kept_private=True,
    asked_because="A new record names the father",
    others=(OthersAnswer(said=Said.SAME, note="The same name"), OthersAnswer(said=Said.DIFFERENT, note="A lodger")),
)
SETTLED_LINE = SettledLine(
    ruling=QUESTION,
    is_of_a_family=False,
    outcome=Outcome.REVIEW,
    settled=Settled.DIFFERENT,
    settled_at=NOW,
    waits=False,
    obeyed=True,
    is_asked_again=False,
)
SETTLED = SettledList(
    lines=(
        replace(SETTLED_LINE, obeyed=False, settled=Settled.SAME),
        SETTLED_LINE,
        replace(SETTLED_LINE, is_asked_again=True),
        replace(SETTLED_LINE, waits=True, obeyed=None),
        replace(SETTLED_LINE, is_of_a_family=True, settled=Settled.SAME),
    ),
    first=26,
    in_all=60,
    number=2,
    pages=3,
)
OF_NOBODY = replace(PAIR, one_is_nobodys=True, rows=tuple(replace(row, right="") for row in PAIR.rows))
RULED = SettledShown(
    ruling=QUESTION,
    pair=PAIR,
    before=(
        RulingLine(settled=Settled.DIFFERENT, settled_at=NOW, obeyed=True),
        RulingLine(settled=Settled.SAME, settled_at=NOW - timedelta(days=40), obeyed=True),
    ),
    is_asked_again=False,
)
SOME = HowRight(
    linked=Estimate(outcome=Outcome.LINKED, same=119, different=1, open=2),
    review=Estimate(outcome=Outcome.REVIEW, same=30, different=12, open=0),
    settled=210,
    not_yet_applied=1,
    could_not_obey=3,
)
NONE_YET = HowRight(
    linked=Estimate(outcome=Outcome.LINKED, same=0, different=0, open=0),
    review=Estimate(outcome=Outcome.REVIEW, same=0, different=0, open=0),
    settled=0,
    not_yet_applied=0,
    could_not_obey=0,
)


def link_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name to template and context."""
    wrong = LinkAnswerForm({}, shown=PAIR)
    wrong.is_valid()
    blank = {"form": LinkAnswerForm(shown=PAIR)}
    of_all, of_a_family = LinkAnswerForm({}, shown=WHOLE), LinkAnswerForm(shown=TIE_OF_A_FAMILY)
    unsaid = LookAgainForm({})
    of_all.is_valid()
    parts = LinkAnswerForm({"said": "some", "ticked": ["2"], "note": 'She said "Noor"\n<another> & so'}, shown=WHOLE)
    assert parts.is_valid()
    unticked = LinkAnswerForm({"said": "some", "note": "Noor has another birth date"}, shown=WHOLE)
    assert not unticked.is_valid()
    unsaid.is_valid()
    settled = {"by": CLEO, "shown": RULED, "form": LookAgainForm(), "is_of_a_family": False}
    of_family = replace(RULED, pair=NAMED_ALIKE)
    doubt = {"by": SAM, "look": LOOK, "form": DoubtForm(), "may_send": True, "ring": FRONT_DOOR}
    said_nothing = DoubtForm({})
    said_nothing.is_valid()
    sent = tuple(
        OwnDoubt(
            doubt=QUESTION,
            because="Two schools",
            doubted_at=NOW,
            state=state,
            became_at=NOW if state else None,
            taken_back_at=None if state else NOW,
            may_be_taken_back=state in ("waits", "asked"),
        )
        for state in doubt_words.BECAME
    )
    both = replace(PAIR, why=SAID_TO_BE_ONE, asked_because="The mother says so")
    seen = replace(WHOLE, why=DOUBTED, asked_because="Two schools and two dates of birth", is_taken_back=True)
    return {
        "doubt": ("doubt.html", doubt),
        "doubt-wrong": ("doubt.html", {**doubt, "form": said_nothing}),
        "doubt-sent": ("doubt.html", {**doubt, "may_send": False}),
        "doubts": ("doubts.html", {"by": SAM, "doubts": sent}),
        **one_child_screens(),
        "link-pair-of-two-pages": ("link_pair.html", {"by": CLEO, "pair": both, **blank}),
        "doubts-none": ("doubts.html", {"by": SAM, "doubts": ()}),
        "link-whole-doubted": ("link_whole.html", {"by": CLEO, "whole": seen, "form": LinkAnswerForm(shown=WHOLE)}),
        "links": ("links.html", {"by": CLEO, "waiting": WAITING, "notice": "Kept."}),
        "links-none": ("links.html", {"by": CLEO, "waiting": NOTHING, "notice": ""}),
        "links-listed": ("links_listed.html", {"by": CLEO, "found": LISTED}),
        "links-listed-none": ("links_listed.html", {"by": CLEO, "found": LISTED_NONE}),
        "link-pair": ("link_pair.html", {"by": CLEO, "pair": PAIR, "hideable": True, **blank}),
        "link-pair-two-numbers": (
            "link_pair.html",
            {"by": CLEO, "pair": TWO_HELD, "form": LinkAnswerForm(shown=TWO_HELD)},
        ),
        "link-pair-wrong": ("link_pair.html", {"by": CLEO, "pair": PAIR, "form": wrong}),
        "link-pair-tie": ("link_pair.html", {"by": CLEO, "pair": TIE, **blank}),
        "link-pair-group": ("link_pair.html", {"by": CLEO, "pair": IN_A_GROUP, **blank}),
        "link-pair-one-person": ("link_pair.html", {"by": CLEO, "pair": ONE_PERSON_IN_DOUBT, **blank}),
        "link-pair-alone": ("link_pair.html", {"by": CLEO, "pair": ALONE, **blank}),
        "link-pair-nobodys": ("link_pair.html", {"by": CLEO, "pair": replace(PAIR, one_is_nobodys=True), **blank}),
        "link-pair-private": ("link_pair.html", {"by": CLEO, "pair": PRIVATE, **blank}),
        "link-whole": ("link_whole.html", {"by": CLEO, "whole": WHOLE, "form": LinkAnswerForm(shown=WHOLE)}),
        "link-whole-wrong": ("link_whole.html", {"by": CLEO, "whole": WHOLE, "form": of_all}),
        "link-whole-tie": ("link_whole.html", {"by": CLEO, "whole": WHOLE_TIE, "form": LinkAnswerForm(shown=WHOLE)}),
        "link-parting": ("link_parting.html", {"by": CLEO, "whole": WHOLE, "form": parts, "parted": PARTED}),
        "link-parting-private": (
            "link_parting.html",
            {"by": CLEO, "whole": WHOLE_TIE, "form": parts, "parted": group_words.as_parted(WHOLE.group, (0, 2))},
        ),
        "link-whole-unticked": ("link_whole.html", {"by": CLEO, "whole": WHOLE, "form": unticked}),
        **model_screens(),
        "link-family": ("link_family.html", {"by": CLEO, "tie": TIE_OF_A_FAMILY, "form": of_a_family}),
        "link-family-tie": ("link_family.html", {"by": CLEO, "tie": NAMED_ALIKE, "form": of_a_family}),
        "links-settled": ("links_settled.html", {"by": CLEO, "found": SETTLED, "notice": "Kept."}),
        "links-settled-none": (
            "links_settled.html",
            {"by": CLEO, "found": SettledList(lines=(), first=1, in_all=0, number=1, pages=1), "notice": ""},
        ),
        "link-settled": ("link_settled.html", settled),
        "link-settled-wrong": ("link_settled.html", {**settled, "form": unsaid}),
        "link-settled-family": ("link_settled.html", {**settled, "shown": of_family, "is_of_a_family": True}),
        "link-settled-nobodys": ("link_settled.html", {**settled, "shown": replace(RULED, pair=OF_NOBODY)}),
        "link-settled-asked": ("link_settled.html", {**settled, "shown": replace(RULED, is_asked_again=True)}),
        "link-how-right": ("link_how_right.html", {"by": ALI, "found": SOME}),
        "link-how-right-none": ("link_how_right.html", {"by": ALI, "found": NONE_YET}),
        **wrong_link_screens(),
    }
