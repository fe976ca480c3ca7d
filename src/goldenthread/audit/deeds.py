"""What people and machines do that the ledger keeps, and how each deed is told in plain words."""

from enum import StrEnum
from typing import Final


class Deed(StrEnum):
    """Something done. The list only grows: a word once sealed keeps its meaning."""

    # Children's records
    SEARCHED = "searched"
    LOOKED = "looked"
    REFUSED = "refused"
    REFERRED = "referred"
    PRINTED = "printed"
    # Reasons, reviews and hidden children
    REVIEWED = "reviewed"
    HISTORY_READ = "history_read"
    RECEIPT_MADE = "receipt_made"
    SHIELD_SET = "shield_set"
    SHIELD_LIFTED = "shield_lifted"
    ALERT_RAISED = "alert_raised"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    # Sharing by somebody's own decision
    SHARING_WEIGHED = "sharing_weighed"
    SHARING_DECIDED = "sharing_decided"
    SHARED = "shared"
    SHARED_READ = "shared_read"
    EMERGENCY_SHARED = "emergency_shared"
    EMERGENCY_CHASED = "emergency_chased"
    EMERGENCY_REVIEWED = "emergency_reviewed"
    RECORD_READ = "record_read"
    RECORD_ADDED = "record_added"
    INFORMATION_ASKED = "information_asked"
    REQUEST_READ = "request_read"
    REQUEST_EXPLAINED = "request_explained"
    REQUEST_WITHDRAWN = "request_withdrawn"
    INFORMATION_ANSWERED = "information_answered"
    ADVICE_ASKED = "advice_asked"
    ADVICE_GIVEN = "advice_given"
    FED_BACK = "fed_back"
    TYPED_KEPT = "typed_kept"
    # Agreements
    PATHWAY_SIGNED = "pathway_signed"
    PATHWAY_STARTED = "pathway_started"
    PATHWAY_ENDED = "pathway_ended"
    PATHWAY_COMPILED = "pathway_compiled"
    PATHWAY_WARNED = "pathway_warned"
    SWITCH_SET = "switch_set"
    # Records
    LOADED = "loaded"
    LOAD_REFUSED = "load_refused"
    LINKED = "linked"
    MERGED = "merged"
    SPLIT = "split"
    CORRECTED = "corrected"
    ERASED = "erased"
    PURGED = "purged"
    # Links, and those shown something through a wrong one
    LINK_READ = "link_read"
    LINK_ANSWERED = "link_answered"
    LINK_ANSWER_UNDONE = "link_answer_undone"
    LINK_SETTLED = "link_settled"
    TOLD_OF_WRONG_LINK = "told_of_wrong_link"
    LINK_REOPENED = "link_reopened"
    LINK_DOUBTED = "link_doubted"
    LINK_DOUBT_UNDONE = "link_doubt_undone"
    LINK_SAID_ONE = "link_said_one"
    LINK_SAID_ONE_UNDONE = "link_said_one_undone"
    RULINGS_EXPORTED = "rulings_exported"
    # Accounts
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    # The ledger itself
    LEDGER_EXPORTED = "ledger_exported"
    RESTORED = "restored"


TOLD_AS: Final[dict[Deed, str]] = {
    Deed.SEARCHED: "searched for this child",
    Deed.LOOKED: "looked at this child's page",
    Deed.REFUSED: "asked to see this child's record and was refused",
    Deed.REFERRED: "asked to see this child's record, and the question was passed to a named person to decide",
    Deed.PRINTED: "printed this child's page",
    Deed.REVIEWED: "reviewed somebody's reason for looking at or searching for this child",
    Deed.HISTORY_READ: "read who has looked at this child's record",
    Deed.RECEIPT_MADE: "made a receipt for one line of who has looked at this child's record",
    Deed.SHIELD_SET: "hid this child's record",
    Deed.SHIELD_LIFTED: "stopped hiding this child's record",
    Deed.ALERT_RAISED: "told the custodian that somebody had searched for this hidden child and was shown nothing",
    Deed.ALERT_ACKNOWLEDGED: "confirmed seeing the warning that somebody had searched for this hidden child",
    Deed.SHARING_WEIGHED: "worked on the question whether to share something about this child",
    Deed.SHARING_DECIDED: "decided whether to share something about this child, and wrote down why",
    Deed.SHARED: "passed something about this child to one agency, by their own decision",
    Deed.SHARED_READ: "read what another agency had passed on about this child",
    Deed.EMERGENCY_SHARED: "passed something about this child to one agency in an emergency",
    Deed.EMERGENCY_CHASED: "reminded somebody of the record they owe after an emergency about this child",
    Deed.EMERGENCY_REVIEWED: "reviewed what somebody passed on about this child in an emergency",
    Deed.RECORD_READ: "read the record of a decision about sharing something about this child",
    Deed.RECORD_ADDED: "added to the record of a decision about sharing something about this child",
    Deed.INFORMATION_ASKED: "asked another agency for information about this child",
    Deed.REQUEST_READ: "read a request for information about this child",
    Deed.REQUEST_EXPLAINED: "said more, or asked what was meant, in a request for information about this child",
    Deed.REQUEST_WITHDRAWN: "withdrew a request for information about this child",
    Deed.INFORMATION_ANSWERED: "answered another agency's request for information about this child",
    Deed.ADVICE_ASKED: "asked somebody in their own organisation for advice about this child",
    Deed.ADVICE_GIVEN: "gave or noted advice about this child",
    Deed.FED_BACK: "said what became of something passed on about this child",
    Deed.TYPED_KEPT: "came back to something they had typed and not sent",
    Deed.PATHWAY_SIGNED: "signed an agreement to share information",
    Deed.PATHWAY_STARTED: "started an agreement to share information",
    Deed.PATHWAY_ENDED: "ended an agreement to share information",
    Deed.PATHWAY_COMPILED: "worked out anew what an agreement permits, because the law changed",
    Deed.PATHWAY_WARNED: "warned that an agreement to share information ends soon",
    Deed.SWITCH_SET: "changed a dated setting",
    Deed.LOADED: "loaded a file of records",
    Deed.LOAD_REFUSED: "tried to load a file of records, which was not accepted",
    Deed.LINKED: "compared records to find those about the same person",
    Deed.MERGED: "joined two records as being about the same person",
    Deed.SPLIT: "separated records that had been taken for one person's",
    Deed.CORRECTED: "corrected something held about this person",
    Deed.ERASED: "erased what the ledger said of an earlier entry, leaving its proof",
    Deed.PURGED: "removed what had been kept as long as it may be",
    Deed.LINK_READ: "compared this person's record with another, to see whether both are about one person",
    Deed.LINK_ANSWERED: "said whether this person's record and another are about one person",
    Deed.LINK_ANSWER_UNDONE: "took back what they had said about two records",
    Deed.LINK_SETTLED: "settled whether this person's record and another are about one person",
    Deed.TOLD_OF_WRONG_LINK: "told somebody that what they saw here came from somebody else's record",
    Deed.LINK_REOPENED: "asked others to look again at what was settled about this person's record and another",
    Deed.LINK_DOUBTED: "told the reviewers that this page may show facts about more than one person",
    Deed.LINK_DOUBT_UNDONE: "took back that this page may show facts about more than one person",
    Deed.LINK_SAID_ONE: "told the reviewers that this page and another may be of one child",
    Deed.LINK_SAID_ONE_UNDONE: "took back that this page and another may be of one child",
    Deed.RULINGS_EXPORTED: "made a copy of what people settled about which records are about one person",
    Deed.SIGNED_IN: "signed in",
    Deed.SIGN_IN_FAILED: "tried to sign in and could not",
    Deed.SIGNED_OUT: "signed out",
    Deed.ACCOUNT_CHANGED: "changed an account",
    Deed.LEDGER_EXPORTED: "made a copy of the ledger",
    Deed.RESTORED: "restored the database from a copy",
}

TOLD_OF_NO_CHILD: Final[dict[Deed, str]] = TOLD_AS | {
    Deed.SEARCHED: "searched for a child",
    Deed.REFUSED: "asked for something and was refused",
    Deed.REFERRED: "asked for something, and the question was passed to a named person to decide",
    Deed.REVIEWED: "reviewed somebody's reason for a look or a search",
    Deed.HISTORY_READ: "read entries of the ledger",
    Deed.ALERT_ACKNOWLEDGED: "confirmed seeing the warning that somebody had searched for a hidden child",
    Deed.SHARING_WEIGHED: "worked on the question whether to share something",
    Deed.SHARING_DECIDED: "decided whether to share something, and wrote down why",
    Deed.SHARED: "passed something to one agency, by their own decision",
    Deed.SHARED_READ: "read what other agencies had passed on",
    Deed.EMERGENCY_SHARED: "passed something to one agency in an emergency",
    Deed.EMERGENCY_CHASED: "reminded somebody of the record they owe after an emergency",
    Deed.EMERGENCY_REVIEWED: "reviewed what somebody passed on in an emergency",
    Deed.RECORD_READ: "read records of decisions about sharing",
    Deed.RECORD_ADDED: "added to the record of a decision about sharing",
    Deed.INFORMATION_ASKED: "asked another agency for information",
    Deed.REQUEST_READ: "read requests for information",
    Deed.REQUEST_EXPLAINED: "said more, or asked what was meant, in a request for information",
    Deed.REQUEST_WITHDRAWN: "withdrew a request for information",
    Deed.INFORMATION_ANSWERED: "answered another agency's request for information",
    Deed.ADVICE_ASKED: "asked somebody in their own organisation for advice",
    Deed.ADVICE_GIVEN: "gave or noted advice",
    Deed.FED_BACK: "said what became of something passed on",
    Deed.LINK_READ: "read which records wait to be compared, or what people found",
}
"""The same deeds where the entry is about no particular child."""

ROLE_WORDS: Final[dict[str, str]] = {
    "social_worker": "A social worker",
    "front_door_practitioner": "A front door practitioner",
    "designated_safeguarding_lead": "A designated safeguarding lead",
    "gp": "A GP",
    "health_visitor": "A health visitor",
    "police_safeguarding_officer": "A police safeguarding officer",
    "housing_officer": "A housing officer",
    "adult_social_worker": "An adult social worker",
    "young_carers_worker": "A young carers worker",
    "data_protection_officer": "A data protection officer",
    "access_reviewer": "An access reviewer",
    "administrator": "An administrator",
    "clerical_reviewer": "A clerical reviewer",
    "machine": "The system",
}

PURPOSE_WORDS: Final[dict[str, str]] = {
    "protect_from_harm": "to protect a child from harm",
    "support_a_family_early": "to support a family early",
    "care_for_a_child_we_know": "to care for a child they work with",
    "review_access": "to check who has looked",
}

OUTCOME_WORDS: Final[dict[str, str]] = {
    "disclose": "Something was shown.",
    "withhold": "Nothing was shown.",
    "refer": "A named person was asked to decide.",
}
