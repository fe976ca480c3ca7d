"""What people are asked about links, what they answered, and what became of links that were wrong."""

import uuid
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goldenthread.service.store.kept import Kept


class QuestionState(StrEnum):
    """Where a question stands. ``ANSWERED_TWICE`` lasts for one transaction: the two answers are being compared."""

    UNANSWERED = "unanswered"
    ANSWERED_ONCE = "answered_once"
    ANSWERED_TWICE = "answered_twice"
    DIFFERS = "differs"
    SETTLED = "settled"


class QuestionKind(StrEnum):
    """What is asked: whether two records are one person, whether all of one are, or whether an adult is a child's."""

    PAIR = "pair"
    PERSON = "person"
    FAMILY = "family"


class DoubtState(StrEnum):
    """Where a doubt about somebody's page, or what was said of two pages, stands.

    ``NOT_ASKED``: no load found yet what reviewers could part, or which records of the two they could compare.
    The last four are of two pages that somebody says are of one child.
    """

    WAITS = "waits"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    ONE_PERSON = "one_person"
    TO_BE_PARTED = "to_be_parted"
    PARTED = "parted"
    NOBODY_COULD_TELL = "nobody_could_tell"
    TAKEN_BACK = "taken_back"
    TO_BE_JOINED = "to_be_joined"
    JOINED = "joined"
    NOT_JOINED = "not_joined"
    TWO_PEOPLE = "two_people"


class OfAPair(Kept):
    """Two records, the persons they were held as, and who hides either of them."""

    dataset_l = models.TextField()
    record_id_l = models.TextField()
    dataset_r = models.TextField()
    record_id_r = models.TextField()
    person_id_l = models.TextField()
    person_id_r = models.TextField()
    custodian_id = models.TextField(null=True)
    outcome = models.TextField()
    by_chance = models.BooleanField()
    digest = models.TextField()
    kind = models.TextField(default=QuestionKind.PAIR.value)

    class Meta:
        abstract = True


_OF_A_PAIR = frozenset({"record_id_l", "record_id_r", "person_id_l", "person_id_r", "custodian_id"})
_PLAIN_OF_A_PAIR = frozenset({"dataset_l", "dataset_r", "outcome", "by_chance", "digest", "kind"})


class LinkQuestion(OfAPair):
    """Something for people to look at, as the last load found it. ``digest`` is of what the records say.

    ``about`` holds what a pair does not have: all records of a person and what joins them, or on what a family link
    rests. ``reopens`` names the ruling that is looked at again, and ``asked_because`` why.
    """

    PERSONAL = _OF_A_PAIR | {"left", "right", "about", "asked_because"}
    PLAIN = _PLAIN_OF_A_PAIR | {
        "id",
        "why",
        "probability",
        "together",
        "hangs_on_it",
        "value",
        "rival",
        "starts_at",
        "lines",
        "kept_private",
        "state",
        "asked_at",
        "reopens",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    why = models.TextField()
    probability = models.FloatField()
    together = models.BooleanField()
    hangs_on_it = models.IntegerField()
    value = models.FloatField()
    rival = models.TextField()
    starts_at = models.FloatField()
    lines = models.JSONField()
    left = models.JSONField()
    right = models.JSONField()
    kept_private = models.BooleanField()
    state = models.TextField(default=QuestionState.UNANSWERED.value)
    asked_at = models.DateTimeField()
    about = models.JSONField(default=dict)
    reopens = models.UUIDField(null=True)
    asked_because = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["state", "-value"], name="link_questions_by_value"),)


class LinkAnswer(Kept):
    """What one reviewer says. ``turn``: first, second, or third where two differ.

    ``takes_out``: the places, among the records of a person, of those that are somebody else's; of two records that are
    one person's, the place of the NHS number on their people's records that is.
    """

    PERSONAL = frozenset({"account_id", "reviewer_name", "note"})
    PLAIN = frozenset({"id", "question_id", "turn", "said", "takes_out", "answered_at", "withdrawn_at"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question_id = models.UUIDField(db_index=True)
    turn = models.SmallIntegerField()
    account_id = models.BigIntegerField()
    reviewer_name = models.TextField()
    said = models.TextField()
    takes_out = ArrayField(models.SmallIntegerField(), default=list)
    note = models.TextField()
    answered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["question_id", "account_id"],
                condition=models.Q(withdrawn_at=None),
                name="nobody_answers_a_question_twice",
            ),
            models.UniqueConstraint(
                fields=["question_id", "turn"], condition=models.Q(withdrawn_at=None), name="one_answer_a_turn"
            ),
            models.CheckConstraint(
                condition=models.Q(said="different")
                | models.Q(said="same", takes_out__len__lte=1)
                | models.Q(takes_out=[]),
                name="only_two_people_have_records_of_somebody_else",
            ),
        )


class LinkRuling(OfAPair):
    """What people settled of a pair, for every later load to obey, until a newer one on the same pair.

    One that settles ``not_theirs`` is of a record and a number on it: the kind of number stands in place of the right
    dataset, the number in place of the right record.

    ``obeyed`` says whether the last load could. ``follows``: one of several that settle one question, not the first.
    """

    PERSONAL = _OF_A_PAIR
    PLAIN = _PLAIN_OF_A_PAIR | {"id", "question_id", "settled", "settled_at", "applied_at", "obeyed", "follows"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question_id = models.UUIDField(db_index=True)
    settled = models.TextField()
    settled_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    obeyed = models.BooleanField(null=True)
    follows = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["question_id", "dataset_l", "record_id_l", "dataset_r", "record_id_r"],
                name="a_question_settles_a_pair_once",
            ),
        )


class LinkDoubt(Kept):
    """That somebody who saw a person's page doubts that all on it is about one person, and what became of that.

    ``other_person_id``: they saw that person's page too, and say instead that the two are one child.

    ``question_id``: what the last load put before the reviewers for it. ``saw_whole``: they were shown what all hold of
    who the child is, and not their own organisation's record alone. ``taken_back_at``: when they took it back.
    """

    PERSONAL = frozenset({"person_id", "other_person_id", "custodian_id", "account_id", "agency_id", "role", "because"})
    PLAIN = frozenset({"id", "saw_whole", "doubted_at", "question_id", "state", "became_at", "taken_back_at"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.TextField(db_index=True)
    other_person_id = models.TextField(null=True)
    custodian_id = models.TextField(null=True)
    account_id = models.BigIntegerField()
    agency_id = models.TextField()
    role = models.TextField()
    because = models.TextField()
    saw_whole = models.BooleanField()
    doubted_at = models.DateTimeField()
    question_id = models.UUIDField(null=True, db_index=True)
    state = models.TextField(default=DoubtState.WAITS.value)
    became_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)


class FamilyFound(Kept):
    """An adult whom people found to belong to a child, though no agency says so. Made anew by each load."""

    PERSONAL = frozenset({"person_id", "adult_id", "custodian_id", "relations"})
    PLAIN = frozenset({"id", "settled_at"})

    person_id = models.TextField(db_index=True)
    adult_id = models.TextField()
    custodian_id = models.TextField(null=True)
    relations = models.JSONField()
    settled_at = models.DateTimeField()


class WrongLinkFound(Kept):
    """Records that stood under a person and are about somebody else: found when a load parted them.

    ``pages_kept``: whether the load kept on whose pages that person stood as family; earlier versions did not.
    """

    PERSONAL = frozenset({"person_id", "other_person_id", "custodian_id", "agencies"})
    PLAIN = frozenset({"id", "since", "until", "by_people", "pages_kept"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.TextField()
    other_person_id = models.TextField()
    custodian_id = models.TextField(null=True)
    agencies = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    by_people = models.BooleanField()
    pages_kept = models.BooleanField(default=False)


class WrongLinkPage(Kept):
    """Somebody else on whose page the person of a wrong link stood as family, and who hides that page."""

    PERSONAL = frozenset({"person_id", "custodian_id"})
    PLAIN = frozenset({"id", "wrong_link_id"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wrong_link_id = models.UUIDField(db_index=True)
    person_id = models.TextField()
    custodian_id = models.TextField(null=True)


class ToldOfWrongLink(Kept):
    """That somebody who was shown something through a wrong link has been told."""

    PERSONAL = frozenset({"account_id", "custodian_id", "told_by", "told_by_name", "how"})
    PLAIN = frozenset({"id", "wrong_link_id", "told_at"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wrong_link_id = models.UUIDField()
    account_id = models.BigIntegerField()
    custodian_id = models.TextField(null=True)
    told_by = models.BigIntegerField()
    told_by_name = models.TextField()
    told_at = models.DateTimeField()
    how = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["wrong_link_id", "account_id"], name="everybody_is_told_once"),)
