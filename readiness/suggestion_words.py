"""What people call the things a statement or a kind of evidence is about, for suggestions only.

By slug. A framework that has none of these slugs is still served by its own words.
"""

from collections.abc import Iterable

from readiness.models import EvidenceCategory, Statement
from readiness.suggestions import Subject

TITLE, ALIAS, HINT, TOPIC, WORDING = 3.0, 3.0, 2.5, 2.0, 0.5

STATEMENTS = {
    "assessing-needs": "assessment reassessment carers eligibility waiting waits triage advocacy "
    "financial direct payments",
    "supporting-people-to-live-healthier-lives": "prevention preventative reablement equipment "
    "adaptations wellbeing information advice technology falls",
    "equity-in-experience-and-outcomes": "equality diversity ethnicity deprivation translation "
    "interpreter inclusion protected characteristics hidden groups",
    "care-provision-integration-and-continuity": "market commissioning commissioned providers "
    "sufficiency homecare residential nursing contract quality brokerage",
    "partnerships-and-communities": "partnership voluntary community integrated board pooled "
    "hospital discharge section",
    "safe-systems-pathways-and-transitions": "transition transitions handover discharge risk "
    "contingency emergency pathway preparing adulthood",
    "safeguarding": "safeguarding enquiry enquiries abuse neglect concerns deprivation liberty",
    "governance-management-and-sustainability": "governance scrutiny committee cabinet budget "
    "strategy strategic accountability workforce security register",
    "learning-improvement-and-innovation": "learning innovation training supervision audit "
    "complaints coproduction pilot evaluation improvement",
}
CATEGORIES = {
    "peoples-experience": "survey complaints compliments experience told feedback story stories "
    "interviews experts coproduction satisfied satisfaction respondents",
    "feedback-from-staff-and-leaders": "staff workers supervision practitioners managers audit "
    "workforce wellbeing caseload employees leaders principal",
    "feedback-from-partners": "partners partner providers healthwatch advocates hospital trust "
    "voluntary police forum peer",
    "processes": "policy procedure process protocol strategy guidance pathway framework standards "
    "terms reference agreement manual checklist minutes",
}


def statement_subjects(statements: Iterable[Statement]) -> list[Subject]:
    return [
        Subject(
            statement.pk,
            (
                (statement.title, TITLE),
                (" ".join(statement.aliases), ALIAS),
                (STATEMENTS.get(statement.slug, ""), HINT),
                (" ".join(topic.title for topic in statement.topics.all()), TOPIC),
                (" ".join([statement.we_statement, *statement.i_statements]), WORDING),
            ),
        )
        for statement in statements
    ]


def category_subjects(categories: Iterable[EvidenceCategory]) -> list[Subject]:
    return [
        Subject(kind.pk, ((kind.title, TITLE), (CATEGORIES.get(kind.slug, ""), HINT)))
        for kind in categories
    ]
