"""Rows for the arguments of addresses in ``permission_table``, and how each address takes them."""

from collections.abc import Callable
from functools import cached_property

from readiness.roles import Role
from tests import factories


class Samples:
    """Rows for the arguments of addresses, each made when it is first asked for."""

    @cached_property
    def statement(self):
        framework = factories.FrameworkFactory(rules=factories.four_levels())
        return factories.StatementFactory(theme__framework=framework)

    @cached_property
    def link(self):
        return factories.EvidenceLinkFactory(
            document=self.version.document, statement=self.statement
        )

    @cached_property
    def version(self):
        return factories.VersionFactory()

    @cached_property
    def picture(self):
        return factories.PagePictureFactory(version=self.link.document.latest_version)

    @property
    def document(self):
        """A file that has been put forward, so that reviewers may see it."""
        return self.link.document

    @cached_property
    def hold(self):
        return factories.LegalHoldFactory()

    @cached_property
    def indicator(self):
        factories.HomeCouncilFactory()
        factories.EnglandFactory()
        return factories.OutturnFactory().indicator

    @cached_property
    def group(self):
        return factories.ComparatorGroupFactory()

    @cached_property
    def owed_figure(self):
        factories.HomeCouncilFactory()
        return factories.OwedFigureFactory()

    @cached_property
    def data_pack(self):
        return factories.DataPackFactory()

    @cached_property
    def action(self):
        return factories.ActionFactory()

    @cached_property
    def recommendation(self):
        """One that has been accepted, so that reviewers may see it."""
        return factories.RecommendationFactory(state="accepted")

    @cached_property
    def edition(self):
        return factories.ReportEditionFactory()

    @cached_property
    def report_text(self):
        return factories.EditionTextFactory(edition=self.edition)

    @cached_property
    def issued_copy(self):
        """Issued to committee, so that reviewers may read it."""
        return factories.issued_copy(self.edition, audience="committee")

    @cached_property
    def return_use(self):
        """An item of a return, with a document; nothing is submitted."""
        return factories.ReturnDocumentFactory(item__links_allowed=True)

    @cached_property
    def return_import(self):
        return factories.ReturnImportFactory()

    @cached_property
    def submission(self):
        return factories.ReturnSubmissionFactory()

    @cached_property
    def plan_import(self):
        return factories.PlanImportFactory()

    @cached_property
    def score(self):
        return factories.ScoreFactory(
            statement=self.statement, self_assessment__framework=self.statement.framework
        )

    @property
    def self_assessment(self):
        return self.score.self_assessment

    @cached_property
    def two_rounds(self):
        earlier = {"framework": self.self_assessment.framework, "starts_on": "2020-04-01"}
        return self.self_assessment, factories.SelfAssessmentFactory(**earlier)

    @cached_property
    def work(self):
        return factories.StatementWorkFactory(
            self_assessment=self.self_assessment, statement=self.statement
        )

    @cached_property
    def comment(self):
        return factories.StatementCommentFactory(
            self_assessment=self.self_assessment, statement=self.statement
        )

    @cached_property
    def asked(self):
        """A request for evidence that has been answered."""
        return factories.EvidenceRequestFactory(state="answered")

    @cached_property
    def register(self):
        return factories.RegisterImportFactory()

    @cached_property
    def characteristic(self):
        """In the council's own words."""
        return factories.CharacteristicFactory(statement=self.statement)

    @cached_property
    def published(self):
        return factories.PublishedResultsFactory(framework=self.statement.framework)

    @cached_property
    def voice(self):
        """Words that reviewers may read."""
        return factories.VoiceFactory(for_assessment=True)

    @cached_property
    def assessment_task(self):
        return factories.AssessmentTaskFactory()

    @cached_property
    def accuracy_comment(self):
        return factories.AccuracyCommentFactory()

    @cached_property
    def web_page(self):
        """A link that is put forward for the sample statement."""
        return factories.EvidenceLinkFactory(
            statement=self.statement, document=factories.DocumentFactory()
        ).document

    @cached_property
    def visit(self):
        """Of somebody else, to a closed round that has the sample document in it."""
        assert self.picture
        assert self.web_page
        return factories.VisitFactory(
            snapshot__self_assessment__framework=self.statement.framework, downloads="originals"
        )

    @property
    def closed_round(self):
        return self.visit.snapshot.self_assessment

    @cached_property
    def digest(self):
        person = factories.UserFactory(role=Role.CONTRIBUTOR)
        return factories.DigestFactory(person=person)

    @cached_property
    def shared_search(self):
        return factories.SavedSearchFactory(is_shared=True)

    @cached_property
    def account(self):
        return factories.UserFactory(role=Role.CONTRIBUTOR)


def characteristic(samples: Samples) -> dict:
    return {
        "pk": samples.self_assessment.pk,
        "slug": samples.statement.slug,
        "characteristic": samples.characteristic.pk,
    }


def published(samples: Samples) -> dict:
    return {"pk": samples.published.pk}


def challenged(samples: Samples) -> dict:
    return {
        "pk": samples.self_assessment.pk,
        "slug": samples.statement.slug,
        "rule": "evidence-missing",
    }


def nothing(samples: Samples) -> dict:
    return {}


def account(samples: Samples) -> dict:
    return {"pk": samples.account.pk}


def statement_of_round(samples: Samples) -> dict:
    return {"pk": samples.self_assessment.pk, "slug": samples.statement.slug}


def data_pack(samples: Samples) -> dict:
    return {"pk": samples.data_pack.pk}


def asked(samples: Samples) -> dict:
    return {"pk": samples.asked.pk}


def register(samples: Samples) -> dict:
    return {"pk": samples.register.pk}


def voice(samples: Samples) -> dict:
    return {"pk": samples.voice.pk}


def assessed(samples: Samples) -> dict:
    return {"pk": samples.assessment_task.assessment_id}


def accuracy_comment(samples: Samples) -> dict:
    return {"pk": samples.accuracy_comment.pk}


def visit(samples: Samples) -> dict:
    return {"pk": samples.visit.pk}


def visited(samples: Samples) -> dict:
    """A document of the visit."""
    return visit(samples) | {"version": samples.picture.version_id}


def linked_page(samples: Samples) -> dict:
    """A web page of the visit."""
    return visit(samples) | {"document": samples.web_page.pk}


def group(samples: Samples) -> dict:
    return {"pk": samples.group.pk}


def unknown_in(samples: Samples) -> dict:
    unknown = [{"code": "X1", "title": "An unknown measure"}]
    samples.data_pack.preview = factories.empty_preview() | {"unknown": unknown}
    samples.data_pack.save()
    return data_pack(samples)


def numbered(at: Callable) -> Callable:
    return lambda samples: at(samples) | {"number": 1}


def saved_mapping(samples: Samples) -> dict:
    return {"pk": factories.SavedMappingFactory().pk}


def collection_round(samples: Samples) -> dict:
    return {"pk": samples.owed_figure.round_id}


def framework_in_use(samples: Samples) -> dict:
    """No argument, but there must be a framework."""
    assert samples.statement
    return {}


def shared_search(samples: Samples) -> dict:
    return {"pk": samples.shared_search.pk}


def recommended(samples: Samples) -> dict:
    return {"pk": samples.recommendation.pk}


def a_round(samples: Samples) -> dict:
    return {"pk": samples.self_assessment.pk}


def workbook_of_round(samples: Samples) -> dict:
    return {"pk": samples.self_assessment.pk, "kind": "xlsx"}


def report(samples: Samples) -> dict:
    return {"pk": samples.edition.report_id}


def report_section(samples: Samples) -> dict:
    return {"pk": samples.edition.report_id, "section": samples.report_text.section_id}


def edition(samples: Samples) -> dict:
    return {"pk": samples.edition.pk}


def edition_section(samples: Samples) -> dict:
    return {"pk": samples.edition.pk, "section": samples.report_text.section_id}


def for_committee(samples: Samples) -> dict:
    return {"pk": samples.edition.pk, "audience": "committee"}


def committee_workbook(samples: Samples) -> dict:
    return {"pk": samples.edition.pk, "audience": "committee", "kind": "xlsx"}


def issued(samples: Samples) -> dict:
    return {"pk": samples.issued_copy.pk}


def issued_workbook(samples: Samples) -> dict:
    return {"pk": samples.issued_copy.pk, "kind": "xlsx"}


def plan_file(samples: Samples) -> dict:
    return {"pk": samples.plan_import.pk}


def recommendation_file(samples: Samples) -> dict:
    return {"pk": factories.RecommendationImportFactory().pk}


def feed(samples: Samples) -> dict:
    return {"name": "scores", "kind": "csv"}


def csv_file(samples: Samples) -> dict:
    return {"kind": "csv"}


def returned(samples: Samples) -> dict:
    return {"pk": samples.return_use.item.information_return_id}


def returned_file(samples: Samples) -> dict:
    return returned(samples) | {"kind": "csv"}


def return_item(samples: Samples) -> dict:
    return {"pk": samples.return_use.item_id}


def return_list(samples: Samples) -> dict:
    return {"pk": samples.return_import.pk}


def submitted(samples: Samples) -> dict:
    return {"pk": samples.submission.information_return_id}


def submitted_pack(samples: Samples) -> dict:
    return submitted(samples) | {"part": "submitted"}
