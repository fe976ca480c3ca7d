"""The table of families planted on purpose: each a story that a journey or a demonstration account meets.

Everything about them is invented. ``stories`` plants them and writes down where they are found.
"""

from dataclasses import dataclass

from examples.westhaven.agencies import DEES_SCHOOL, GITAS_SURGERY, MOS_ACADEMY
from examples.westhaven.places import NO_FIXED_ADDRESS, REFUGE, Home, Tenure
from examples.westhaven.world import FamilyKind

PRINTED_NHS_NUMBER = "4857773456"
PRINTED_UPN = "H801200001001"
"""The pair that the Children's Commissioner's report prints; the NHS number fails its own check."""

EVERYTHING = frozenset(
    [
        "childrens-social-care",
        "schools-alder",
        "schools-birch",
        "riverside-trust",
        "community-health",
        "gp-practices",
        "police",
        "housing",
        "adult-social-care",
        "young-carers-together",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One planted family. ``spells`` befall every child, ``of_adult`` the first adult; days are counted back."""

    id: str
    scenario: str
    title: str
    ages: tuple[tuple[int, int], ...]
    """Years and days since birth of each child."""
    kind: FamilyKind = FamilyKind.TOGETHER
    home: Home | None = None
    origin: str = "british"
    sexes: tuple[str, ...] = ()
    school: str = DEES_SCHOOL
    practice: str = GITAS_SURGERY
    only_in: frozenset[str] = EVERYTHING
    changes_surname: bool = False
    spells: tuple[tuple[str, int, str], ...] = ()
    of_adult: tuple[tuple[str, int, str], ...] = ()
    attendance: float = 97.1
    look_as: tuple[str, ...] = ("dee.school", "sam.social")
    note: str = ""


def _home(line: str, postcode: str, tenure: Tenure, zone: int = 0, town: str = "Westhaven") -> Home:
    return Home(line=line, postcode=postcode, zone=zone, tenure=tenure, town=town)


STORIES: tuple[Story, ...] = (
    Story(
        id="young-carer",
        scenario="S01",
        title="A girl who looks after her mother; the surgery has noticed",
        kind=FamilyKind.LONE_MOTHER,
        ages=((9, 201),),
        sexes=("female",),
        home=_home("14 Ropewalk Row", "WH1 4AB", Tenure.PRIVATE),
        spells=(("possible_young_carer", 24, "practice"),),
        look_as=("gita.gp", "dee.school", "sam.social"),
    ),
    Story(
        id="call-out-and-absence",
        scenario="S02",
        title="A boy at home when the police were called last week, and out of school for three days since",
        ages=((8, 96),),
        sexes=("male",),
        home=_home("3 Sandpiper Close", "WH1 6DE", Tenure.OWNED),
        spells=(("domestic_abuse_incident_attended", 7, ""),),
        attendance=89.4,
        look_as=("dee.school", "fran.frontdoor", "pat.police"),
        note="Three days' absence since the call-out take the term to 10.6 % of sessions missed. Nobody has referred.",
    ),
    Story(
        id="printed-pair",
        scenario="S09",
        title="The two records that the Children's Commissioner's report prints",
        ages=((9, 300),),
        sexes=("female",),
        home=_home("27 Beacon Avenue", "WH1 2HJ", Tenure.PRIVATE),
        only_in=frozenset({"schools-alder", "community-health"}),
        spells=(("sen_support", 400, ""), ("missed_health_appointments", 60, "")),
        look_as=("dee.school", "holly.health", "sam.social"),
    ),
    Story(
        id="private-renter",
        scenario="S37",
        title="A family that rents privately: housing shows nothing, and that proves nothing",
        ages=((7, 44), (3, 120)),
        sexes=("female", "male"),
        home=_home("Flat 2, 58 Ferry Street", "WH1 7LN", Tenure.PRIVATE),
        spells=(("open_to_early_help", 90, ""), ("free_school_meals", 500, ""), ("health_visiting_extra", 200, "")),
        look_as=("sam.social", "dee.school", "harry.housing", "holly.health"),
    ),
    Story(
        id="name-changer",
        scenario="S08",
        title="A boy whose surname changed when his parents parted; the school still has the old one",
        kind=FamilyKind.PARTED,
        ages=((10, 30),),
        sexes=("male",),
        home=_home("9 Linden Close", "WH1 9PQ", Tenure.OWNED),
        changes_surname=True,
        spells=(("open_to_childrens_social_care", 210, ""), ("child_in_need_plan", 190, ""), ("sen_support", 300, "")),
    ),
    Story(
        id="twins",
        scenario="",
        title="Twin sisters, alike in everything but a forename",
        ages=((7, 250), (7, 250)),
        sexes=("female", "female"),
        home=_home("41 Harbour Lane", "WH1 1RS", Tenure.SOCIAL),
        spells=(("free_school_meals", 700, ""), ("tenancy_at_risk", 40, ""), ("social_tenancy", 1400, "")),
        look_as=("dee.school", "harry.housing"),
    ),
    Story(
        id="refuge",
        scenario="",
        title="A mother and two children in a refuge: hidden from every search but their custodian's",
        kind=FamilyKind.REFUGE,
        ages=((8, 10), (4, 90)),
        sexes=("male", "female"),
        home=REFUGE,
        spells=(
            ("domestic_abuse_incident_attended", 45, ""),
            ("open_to_childrens_social_care", 41, ""),
            ("child_in_need_plan", 38, ""),
        ),
        look_as=("sam.social",),
        note="Everybody else is told that there is no record they may see, and the custodian is alerted.",
    ),
    Story(
        id="placed-out-of-area",
        scenario="",
        title="A girl in care, placed with foster carers in the next authority",
        kind=FamilyKind.LOOKED_AFTER,
        ages=((12, 77),),
        sexes=("female",),
        home=_home("6 Chapel Mount", "EV4 2AB", Tenure.OUT_OF_AREA, town="Eastvale"),
        practice="none",
        spells=(("open_to_camhs", 150, ""),),
        look_as=("sam.social", "holly.health"),
    ),
    Story(
        id="protection-plan",
        scenario="",
        title="A child protection plan, known to school, surgery and police",
        kind=FamilyKind.STEP,
        ages=((6, 12), (1, 33)),
        sexes=("male", "female"),
        home=_home("70 Kelsey Road", "WH1 3TU", Tenure.SOCIAL),
        spells=(
            ("domestic_abuse_incident_attended", 120, ""),
            ("referral_to_front_door", 118, "Police"),
            ("section_47_enquiry", 112, ""),
            ("open_to_childrens_social_care", 118, ""),
            ("child_protection_plan", 95, "Emotional abuse"),
            ("school_safeguarding_file", 110, ""),
            ("health_visiting_extra", 300, ""),
            ("social_tenancy", 900, ""),
            ("tenancy_at_risk", 60, ""),
        ),
        of_adult=(("parent_receives_substance_misuse_treatment", 200, ""),),
        attendance=84.2,
        look_as=("sam.social", "dee.school", "gita.gp", "holly.health", "pat.police", "harry.housing", "ada.adult"),
    ),
    Story(
        id="trust-pupil",
        scenario="",
        title="A pupil of the trust, with a plan for special needs and a mother in hospital",
        ages=((7, 160),),
        sexes=("male",),
        origin="pakistani",
        school=MOS_ACADEMY,
        home=_home("12 Quarry Court", "WH6 4FY", Tenure.PRIVATE, zone=21),
        spells=(("education_health_and_care_plan", 500, ""), ("open_to_young_carers_service", 200, "")),
        of_adult=(("parent_in_inpatient_mental_health_care", 20, ""), ("parent_open_to_adult_social_care", 300, "")),
        look_as=("mo.trust", "ada.adult", "yasmin.youngcarers", "sam.social"),
    ),
    Story(
        id="charity-caseload",
        scenario="",
        title="Brother and sister whom the charity supports, with a father in prison",
        kind=FamilyKind.LONE_MOTHER,
        ages=((10, 3), (8, 88)),
        sexes=("female", "male"),
        origin="caribbean",
        home=_home("5 Tanner Court", "WH1 8WX", Tenure.TEMPORARY),
        spells=(
            ("open_to_young_carers_service", 150, ""),
            ("possible_young_carer", 170, "school"),
            ("homelessness_application", 80, ""),
            ("temporary_accommodation", 70, ""),
            ("no_recourse_to_public_funds", 90, ""),
        ),
        of_adult=(("parent_in_prison", 60, ""),),
        look_as=("yasmin.youngcarers", "harry.housing", "dee.school"),
    ),
    Story(
        id="grandparents",
        scenario="",
        title="A boy who lives with his grandmother",
        kind=FamilyKind.GRANDPARENTS,
        ages=((9, 140),),
        sexes=("male",),
        origin="irish",
        home=_home("33 Wharf Way", "WH1 5YZ", Tenure.SOCIAL),
        spells=(("private_fostering_or_kinship_care", 800, ""), ("social_tenancy", 2500, "")),
    ),
    Story(
        id="no-fixed-address",
        scenario="",
        title="Brothers on the road, at school when they are in town",
        ages=((9, 5), (6, 45)),
        sexes=("male", "male"),
        origin="traveller",
        home=NO_FIXED_ADDRESS,
        spells=(("missed_health_appointments", 100, ""),),
        attendance=71.3,
    ),
    Story(
        id="two-spellings",
        scenario="",
        title="A girl from Ukraine whose name two agencies spell in two ways",
        ages=((8, 270),),
        sexes=("female",),
        origin="ukrainian",
        home=_home("19 Mill Row", "WH1 4GH", Tenure.PRIVATE),
        spells=(("free_school_meals", 300, ""), ("referral_to_front_door", 35, "School")),
    ),
)

SURNAME_STAYS_OLD_IN = {"schools-alder": "name-changer"}
"""Which dataset still has the former surname of which story's child."""

SPELLED_OTHERWISE_IN = {"childrens-social-care": "two-spellings", "gp-practices": "two-spellings"}
"""Which dataset spells the name of which story's child in another way."""
