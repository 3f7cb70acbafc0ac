"""The way of a case through every programme (*ordning*), step by step, as the roles that really take them.

A new programme comes with its walks: each is one way from the first stage to an end, and together they come through every
stage. test_walks.py says so where one is missing.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import people

CHILD, YOUTH, ADULT, OTHER = people.AGED[12], people.AGED[15], people.AGED[18], people.PARENT


def day(offset: int) -> str:
    """The day so many days from today, as a date field takes it."""
    return (people.TODAY + timedelta(days=offset)).isoformat()


@dataclass(frozen=True)
class Step:
    """A step into a stage, so many days ago; today it is taken now."""

    stage: str
    fields: dict = field(default_factory=dict)
    ago: int = 0
    # Who takes it, where that is another role than the one before.
    by: str | None = None
    # Whether it is taken from the inbox: before, the case is not there for whoever takes it.
    inbox: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry that moves nothing."""

    kind: str
    fields: dict = field(default_factory=dict)
    ago: int = 0
    by: str | None = None


@dataclass(frozen=True)
class HandOver:
    """The case is given to somebody; the demo's logins are named as their roles."""

    to: str


@dataclass(frozen=True)
class Join:
    """Somebody becomes a party of the case."""

    role: str
    person: str


@dataclass(frozen=True)
class Walk:
    programme: str
    # Opens the case.
    role: str
    steps: list
    fields: dict = field(default_factory=dict)
    parties: dict = field(default_factory=dict)
    municipality: str = "259"
    ago: int = 0

    def stages(self) -> list[str]:
        return [step.stage for step in self.steps if isinstance(step, Step)]


SUBJECT = {"subject": ADULT}
BOTH = {"subject": ADULT, "counterpart": OTHER}

# ---- Young people --------------------------------------------------------------------------------

OFFENCE = {"offence_date": people.OFFENCE.isoformat(), "category": "person-dangerous"}
ASSESSED = Step("assessed", {"screening_officer": "Screening 4112"})
BOARD = Step("board", {"board_composition": "Dommer, kommune, politi", "board_police_member": "Anna Andersen"})


def youth(person: str, *steps: Step) -> Walk:
    return Walk("ukn", "board-coordinator", list(steps), OFFENCE, {"subject": person}, "316")


YOUTH_WALKS = [
    youth(
        CHILD,
        ASSESSED,
        Step("referred"),
        BOARD,
        Step("supervision", {"outcome": "improvement-course", "course_end": day(300)}),
        Step("closed"),
    ),
    youth(YOUTH, ASSESSED, Step("with-prosecution"), BOARD, Step("closed", {"outcome": "immediate-reaction"})),
    youth(CHILD, Step("screened-out")),
    Walk(
        "ssp-course",
        "ssp-coordinator",
        [
            Step("reviewed", {"review_result": "Går godt i skole igen", "actions": "Fritidsjob"}),
            Step("closed", {"result": "aim-reached"}),
        ],
        {"level": "build-up", "aim": "Trivsel i 7. klasse"},
    ),
    Walk(
        "preventive-talk",
        "officer",
        [Step("held", {"person_status": "not-suspected", "consent": "yes", "agreements": "Ny samtale om en måned"})],
        {"kind": "concern"},
        SUBJECT,
    ),
    Walk("preventive-talk", "officer", [Step("declined", {"declined_by": "person"})], {"kind": "youth"}, SUBJECT),
    Walk(
        "concern-notice",
        "officer",
        [
            Step("received", by="social-worker", inbox=True),
            Step("assessed", {"acute_assessment": "no-acute-measure"}),
            Step("receipted"),
            Step("answered", {"feedback": "investigation"}),
            Step("closed"),
        ],
        {
            "concerns": "child",
            "concern": "Sulten og uden overtøj i skolen",
            "notifier_kind": "professional",
            "notifier_name": "Lokalbetjent Holm",
        },
        {"subject": people.NEIGHBOUR},
    ),
    Walk(
        "social-report",
        "screener",
        [Step("sent", {"assessment": "Familien har brug for støtte.", "recipient_authority": "municipality"}), Step("closed")],
        {"origin": "screening", "facts": "Tre hændelser i hjemmet på et halvt år."},
        SUBJECT,
    ),
    Walk(
        "social-report",
        "officer",
        [Step("dropped", {"drop_reason": "Kommunen kender familien og er i gang."}), Step("closed")],
        {"origin": "patrol", "facts": "Et barn alene ude om natten."},
        SUBJECT,
    ),
]

# ---- Victims, and those who are helped -----------------------------------------------------------

TALKS = [
    Step("visitated", {"confession": "yes"}),
    Step("assigned", {"mediator": "Mægler Bo Holm", "mediator_impartial": "yes"}),
]
PLAN = [
    Step("eligible"),
    Step("agreement", {"written_consent": "yes", "consent_date": day(0)}),
    Step("active", {"plan_work": "Praktik via jobcentret"}),
]


def exit_walk(*steps: Step) -> Walk:
    return Walk("exit", "exit-team", [*steps], parties=SUBJECT)


HELPED_WALKS = [
    Walk(
        "safety-follow-up",
        "officer",
        [Step("attempted", {"attempt": "Opringning"}), Step("completed", {"municipality_involved": "yes"})],
        {"occasion": "close-relations"},
        SUBJECT,
    ),
    Walk("safety-follow-up", "officer", [Step("declined", {"note": "Ønsker ikke kontakt"})], parties=SUBJECT),
    Walk(
        "victim-referral",
        "officer",
        [Step("referred", {"consent_given": "yes", "consent_at": day(0), "contact_details": "Telefon efter kl. 16"})],
        {"relation_to_crime": "victim"},
        SUBJECT,
    ),
    Walk("victim-referral", "officer", [Step("declined")], {"relation_to_crime": "witness"}, SUBJECT),
    Walk(
        "mediation",
        "secretariat",
        [
            *TALKS,
            HandOver("mediator"),
            Step("pre-talks", {"subject_consent": "yes", "counterpart_consent": "yes"}, by="mediator"),
            Step("held", {"outcome": "agreement"}),
            Step("closed", by="secretariat"),
        ],
        {"kind": "criminal"},
        BOTH,
    ),
    Walk("mediation", "secretariat", [*TALKS, Step("declined"), Step("closed")], {"kind": "criminal"}, BOTH),
    Walk("mediation", "secretariat", [Step("withdrawn"), Step("closed")], {"kind": "neighbour"}, BOTH),
    exit_walk(*PLAN, Step("completed"), Step("follow-up")),
    exit_walk(*PLAN, Step("dropped", {"drop_reason": "Ønsker ikke at fortsætte"}), Step("follow-up")),
    Walk(
        "psp-k",
        "secretariat",
        [
            Step("selected", {"selected_by": "Sekretariatet", "selection_reason": "Mange opkald om natten"}),
            Step("discussed", {"actions": "Kontaktperson"}),
            Step("follow-up"),
            Step("discussed"),
            Step("closed"),
        ],
        parties=SUBJECT,
    ),
    Walk(
        "forced-admission",
        "officer",
        [Step("completed", {"outcome": "admitted"})],
        {"colour": "yellow", "examined_at": day(-1) + "T12:00"},
        SUBJECT,
    ),
    Walk("forced-admission", "officer", [Step("not-completed", {"outcome": "not-found"})], {"colour": "red"}, SUBJECT),
    Walk(
        "partner-violence",
        "specialised-team",
        [
            Step("forum", {"forum": "koege-model", "forum_reason": "Gentagen vold"}),
            Step("measures", {"measures": "safety-plan,alarm"}, by="social-worker"),
            Step("follow-up", {"follow_up_note": "Går bedre"}),
            Step("closed", {"result": "violence-stopped"}, by="specialised-team"),
        ],
        {"kinds": "physical,psychological", "origin": "incident"},
        SUBJECT,
    ),
    Walk("sociolance", "officer", [Step("done", {"outcome": "helped-on-site"})], {"need": "talk"}, municipality="316"),
    Walk(
        "parish-officer",
        "officer",
        [Step("handled", {"done": "Set til"}, by="parish-officer")],
        {"island": "sejeroe", "kind": "service", "task": "Tilsyn med havnen"},
        municipality="326",
    ),
    Walk(
        "officer-request",
        "officer",
        [Step("accepted", {"agreed_date": day(7)}), Step("met")],
        {"kind": "talk-it", "wish": "Oplæg for seniorer"},
    ),
    Walk("officer-request", "officer", [Step("refused", {"refusal_reason": "Ingen mandskab"})], {"kind": "moped"}),
    Walk("officer-request", "officer", [Step("withdrawn")], {"kind": "event"}),
]

# ---- Orders --------------------------------------------------------------------------------------

GROUNDS = {
    "check_violation": "yes",
    "check_offence": "no",
    "check_continues": "yes",
    "check_grave": "no",
    "check_forced_marriage": "no",
    "check_proportionate": "yes",
    "ground": "violation-of-peace",
    "ground_reason": "Opsøger dagligt",
    "petition_in_writing": "yes",
}
SERVICE = {"served_how": "in-person", "served_by": "Tj.nr. 4100", "service_proof": "Underskrift"}


def order(*steps) -> Walk:
    return Walk("restraining-order", "secretariat", [Step("visitation", ago=99), *steps], parties=BOTH, ago=100)


def decided(expires: int) -> list:
    """Up to the order in force, with the last day that it has."""
    return [
        Step("petition", GROUNDS, ago=90),
        Step("hearing", {"respondent_heard": "Nægter"}, ago=70),
        Step("granted", {"decision_reason": "Vedvarende chikane", "expires_on": day(expires)}, ago=60),
        Step("served", {"served_on": day(-50), **SERVICE}, ago=50, by="officer"),
        Step("active", ago=50, by="secretariat"),
    ]


def ban(opened: int, expires: int, *steps) -> Walk:
    return Walk(
        "area-ban",
        "officer",
        [*steps],
        {
            "behaviour": "Truer forbipasserende",
            "position": "55.45802,12.18655",
            "radius": "400",
            "expires_on": day(expires),
            "given": "orally",
        },
        SUBJECT,
        ago=opened,
    )


WRITTEN = {"decision_reason": "Uro i et område med mange anmeldelser", "served_how": "digital"}

ORDER_WALKS = [
    order(*decided(-5), Entry("breach", {"breach_what": "Ringede", "breach_kind": "contact"}, ago=40), Step("expired")),
    order(*decided(300), Step("revoked", {"revoked_reason": "Parterne er flyttet"})),
    order(
        Step("petition", GROUNDS, ago=90),
        Step("immediate-order", {"immediate_reason": "Trusler i nat", "immediate_no_interest": "yes"}, ago=89),
        Step("hearing", {"respondent_heard": "Nægter"}, ago=80),
        Step("refused", {"decision_reason": "Ikke grundlag"}, ago=70),
    ),
    order(Step("petition", GROUNDS, ago=90), Step("withdrawn", {"withdrawn_reason": "Ønsker det ikke"}, ago=80)),
    order(Step("guided-elsewhere", {"guided_to": "Krisecentret"}, ago=90)),
    ban(
        40,
        -15,
        Step("confirmed", WRITTEN, ago=40),
        Step("active", ago=39),
        Step(
            "extended", {"expires_on": day(-3), "extension_reason": "Fortsat uro"}, ago=16, by="secretariat"
        ),
        Step("expired"),
    ),
    ban(
        10,
        10,
        Step("confirmed", WRITTEN, ago=10),
        Step("withdrawn", {"withdrawn_reason": "Området er roligt"}, by="secretariat"),
    ),
    Walk(
        "protection-cluster",
        "leader",
        [
            Step(
                "agreed",
                {
                    "districts": "midt-vestsjaelland,vestegn",
                    "lead_district": "midt-vestsjaelland",
                    "lead_agreed_with": "Vagtchefen",
                },
            ),
            Step("coordinated", {"plan": "Fælles retsmøde"}),
            Step("closed", {"closed_reason": "Afgjort"}),
        ],
        {"reason": "Samme modpart i to kredse"},
    ),
]

# ---- Places and partners -------------------------------------------------------------------------

INSECURE = {"kind": "dark-place", "area": "Tunnelen ved stationen", "observed": "Mørkt om aftenen"}
PRIZE = {
    "nominee": "Klubben ved Åen",
    "nominee_kind": "association",
    "reason": "Åben hver aften i ti år",
    "nominated_by": "Lokalrådet",
    "prize_year": str(max(2026, people.TODAY.year)),
}
PROJECT = {"name": "Vejen Videre", "aim": "Uddannelse", "age_from": "15", "age_to": "29", "ends_on": "2028-12-31"}
CONSENT = {
    "consent_of": YOUTH,
    "consent_on": day(0),
    "consent_by": "self",
    "consent_form": "written",
    "consent_kept": "Mappe 1",
}

PLACE_WALKS = [
    Walk(
        "insecurity",
        "officer",
        [
            Step("verified", {"checked": "Set på stedet to aftener"}),
            Step("acting", {"plan": "Lys og synlighed"}),
            Entry("presence", {"presence_hours": "6", "presence_found": "Roligt"}),
            Entry("talks", {"talks_held": "4"}),
            Entry("dialogue", {"dialogue_with": "residents,youth", "dialogue_about": "Lys på stien"}),
            Entry("area-walk", {"walk_found": "Defekt lampe"}),
            Entry("citizens-meeting", {"meeting_place": "Biblioteket", "meeting_attended": "32"}),
            Entry("work-order", {"order_what": "light", "order_owner": "Vejafdelingen", "order_detail": "To lamper"}),
            Entry("work-done", {"done_what": "light", "done_how": "done"}),
            Step("calm", {"result": "Ro på stedet"}),
            Step("closed"),
        ],
        {**INSECURE, "position": "55.45663,12.18214"},
    ),
    Walk("insecurity", "officer", [Step("rumour", {"checked": "Ingen har set noget"}), Step("closed")], INSECURE),
    Walk(
        "housing",
        "secretariat",
        [
            Step("acting", {"effort": "Tryghedsplan", "effort_since": day(-10)}),
            Entry("ministry-list", {"list_kind": "prevention-area", "list_date": "2025-12-01", "list_status": "on"}),
            Entry("effort-status", {"status_text": "Første møde holdt"}),
            Entry(
                "disclosure",
                {
                    "disclosed_kind": "judgment",
                    "decision_reference": "4100-12345",
                    "offence_on": day(-300),
                    "decided_on": day(-20),
                    "offence_where": "in-area",
                    "why_needed": "Trusler mod naboer",
                    "disclosed_to": "Driftschefen",
                },
            ),
            Step("closed", {"result": "Området er roligt"}),
        ],
        {"area": "Fjordhaven", "association": "Fjordbo"},
        {"resident": ADULT},
    ),
    Walk(
        "nightlife",
        "officer",
        [
            Step("active", {"agreed_on": day(0), "ends_on": day(365)}),
            Entry("visit", {"visit_found": "in-order"}),
            Entry("party", {"party_guests": "300", "party_went": "calm"}),
            Entry("night-walk", {"walk_volunteers": "6"}),
            Step("ended", {"end_reason": "Stedet er lukket"}),
        ],
        {"kind": "venue", "place": "Diskoteket", "agreement": "Besøg hver weekend"},
    ),
    Walk(
        "project",
        "leader",
        [
            Entry("partner", {"partner_name": "Greve Kommune", "partner_kind": "municipality"}),
            Step("active"),
            Entry("milestone", {"milestone_what": "Første hold", "milestone_state": "reached"}),
            Join("contact", YOUTH),
            Entry("consent", CONSENT),
            Join("participant", YOUTH),
            Step("ended", {"result": "Føres videre i kommunen"}),
        ],
        PROJECT,
        municipality="253",
    ),
    Walk(
        "prevention-prize",
        "secretariat",
        [
            Step("shortlisted", {"jury": "En rektor og en borgmester"}),
            Step("awarded", {"jury_reason": "Et langt arbejde", "awarded_on": day(0)}),
        ],
        PRIZE,
    ),
    Walk("prevention-prize", "secretariat", [Step("not-awarded", {"jury_reason": "Ikke i år"})], PRIZE),
    Walk(
        "activity",
        "officer",
        [Step("held", {"reached": "24", "outcome": "Gode spørgsmål"})],
        {"kind": "school-visit", "place": "Skolen", "planned_on": day(0), "audience": "youth"},
    ),
    Walk(
        "activity",
        "officer",
        [Step("cancelled", {"cancel_reason": "Skolen er lukket"})],
        {"kind": "theme-day", "place": "Gymnasiet", "planned_on": day(14)},
    ),
]

WALKS = YOUTH_WALKS + HELPED_WALKS + ORDER_WALKS + PLACE_WALKS
