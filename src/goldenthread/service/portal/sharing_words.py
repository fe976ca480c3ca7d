"""The plain words of *Should I share?*: every choice as a practitioner would say it, with what tells it from others."""

from collections.abc import Mapping

Said = Mapping[str, tuple[str, str]]

IMMEDIACY: Said = {
    "immediate_danger": ("Yes, now", "Ring 999. Then use the emergency page: it takes three answers."),
    "urgent": ("Not now, but it cannot wait past today", ""),
    "routine": ("It can wait a few days", ""),
}
PURPOSE: Said = {
    "safeguard_child": ("To keep a child safe", "Somebody is harming a child, or may be."),
    "promote_welfare": ("To help a child do well", "A child or family may need help."),
    "law_enforcement": ("To stop or solve a crime", "For police work."),
    "safeguard_adult": ("To keep an adult safe", ""),
    "other": ("Something else", "You will be told to ask for advice."),
}
OTHER_PURPOSES: Mapping[str, str] = {
    "child_death_review": "Review of a child’s death",
    "practice_review": "Review of how agencies worked",
    "immigration_control": "Immigration control",
    "eligibility": "To see if a family can get a service",
    "research": "Research",
    "statistics": "Counting and planning",
    "legal_proceedings": "A court case",
    "complaint": "A complaint",
    "other": "None of these",
}
KINDS: Said = {
    "physical_abuse": ("Hitting or other physical harm", ""),
    "sexual_abuse": ("Sexual abuse", ""),
    "emotional_abuse": ("Emotional abuse", ""),
    "neglect": ("Neglect", "Food, clothes, care or warmth are missing, or it is slowly getting worse."),
    "domestic_abuse": ("Violence or control at home", ""),
    "sexual_exploitation": ("Used for sex by others", ""),
    "criminal_exploitation": ("Used by a gang or for crime", ""),
    "serious_violence": ("Knives or serious violence", ""),
    "trafficking": ("Trafficking or modern slavery", ""),
    "online_abuse": ("Harm online", ""),
    "child_on_child": ("Harm by another child", ""),
    "fgm": ("Female genital mutilation (FGM)", ""),
    "radicalisation": ("Being drawn into terrorism", ""),
    "parental_mental_health": ("A parent’s mental health", ""),
    "substance_misuse": ("Drugs or drink at home", ""),
    "missing": ("Goes missing", ""),
    "absence": ("Not in school", ""),
    "young_carer": ("Cares for somebody at home", ""),
    "other": ("Something else", ""),
}
LEVEL: Said = {
    "serious_harm": ("Serious harm", "A child has been badly hurt, or may well be."),
    "risk_of_harm": ("Risk of harm", "A child may be hurt if nothing is done."),
    "emerging": ("An early worry", "Small signs that are adding up."),
    "unmet_need": ("A need for help", "Nobody is in danger, but help is missing."),
    "none": ("No worry", ""),
}
EVIDENCE: Said = {
    "fact": ("It is a fact", "It is on record, or you saw it happen."),
    "professional_observation": ("I saw signs", "What you noticed in your work."),
    "disclosure_by_child": ("The child told me or a colleague", ""),
    "allegation": ("Somebody says so", "It has not been shown to be true."),
    "anonymous": ("Somebody says so and did not give a name", ""),
}
PEOPLE: Mapping[str, str] = {
    "child": "The child",
    "mother": "Mother",
    "father": "Father",
    "carer": "Another carer",
    "parents": "The parents",
    "sibling": "Brother or sister",
    "other_adult": "Another adult",
    "other_family": "Others in the family",
    "referrer": "The person who told us",
    "staff": "A member of staff",
    "unborn": "An unborn child",
}
NAMED_PEOPLE = ("mother", "father", "carer", "sibling", "other_adult")
ABOUT = ("child", *NAMED_PEOPLE, "referrer", "staff")
PARTIES: Mapping[str, str] = {
    "parent": "A parent",
    "other_family": "Somebody else in the family",
    "la_csc": "Children’s social care elsewhere",
    "police": "Police elsewhere",
    "nhs_trust": "A hospital or NHS trust",
    "school_maintained": "A school elsewhere",
    "early_years": "A nursery",
    "voluntary": "A charity",
    "court": "A court",
    "cafcass": "Cafcass",
    "solicitor": "A solicitor",
    "home_office": "The Home Office",
    "business_partnership": "A business crime partnership",
    "researcher": "A researcher",
    "any_person": "Anybody else",
}
PARENTS: Said = {
    "agree": ("They agree that I ask", ""),
    "object": ("They object", ""),
    "unasked": ("Nobody has asked them", "Ask them first, unless that is not safe."),
    "unsafe": ("It is not safe to ask them", ""),
}
OWN_SOURCE = "We know it ourselves, and not from what others shared"
STATUS: Said = {
    "fact": ("Fact", "Seen, heard or on record."),
    "opinion": ("Opinion", "What you or a colleague think it means."),
    "allegation": ("Allegation", "Somebody says so."),
}
NEEDED: Said = {
    "yes": ("Yes, they need it to act", ""),
    "no": ("No", ""),
    "unknown": ("I am not sure", ""),
}
MARKS: Said = {
    "health": ("Somebody’s health", "Body or mind. Hints count. You can say what is needed and leave the illness out."),
    "ethnicity": ("Race or where a family is from", ""),
    "religion": ("Religion or belief", ""),
    "sex_life": ("Somebody’s sex life", ""),
    "sexual_orientation": ("Being gay, bi or straight", ""),
    "politics": ("Politics", ""),
    "union": ("Being in a trade union", ""),
    "genetic": ("Genes", "Such as a test for an illness that runs in a family."),
    "biometric": ("Fingerprints, face or voice", "When used to tell who somebody is."),
    "crime": ("Crime, or a claim of crime", ""),
    "confidence": ("Told to you in confidence", "A person told you and trusted you to keep it."),
    "who_told": ("Who told you", "It could show who raised the worry."),
    "secret_address": ("An address that must stay secret", ""),
    "hurt_if_named": ("Somebody who could be hurt if named", ""),
    "adoption": ("An adoption", ""),
    "other_family": ("Another family", ""),
    "court": ("Papers from a family court", ""),
    "police_intelligence": ("Police intelligence", ""),
    "whole_file": ("It is a whole file", "A whole file is seldom needed."),
    "moves": ("The child moves to this school", "Then the child’s own file goes whole, to its safeguarding lead."),
    "computer_score": ("A score that a computer made", "Such as a risk score. It is not a fact, and does not go."),
}
STANDING: Mapping[str, str] = {
    "": "Does not apply",
    "suspect": "A suspect",
    "convicted": "Convicted by a court",
    "acquitted": "Found not guilty",
    "victim": "A victim",
    "witness": "A witness",
    "not_accused": "Never accused",
}
DANGER: Said = {
    "no": ("No", ""),
    "yes": ("Yes, or they may be", "Do not ask this person for consent. It could put the child at more risk."),
    "unknown": ("I do not know", ""),
}
VIEW: Said = {
    "unknown": ("Nobody has asked them", ""),
    "agrees": ("They agree", ""),
    "objects": ("They object", "You can still share. You will say why."),
    "asks_for_secrecy": ("They ask that others are not told", ""),
}
TELLING: Said = {
    "safe": ("Yes", "Tell them what you share, with whom and why."),
    "unsafe": ("No", "Say why below."),
    "unknown": ("I do not know", ""),
}
UNSAFE: Said = {
    "harm": ("Somebody could be hurt", ""),
    "violence": ("They may become violent", ""),
    "less_cooperation": ("They may stop working with us", ""),
    "withholding": ("They may hide things", ""),
    "withdrawal": ("They may take the child away from school or care", ""),
    "crime": ("It could spoil a police case", ""),
    "no_time": ("There is no time now", ""),
    "no_channel": ("There is no safe way to reach them", ""),
}
COMPETENT: Said = {
    "yes": ("Yes", ""),
    "no": ("No", ""),
    "unknown": ("I am not sure", ""),
}
POLICY_DOCUMENT: Said = {
    "yes": ("Yes", ""),
    "no": ("No", "You can still ask for advice today. Danger never waits for it."),
    "unknown": ("I am not sure", "Your data protection officer knows."),
}
ORDERED: Said = {
    "seen": ("Yes, and I have read the order", "Give what it names, and no more. Let your legal team read it too."),
    "unseen": ("Somebody says so, but I have not seen it", "Ask for the order. Until you have read it, it is not one."),
    "no": ("No", "A letter from a solicitor is not an order."),
}
YES_NO: Said = {"yes": ("Yes", ""), "no": ("No", ""), "unknown": ("I am not sure", "")}
WORSE: Said = {
    "not_sharing": ("Not sharing could be worse for the child", ""),
    "sharing": ("Sharing could be worse for the child", "You will say why, and when you will look at it again."),
    "unsure": ("I cannot tell", ""),
}
GROUNDS: Said = {
    "retaliation": ("Somebody may take it out on the child", ""),
    "exposure_of_address": ("A secret address may get out", ""),
    "disengagement_from_care": ("The family may turn away from care", ""),
    "loss_of_trusted_adult": ("The child may lose an adult they trust", ""),
    "childs_own_wish": ("The child does not want it", ""),
    "collapse_of_placement": ("The child’s home may fall apart", ""),
    "other": ("Something else", ""),
}
CHOICE: Said = {
    "share": ("Share all of it", ""),
    "share_part": ("Share part of it", ""),
    "do_not_share": ("Do not share", "Your reasons are kept in the same way."),
    "seek_advice": ("Ask for advice first", "Your answers are kept until you come back."),
}
HOW: Said = {
    "here": ("Through Golden Thread, at once", ""),
    "phone": ("By phone, to a person I know", ""),
    "secure_email": ("By secure e-mail", ""),
    "in_person": ("Face to face", ""),
}
NOT_TOLD: Mapping[str, str] = {
    "": "Choose",
    **{reason: says for reason, (says, _) in UNSAFE.items()},
    "nobody_to_tell": "They are too young, or nothing about them goes",
    "child_asks": "The child asks me not to",
    "not_known": "Nobody knows yet if it is safe",
}
TOLD: Said = {
    "told": ("I have told them", ""),
    "afterwards": ("I will tell them soon after", ""),
    "not_now": ("They are not told for now", ""),
}
VERDICTS: Mapping[str, str] = {
    "must_share": "You must share this",
    "should_share": "You should share this",
    "may_share": "You may share this",
    "share_part": "Share part of this",
    "verify_first": "Check who they are first",
    "seek_advice": "Ask for advice first",
    "do_not_share": "Do not share this",
    "none": "No advice was asked: it was an emergency",
}
ITEM_VERDICTS: Mapping[str, str] = {"share": "Share", "withhold": "Keep back", "redact": "Black out part"}
TELL_VERDICTS: Mapping[str, str] = {
    "tell_first": "Tell them first",
    "seek_views": "Tell them, and ask what they think",
    "tell_after": "Tell them soon after",
    "do_not_tell_yet": "Do not tell them yet",
    "not_applicable": "Nobody needs to be told",
}
CONFIDENTIALITY: Mapping[str, str] = {
    "not_engaged": "Nothing here was told in confidence.",
    "agreed": "The person agrees, so no confidence is broken.",
    "public_interest": "It was told in confidence. Keeping a child safe is a good enough reason to share it.",
    "overridden_by_duty": "It was told in confidence. A duty in law comes first.",
    "weigh": "It was told in confidence. Weigh the trust that may be lost and the harm that may come. Write it down.",
    "unresolved": "It is not clear whether this was told in confidence. Ask for advice.",
}
ADVISERS: Mapping[str, str] = {
    "designated_safeguarding_lead": "Designated safeguarding lead",
    "data_protection_officer": "Data protection officer",
    "caldicott_guardian": "Caldicott Guardian",
    "legal": "Legal team",
    "named_doctor": "Named doctor",
    "professional_regulator": "Your professional body",
    "nspcc": "NSPCC helpline",
    "childrens_social_care": "Children’s social care",
}
THEN: Mapping[str, str] = {
    "record": "Record what you decide",
    "record_after_the_event": "Write the record after the event",
    "complete_policy_document": "Ask your data protection officer for the policy document",
    "complete_assessment": "Finish the impact assessment",
    "make_agreement": "Make an agreement",
    "tell_later": "Set a day to tell those who were not told",
    "feedback": "Find out what became of it",
    "review": "Look at it again with a second person",
    "correct_recipients": "Tell those who got it if it turns out to be wrong",
    "report_to_data_protection_officer": "Tell your data protection officer",
}
FIND_OUT: Mapping[str, str] = {
    "sender.designated_agency": "Is your school or nursery named in the area’s arrangements? Your lead will know.",
    "sender.commissioned": "Do you work under a contract for the council, the NHS or the police?",
    "sender.public_authority": "Is your organisation a public body?",
    "sender.competent_authority": "Do you do this as the police, or for them by law?",
    "recipient.verified": "Who is the recipient? Ring back on a number you found yourself.",
    "recipient.linked_to_risk": "Could somebody there be close to the danger?",
    "recipient.commissioned": "Do they work under a contract for the council, the NHS or the police?",
    "recipient.designated_agency": "Is that school or nursery named in the area’s arrangements?",
    "recipient.emergency_service": "Are they the police or the ambulance service?",
    "concern.level": "How serious is it?",
    "concern.evidence": "How is it known?",
    "purpose": "What is it for?",
    "governance.policy_document": "Is there a policy document for sensitive data? Your data protection officer knows.",
    "request.states_what_and_why": "What does the request or the order say it wants, and why? Read it yourself.",
    "request.power": "Which law or order do they ask under?",
    "request.made_by": "May whoever asks speak for those who hold that power?",
    "judgement.relevant_to_welfare": "Is this about the child’s safety or welfare?",
    "judgement.may_help_recipient": "Could it help the recipient do their job?",
    "judgement.more_detrimental_to_share": "Which is worse for the child: to share, or not to share?",
    "judgement.detriment.grounds": "Why could sharing be worse for the child?",
    "judgement.detriment.evidence": "What makes you think that sharing could be worse?",
    "judgement.detriment.review_on": "When will you look at it again?",
}
FIND_OUT_OF_SOMEBODY: Mapping[str, str] = {
    "age": "How old are they?",
    "competent": "Do they understand what sharing this means?",
    "suspected_of_harm": "Could they be a danger to the child?",
    "could_be_asked_safely": "Is it safe to ask them?",
    "telling.may_increase_risk": "Could somebody be hurt if they are told?",
    "telling.impracticable_now": "Is there time to tell them now?",
    "telling.safe_channel": "Is there a safe way to reach them?",
    "telling.may_prejudice_crime": "Could telling them spoil police work? Ask the police.",
}
FIND_OUT_OF_A_THING: Mapping[str, str] = {
    "about": "Who is it about?",
    "form": "How much is it: a sign, a short note or a whole file?",
    "confidential": "Was it told to you in confidence?",
    "needed_by_recipient": "Do they need it to act?",
    "person_status": "Is this person a suspect, a victim, a witness, or never accused?",
}
LEFT_OPEN = "Something on an earlier screen was left open. Go back and look."
RULES: tuple[tuple[str, str], ...] = (
    ("Children come first", "A child’s right to be safe comes before anybody’s privacy."),
    ("Be open", "Tell people what you share and why, unless that is not safe."),
    ("You do not need consent", "Not where a child may be at risk. Look for another basis."),
    ("Ask for advice", "If you are not sure, ask. Do not wait if a child is in danger."),
    ("Keep people safe", "Do not give away where or who somebody is if that could hurt them."),
    ("Share what is needed", "Only what is true, and only with those who need it."),
    ("Write it down", "Keep your reasons, if you share and if you do not."),
)
PART_3 = (
    "Be lawful and fair.",
    "Use it only for the purpose you named.",
    "Share no more than is needed.",
    "Be right and up to date. Keep facts apart from what people think.",
    "Keep it no longer than you need it.",
    "Keep it safe.",
)
CONSENTS: tuple[tuple[str, str], ...] = (
    ("Consent as the legal reason to share", "Seldom the right one. It can be taken back at any time."),
    ("Saying yes to a service", "A family may turn down help. You may still share to keep a child safe."),
    ("Saying yes to treatment", "That is about medicine. It says nothing about sharing."),
    ("Being open and honest", "You tell people what you do. That is not asking for consent."),
)
MYTHS: tuple[tuple[str, str], ...] = (
    ("“Data protection law stops me.”", "It does not stop you from sharing to keep a child safe."),
    ("“I need the parents’ consent.”", "You do not, where a child may be at risk."),
    ("“It has to be serious first.”", "No. Small worries count, and you need not wait for a level to be reached."),
    ("“Somebody else will say it.”", "They may not. What you know may be the missing half."),
)


def plain(words: Mapping[str, str] | Said, key: str) -> str:
    """What a stored word is called on the page; itself where nothing calls it otherwise."""
    found = words.get(key)
    if found is None:
        return str(key).replace("_", " ")
    return found if isinstance(found, str) else found[0]
