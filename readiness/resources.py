"""What the lists of documents and of actions say as files."""

from datetime import date
from functools import partial

from django.utils import timezone

from config.wording import name_of
from indicators.list_files import ListResource, column
from readiness.library import Row
from readiness.models import (
    Action,
    EvidenceRequest,
    Recommendation,
    RecommendationState,
    RequestState,
    Status,
    Voice,
)
from readiness.models.improvement import FINISHED
from readiness.quarters import Quarter
from readiness.round_work import WorkRow, people_words


class DocumentResource(ListResource):
    """The evidence register. Rows are ``library.Row``."""

    title = column("Document", "document__title")
    kind = column("Type")
    address = column("Web address", "document__address")
    uses = column("Used for")
    evidence_date = column("Date of evidence", "document__evidence_date")
    review_by = column("Review by", "document__review_by")
    review = column("Review date passed")
    owner = column("Owner")
    added_at = column("Added")

    def dehydrate_kind(self, row: Row):
        version = row.document.latest_version
        return version.kind_of_file if version else "Link"

    def dehydrate_uses(self, row: Row):
        uses = (f"{use.statement}: {use.category}" for use in row.uses)
        return "; ".join(uses) or "Not linked yet"

    def dehydrate_review(self, row: Row):
        return row.is_out_of_date if row.document.review_by else ""

    def dehydrate_owner(self, row: Row):
        return name_of(row.document.owner)

    def dehydrate_added_at(self, row: Row):
        return timezone.localdate(row.document.added_at)


class ActionResource(ListResource):
    """Rows are actions read ``with_status().with_last_update()``, with owner, priority, plan and
    all that is linked. ``plan_file`` reads this file back."""

    reference = column("Reference", "pk")
    plan = column("Plan", "priority__plan__title")
    priority = column("Priority")
    title = column("Action", "title")
    measure = column("Measure of success", "measure")
    resource = column("What it takes", "resource")
    description = column("Description", "description")
    owner = column("Owner")
    owner_address = column("Owner's e-mail", "owner__email")
    collaborators = column("Together with")
    statements = column("Quality statements")
    indicators = column("Indicators")
    starts_on = column("Starts", "starts_on")
    due_on = column("Due", "due_on")
    overdue = column("Overdue")
    status = column("Status")
    percent = column("Percent done", "percent")
    implemented_on = column("In use since", "implemented_on")
    last_quarter = column("Last update for")
    last_narrative = column("Last update", "last_narrative")

    def __init__(self, *, on: date, **options):
        super().__init__(**options)
        self.on = on

    def dehydrate_priority(self, action: Action):
        return str(action.priority)

    def dehydrate_owner(self, action: Action):
        return name_of(action.owner)

    def dehydrate_collaborators(self, action: Action):
        return "; ".join(person.email for person in action.collaborators.all())

    def dehydrate_statements(self, action: Action):
        return "; ".join(statement.title for statement in action.statements.all())

    def dehydrate_indicators(self, action: Action):
        return ", ".join(indicator.code for indicator in action.indicators.all())

    def dehydrate_overdue(self, action: Action):
        return action.is_overdue(on=self.on)

    def dehydrate_status(self, action: Action):
        return Status(action.status).word

    def dehydrate_last_quarter(self, action: Action):
        return str(Quarter(action.last_quarter)) if action.last_quarter else ""


class OwnerResource(ListResource):
    """Rows are ``plan_views.OwnerRow``; a column for each status, in the council's words."""

    name = column("Owner", "name")
    total = column("All actions", "counts__total")
    overdue = column("Overdue", "counts__overdue")
    owed = column("Updates owed", "owed")
    impact = column("Asked what they changed", "impact")

    def __init__(self, **options):
        super().__init__(**options)
        for status in Status:
            self.fields[status.value] = column(status.word)
            setattr(self, f"dehydrate_{status.value}", partial(number_of, status))


def number_of(status: Status, row) -> int:
    return row.counts.by_status.get(status.value, 0)


class RecommendationResource(ListResource):
    """Rows are ``recommendation_page.listed``."""

    number = column("Number")
    words = column("Recommendation", "words")
    source = column("Where from")
    source_title = column("Report or case", "source_title")
    paragraph = column("Page or paragraph", "paragraph")
    received_on = column("Received", "received_on")
    statements = column("Quality statements")
    state = column("State")
    answer_by = column("Answer by", "answer_by")
    lead = column("Lead")
    actions = column("Actions")
    finished = column("Actions finished")

    def dehydrate_number(self, row: Recommendation):
        return str(row)

    def dehydrate_source(self, row: Recommendation):
        return row.get_source_display()

    def dehydrate_statements(self, row: Recommendation):
        return "; ".join(statement.title for statement in row.statements.all())

    def dehydrate_state(self, row: Recommendation):
        return RecommendationState(row.state).label

    def dehydrate_lead(self, row: Recommendation):
        return name_of(row.lead)

    def dehydrate_actions(self, row: Recommendation):
        return "; ".join(link.action.title for link in row.live_links)

    def dehydrate_finished(self, row: Recommendation):
        return sum(link.action.status in FINISHED for link in row.live_links)


class RequestResource(ListResource):
    """Rows are requests for evidence read ``with_state()``, with statement and people."""

    wanted = column("What is wanted", "wanted")
    details = column("What it should show", "details")
    statement = column("Quality statement", "statement__title")
    category = column("Kind of evidence", "category__title")
    asked_of = column("Asked of")
    asked_by = column("Asked by")
    due_on = column("Wanted by", "due_on")
    overdue = column("Overdue")
    state = column("State")

    def __init__(self, *, on: date, **options):
        super().__init__(**options)
        self.on = on

    def dehydrate_asked_of(self, request: EvidenceRequest):
        return name_of(request.asked_of)

    def dehydrate_asked_by(self, request: EvidenceRequest):
        return name_of(request.asked_by)

    def dehydrate_overdue(self, request: EvidenceRequest):
        return request.is_overdue(on=self.on)

    def dehydrate_state(self, request: EvidenceRequest):
        return RequestState(request.state).label


class VoiceResource(ListResource):
    """Rows are voices read with their statement. Words are left out once consent has ended."""

    words = column("What was said")
    kind = column("Quote or story")
    source = column("Who said it")
    statement = column("Quality statement", "statement__title")
    i_statement = column("I statement", "i_statement")
    heard_on = column("When", "heard_on")
    heard_where = column("Where", "heard_where")
    consent = column("Consent")
    assessment = column("May be shown to CQC and reviewers", "for_assessment")
    publication = column("May be published", "for_publication")

    def __init__(self, *, on: date, **options):
        super().__init__(**options)
        self.on = on

    def dehydrate_words(self, voice: Voice):
        return "" if voice.has_run_out(on=self.on) else voice.words

    def dehydrate_kind(self, voice: Voice):
        return voice.get_kind_display()

    def dehydrate_source(self, voice: Voice):
        return voice.get_source_display()

    def dehydrate_consent(self, voice: Voice):
        if voice.is_withdrawn:
            return "Withdrawn"
        return "Has run out" if voice.has_run_out(on=self.on) else "Holds"


class RegisterProblemResource(ListResource):
    """Rows are problems as a report of a list keeps them."""

    sheet = column("Sheet")
    row = column("Row")
    column_ = column("Column")
    value = column("What the cell says")
    message = column("What is wrong")

    def dehydrate_sheet(self, problem: dict):
        return problem["sheet"]

    def dehydrate_row(self, problem: dict):
        return problem["row"]

    def dehydrate_column_(self, problem: dict):
        return problem["column"]

    def dehydrate_value(self, problem: dict):
        return problem["value"]

    def dehydrate_message(self, problem: dict):
        return problem["message"]


class BlankRegisterResource(ListResource):
    """Only headings: those by which a list of evidence is read."""

    title = column("Title")
    shows = column("What it shows")
    statements = column("Quality statements")
    category = column("Category")
    file = column("File name")
    address = column("Link")
    location = column("Page or section")
    evidence_date = column("Date of evidence")
    owner = column("Owner")
    review_by = column("Review by")
    description = column("Notes")


class BlankRecommendationResource(ListResource):
    """Only headings: those by which recommendations are read."""

    number = column("Number")
    words = column("Recommendation")
    source = column("Where from")
    source_title = column("Report or case")
    paragraph = column("Page or paragraph")
    received_on = column("Received")
    statements = column("Quality statements")
    answer_by = column("Answer by")
    lead = column("Lead's e-mail")


class BlankPlanResource(ListResource):
    """Only headings: those by which a plan is read. Two columns more for each further quarter."""

    reference = column("Reference")
    plan = column("Plan")
    priority = column("Priority")
    title = column("Action")
    measure = column("Measure of success")
    resource = column("What it takes")
    description = column("Description")
    owner = column("Owner's e-mail")
    collaborators = column("Together with")
    starts_on = column("Starts")
    due_on = column("Due")
    implemented_on = column("In use since")
    statements = column("Quality statements")
    indicators = column("Indicators")
    quarter = column("Quarter")
    status = column("Status")
    narrative = column("Narrative")
    percent = column("Percent done")
    why_no_proof = column("Why there is no proof")


class WorkResource(ListResource):
    """Rows are ``round_work.WorkRow``."""

    theme = column("Theme", "statement__theme__title")
    statement = column("Quality statement", "statement__title")
    state = column("Where it stands", "state__words")
    people = column("Lead")
    due_on = column("Due", "due_on")
    overdue = column("Overdue", "is_overdue")
    attention = column("Needs attention")

    def dehydrate_people(self, row: WorkRow):
        return people_words(row)

    def dehydrate_attention(self, row: WorkRow):
        return "; ".join(one.words for one in row.attention)
