"""The words of a sharing question and of its answer. Kinds of party, purpose and concern are the register's."""

from enum import StrEnum


class Immediacy(StrEnum):
    """How soon. Urgent is not an emergency: only immediate danger is."""

    IMMEDIATE_DANGER = "immediate_danger"
    URGENT = "urgent"
    ROUTINE = "routine"


class Mode(StrEnum):
    """One act of sharing, or a flow that is regular or in bulk."""

    ONE_OFF = "one_off"
    PLANNED = "planned"


class MadeBy(StrEnum):
    RECIPIENT = "recipient"
    SOMEONE_FOR_THEM = "someone_for_them"


class ConcernLevel(StrEnum):
    SERIOUS_HARM = "serious_harm"
    RISK_OF_HARM = "risk_of_harm"
    EMERGING = "emerging"
    UNMET_NEED = "unmet_need"
    NONE = "none"


class ConcernEvidence(StrEnum):
    FACT = "fact"
    PROFESSIONAL_OBSERVATION = "professional_observation"
    DISCLOSURE_BY_CHILD = "disclosure_by_child"
    ALLEGATION = "allegation"
    ANONYMOUS = "anonymous"
    NONE = "none"


class Ground(StrEnum):
    """Why sharing might harm the child more than not sharing."""

    RETALIATION = "retaliation"
    EXPOSURE_OF_ADDRESS = "exposure_of_address"
    DISENGAGEMENT_FROM_CARE = "disengagement_from_care"
    LOSS_OF_TRUSTED_ADULT = "loss_of_trusted_adult"
    CHILDS_OWN_WISH = "childs_own_wish"
    COLLAPSE_OF_PLACEMENT = "collapse_of_placement"
    OTHER = "other"


class Who(StrEnum):
    """Whose information it is, or whom it is about."""

    CHILD = "child"
    UNBORN = "unborn"
    SIBLING = "sibling"
    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"
    OTHER_ADULT = "other_adult"
    OTHER_FAMILY = "other_family"
    REFERRER = "referrer"
    STAFF = "staff"


class Part(StrEnum):
    """The part a person plays in what happened."""

    CARER = "carer"
    VICTIM = "victim"
    SUSPECT = "suspect"
    WITNESS = "witness"
    NONE = "none"


class View(StrEnum):
    """What the person says about the sharing."""

    AGREES = "agrees"
    OBJECTS = "objects"
    ASKS_FOR_SECRECY = "asks_for_secrecy"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How much an item is, from the least to the whole."""

    FLAG = "flag"
    CONTACT = "contact"
    SUMMARY = "summary"
    EXTRACT = "extract"
    RECORD = "record"
    WHOLE_FILE = "whole_file"


class Special(StrEnum):
    """Special categories of personal data. By inference counts."""

    HEALTH = "health"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    POLITICS = "politics"
    UNION = "union"
    GENETIC = "genetic"
    BIOMETRIC = "biometric"
    SEX_LIFE = "sex_life"
    SEXUAL_ORIENTATION = "sexual_orientation"


class Status(StrEnum):
    FACT = "fact"
    OPINION = "opinion"
    ALLEGATION = "allegation"


class PersonStatus(StrEnum):
    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    NOT_ACCUSED = "not_accused"


class Protection(StrEnum):
    """What makes an item dangerous in the wrong hands."""

    ADDRESS = "address"
    IDENTITY = "identity"
    ADOPTION = "adoption"
    REFUGE = "refuge"
    REFERRER = "referrer"
    INTELLIGENCE = "intelligence"
    COURT_RESTRICTED = "court_restricted"
    OTHER_FAMILYS_DATA = "other_familys_data"


class Verdict(StrEnum):
    """The answer to the whole question. It is advice: a person decides."""

    MUST_SHARE = "must_share"
    SHOULD_SHARE = "should_share"
    MAY_SHARE = "may_share"
    SHARE_PART = "share_part"
    VERIFY_FIRST = "verify_first"
    SEEK_ADVICE = "seek_advice"
    DO_NOT_SHARE = "do_not_share"


class ItemVerdict(StrEnum):
    SHARE = "share"
    WITHHOLD = "withhold"
    REDACT = "redact"


class Strength(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NONE = "none"


class TellVerdict(StrEnum):
    """Whether a person hears of the sharing, and when. Separate from whether to share."""

    TELL_FIRST = "tell_first"
    SEEK_VIEWS = "seek_views"
    TELL_AFTER = "tell_after"
    DO_NOT_TELL_YET = "do_not_tell_yet"
    NOT_APPLICABLE = "not_applicable"


class Confidentiality(StrEnum):
    """Where the common law duty of confidence stands."""

    NOT_ENGAGED = "not_engaged"
    AGREED = "agreed"
    PUBLIC_INTEREST = "public_interest"
    OVERRIDDEN_BY_DUTY = "overridden_by_duty"
    WEIGH = "weigh"
    UNRESOLVED = "unresolved"


class Adviser(StrEnum):
    DESIGNATED_SAFEGUARDING_LEAD = "designated_safeguarding_lead"
    NAMED_DOCTOR = "named_doctor"
    CALDICOTT_GUARDIAN = "caldicott_guardian"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    LEGAL = "legal"
    PROFESSIONAL_REGULATOR = "professional_regulator"
    NSPCC = "nspcc"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"


class FollowUp(StrEnum):
    """What remains to be done afterwards. In an answer a date may follow after a colon."""

    RECORD = "record"
    RECORD_AFTER_THE_EVENT = "record_after_the_event"
    COMPLETE_POLICY_DOCUMENT = "complete_policy_document"
    COMPLETE_ASSESSMENT = "complete_assessment"
    MAKE_AGREEMENT = "make_agreement"
    TELL_LATER = "tell_later"
    FEEDBACK = "feedback"
    REVIEW = "review"
    CORRECT_RECIPIENTS = "correct_recipients"
    REPORT_TO_DATA_PROTECTION_OFFICER = "report_to_data_protection_officer"


class StepName(StrEnum):
    """The steps of an answer, in the order they are taken."""

    DANGER = "danger"
    PURPOSE = "purpose"
    PERSONAL_DATA = "personal_data"
    MANDATORY_REPORT = "mandatory_report"
    COMPELLING_REQUEST = "compelling_request"
    DUTY = "duty"
    DETRIMENT = "detriment"
    POWER = "power"
    LAWFUL_BASIS = "lawful_basis"
    CONDITION = "condition"
    CONFIDENTIALITY = "confidentiality"
    STATUTORY_RESTRICTION = "statutory_restriction"
    PROPORTION = "proportion"
    MINIMISE = "minimise"
    IDENTITY = "identity"
    RECIPIENT = "recipient"
    TELL = "tell"
    ADVICE = "advice"
    RECORD = "record"
    GOVERNANCE = "governance"
