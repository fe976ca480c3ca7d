"""The person and family index. Every row of a hidden person carries ``custodian``, so one fence covers them all."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goldenthread.service.store.kept import Kept


class Dataset(Kept):
    """One dataset of one agency: what it covers, when it was last read, and how good it was."""

    PLAIN = frozenset(
        {
            "id",
            "agency",
            "title",
            "cohort",
            "coverage_since",
            "coverage_statement",
            "loaded_at",
            "fingerprint",
            "report",
        }
    )

    id = models.TextField(primary_key=True)
    agency = models.ForeignKey("store.Agency", on_delete=models.PROTECT)
    title = models.TextField()
    cohort = models.TextField()
    coverage_since = models.DateField(null=True)
    coverage_statement = models.TextField()
    loaded_at = models.DateTimeField()
    fingerprint = models.TextField()
    report = models.JSONField()


class Person(Kept):
    PERSONAL = frozenset(
        {"id", "given_name", "family_name", "date_of_birth", "sex", "certainty_because", "custodian_id"}
    )
    PLAIN = frozenset({"kind", "date_of_birth_precision", "certainty"})

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    given_name = models.TextField()
    family_name = models.TextField()
    date_of_birth = models.DateField(null=True)
    date_of_birth_precision = models.TextField()
    sex = models.TextField()
    certainty = models.TextField()
    certainty_because = models.TextField()
    custodian_id = models.TextField(null=True)


class OfAPerson(Kept):
    """Something held about a person by one agency, from one dataset."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False)
    custodian_id = models.TextField(null=True)
    agency_id = models.TextField()
    dataset_id = models.TextField()

    class Meta:
        abstract = True


class PersonName(OfAPerson):
    PERSONAL = frozenset({"person", "custodian_id", "given_name", "family_name"})
    PLAIN = frozenset({"id", "agency_id", "dataset_id", "use", "since", "until"})

    given_name = models.TextField()
    family_name = models.TextField()
    use = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)


class PersonAddress(OfAPerson):
    PERSONAL = frozenset({"person", "custodian_id", "line", "postcode", "is_protected"})
    PLAIN = frozenset({"id", "agency_id", "dataset_id", "since", "until", "is_current"})

    line = models.TextField()
    postcode = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    is_current = models.BooleanField()
    is_protected = models.BooleanField()


class PersonIdentifier(OfAPerson):
    """One number as one dataset gives it. A passport and an agency's own number are for its holder alone."""

    PERSONAL = frozenset({"person", "custodian_id", "value", "issuer", "issued", "expires"})
    PLAIN = frozenset(
        {
            "id",
            "agency_id",
            "dataset_id",
            "kind",
            "grade",
            "why",
            "obtained",
            "is_key",
            "first_known",
            "last_known",
        }
    )

    kind = models.TextField()
    value = models.TextField()
    grade = models.TextField()
    why = models.TextField()
    obtained = models.TextField()
    is_key = models.BooleanField()
    issuer = models.TextField(default="")
    """A passport's country as its code, the agency's id for its own number, else words; empty where nobody knows."""
    issued = models.DateField(null=True)
    expires = models.DateField(null=True)
    first_known = models.DateField(null=True)
    last_known = models.DateField(null=True)


class Membership(OfAPerson):
    """That an agency holds a record of a person, born as that record says: the agency's roll, list or caseload."""

    PERSONAL = frozenset({"person", "custodian_id", "record_id", "date_of_birth"})
    PLAIN = frozenset({"id", "agency_id", "dataset_id", "held_since", "date_of_birth_precision"})

    record_id = models.TextField()
    held_since = models.DateTimeField(null=True)
    """The load from which on this record has stood under this person."""
    date_of_birth = models.DateField(null=True)
    date_of_birth_precision = models.TextField(default="")


class Relationship(OfAPerson):
    """``person`` is the child or relative the relation is told of; ``adult`` stands in the relation to them."""

    PERSONAL = frozenset({"person", "custodian_id", "adult", "relation", "parental_responsibility", "because"})
    PLAIN = frozenset({"id", "agency_id", "dataset_id", "since", "until", "confidence"})

    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stands_in", db_constraint=False)
    relation = models.TextField()
    parental_responsibility = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    confidence = models.TextField()
    because = models.TextField()


class GroupMember(Kept):
    """Family and household kept apart: a row says which of the two ``kind`` it is."""

    PERSONAL = frozenset({"person", "custodian_id", "group_id"})
    PLAIN = frozenset({"id", "kind"})

    kind = models.TextField()
    group_id = models.TextField(db_index=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False)
    custodian_id = models.TextField(null=True)


class SearchKey(Kept):
    """One exact way to find a person, already normalised. A key that names a place is never made for the hidden."""

    PERSONAL = frozenset({"person", "custodian_id", "key"})
    PLAIN = frozenset({"id"})

    key = models.TextField(db_index=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False)
    custodian_id = models.TextField(null=True)


class SearchRecord(Kept):
    """What some agencies' records say of a child, in the form in which it is weighed against a description."""

    PERSONAL = frozenset({"person", "custodian_id", "told"})
    PLAIN = frozenset({"id", "agencies"})

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False)
    custodian_id = models.TextField(null=True)
    agencies = ArrayField(models.TextField())
    told = models.TextField()


class SearchNumber(Kept):
    """One of the numbers under which a child's record is found by likeness. It stands for a name, a day or a place."""

    PERSONAL = frozenset({"record", "custodian_id", "number"})
    PLAIN = frozenset({"id"})

    number = models.BigIntegerField(db_index=True)
    record = models.ForeignKey(SearchRecord, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    custodian_id = models.TextField(null=True)


class SearchModel(Kept):
    """The model by which the last load linked, and how common names are: what is found by likeness is weighed by it."""

    PERSONAL = frozenset({"common"})
    PLAIN = frozenset({"version", "model"})

    version = models.UUIDField(primary_key=True)
    model = models.TextField()
    common = models.JSONField()


class MatchingField(Kept):
    """A value used to match records and for nothing else. The web process may not read this table."""

    PERSONAL = frozenset({"person", "value"})
    PLAIN = frozenset({"id", "field", "dataset_id", "purge_on"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_constraint=False)
    field = models.TextField()
    value = models.TextField()
    dataset_id = models.TextField()
    purge_on = models.DateField(db_index=True)


class Flag(OfAPerson):
    PERSONAL = frozenset({"id", "person", "custodian_id", "about_person_id", "contact", "restricted_detail"})
    PLAIN = frozenset({"agency_id", "dataset_id", "kind", "since", "until", "observed_at"})

    id = models.TextField(primary_key=True)
    about_person_id = models.TextField(null=True)
    kind = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    observed_at = models.DateField(null=True)
    contact = models.JSONField()
    restricted_detail = models.TextField()
