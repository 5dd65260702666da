"""The whole demonstration, in the order things rest on each other; each step is safe to repeat."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from indicators import data_packs
from indicators.reference_data import load_reference_once
from readiness.demo import accounts
from readiness.demo.assessment import load_assessment
from readiness.demo.commentary import load_collection_round, load_commentary, load_enquiries
from readiness.demo.curation import load_curation
from readiness.demo.highlights import load_highlights
from readiness.demo.judgement import load_scores
from readiness.demo.last_round import load_last_round, load_peer_scores
from readiness.demo.library import load_documents
from readiness.demo.made_up import load_made_up
from readiness.demo.plan import load_demo_plan
from readiness.demo.published import load_published
from readiness.demo.recommendations import load_recommendations
from readiness.demo.reports import load_context, load_reports
from readiness.demo.returns import load_return
from readiness.demo.subjects import load_subjects
from readiness.demo.targets import load_targets
from readiness.demo.visit import load_visit
from readiness.demo.voices import load_voices
from readiness.demo.waiting_pack import load_waiting_pack
from readiness.framework_file import read_framework
from readiness.framework_loading import load_framework
from readiness.models import Framework

FRAMEWORK = settings.BASE_DIR / "readiness" / "framework" / "local_authority_2023.toml"
ASCOF = Path(__file__).resolve().parent / "ascof_2024_25.ods"


def load(*, on: date, say: Callable[[str], None]) -> None:
    if settings.MODE != "demo":
        raise ValidationError(
            "The demonstration is loaded in demo mode only: set MODE=demo, on a database that "
            "holds nothing real."
        )
    say("Councils, national measures and CQC's framework")
    load_reference_once()
    framework = load_shipped_framework()
    accounts.add_accounts()
    worker, director, analyst = (accounts.account(n) for n in ("psw", "director", "analyst"))
    say("National figures for every council, as published")
    import_national_figures(by=analyst)
    say("The council's own figures and plan, as published")
    load_highlights(by=analyst)
    load_waiting_pack(by=analyst)
    load_demo_plan(by=director, on=on, owners=[worker, director, analyst])
    load_commentary(by=analyst)
    load_enquiries(by=analyst)
    say("Targets, documents and scores, made up for the demonstration")
    load_targets(by=analyst)
    owners = [worker, worker, analyst]
    load_last_round(framework, by=worker, signed_by=director, owners=owners, on=on)
    load_made_up(by=analyst)
    load_collection_round(by=analyst, people={"psw": worker, "analyst": analyst}, on=on)
    load_documents(framework, owners=owners, on=on)
    load_curation(by=director, on=on)
    load_voices(framework, by=worker, asked_of=analyst, on=on)
    load_subjects(framework, by=worker, decided_by=director)
    load_recommendations(by=worker, leads=[worker, director], on=on)
    load_peer_scores(framework, by=director, on=on)
    load_scores(framework, by=worker, signed_by=director, on=on)
    load_published(framework, by=analyst)
    people = {"psw": worker, "director": director, "analyst": analyst}
    say("A quarter's reports, an assessment with its return, and a reviewer's visit, made up")
    load_context(by=director)
    load_reports(by=analyst, approved_by=director, on=on)
    assessment = load_assessment(by=director, people=people, on=on)
    load_return(assessment, by=worker, people=people, on=on)
    load_visit(by=director, on=on)


def load_shipped_framework() -> Framework:
    content = read_framework(FRAMEWORK.read_text(encoding="utf-8"))
    return Framework.objects.get(pk=load_framework(content).framework.pk)


def import_national_figures(*, by) -> None:
    """The workbook as published, read and written like any other data pack."""
    content = ASCOF.read_bytes()
    if data_packs.held_pack(content):
        return
    outcome = data_packs.load(content, ASCOF.name, by=by, write=True)
    if outcome.pack is None:
        raise ValidationError(f"{ASCOF.name} was not written: {outcome.summary['problems']}")
