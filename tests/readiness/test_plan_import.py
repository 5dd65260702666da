"""A plan from a spreadsheet: looked at first, all or nothing, and safe to bring in again."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readiness import plan_import
from readiness.models import Action, ActionChange, ActionUpdate, PlanImport, Priority
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    IndicatorFactory,
    PlanFactory,
    PriorityFactory,
    StatementFactory,
    UserFactory,
)
from tests.lists import rows_of_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)


@pytest.fixture
def ada():
    return UserFactory(
        role="contributor", first_name="Ada", last_name="King", email="ada@x.example"
    )


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def file_of(rows: list[dict], name="Plan.csv") -> ContentFile:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return ContentFile(written.getvalue().encode(), name=name)


def received(rows, *, by) -> PlanImport:
    return plan_import.receive(file=file_of(rows), by=by, on=TODAY)


def row(**cells) -> dict:
    return {"Action": "Hear carers", "Priority": "Carers", "Owner": "Ada King"} | cells


def counts(found: PlanImport) -> dict:
    return {does: number for does, number in found.report["counts"].items() if number}


# --- what it does ---


def test_looking_changes_nothing_and_confirming_brings_all_of_it_in(ada, director):
    PlanFactory()
    safeguarding = StatementFactory(title="Safeguarding")
    indicator = IndicatorFactory(code="1C")
    whole = row(
        Starts="1 April 2026",
        Due="2027-03-31",
        Description="Ring back",
        Indicators="1c",
        **{"Quality statements": "Safeguarding", "Together with": "ada@x.example"},
    )
    found = received(
        [whole, row(Action="Write to them") | dict.fromkeys(whole.keys() - row(), "")], by=director
    )
    assert (counts(found), found.report["priorities"]) == ({"add": 2}, ["Carers"])
    assert not Action.objects.exists()
    assert not Priority.objects.exists()
    plan_import.confirm(found, by=director, on=TODAY)
    action = Action.objects.get(title="Hear carers")
    assert (action.owner, action.starts_on, action.due_on) == (
        ada,
        date(2026, 4, 1),
        date(2027, 3, 31),
    )
    assert list(action.statements.all()) == [safeguarding]
    assert list(action.indicators.all()) == [indicator]
    assert list(action.collaborators.all()) == [ada]
    assert action.priority.title == "Carers"


def test_the_same_file_again_changes_nothing(ada, director):
    PlanFactory()
    plan_import.confirm(received([row()], by=director), by=director, on=TODAY)
    again = received([row()], by=director)
    assert counts(again) == {"nothing": 1}
    plan_import.confirm(again, by=director, on=TODAY)
    assert Action.objects.count() == 1
    assert not ActionChange.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_under_the_list_comes_back_unchanged(signed_in, kind):
    client = signed_in("director")
    owner = UserFactory(role="contributor")
    for number in range(3):
        action = ActionFactory(
            title=f"=Ring back {number}",
            description="First line\r\nsecond line ",
            measure="Within a week",
            owner=owner,
            starts_on=date(2026, 4, 1),
            due_on=date(2027, 3, number + 1),
            implemented_on=date(2026, 5, 1),
        )
        action.statements.add(StatementFactory())
        action.indicators.set([IndicatorFactory(), IndicatorFactory()])
        action.collaborators.add(owner)
        ActionUpdateFactory(action=action, narrative="Not to be read back")
    exported = client.get(reverse("plan_export", kwargs={"kind": kind}))
    exported = b"".join(exported.streaming_content)
    sent = SimpleUploadedFile(f"actions.{kind}", exported)
    page = client.post(reverse("import_plan"), {"file": sent}, follow=True)
    found = PlanImport.objects.get()
    assert (found.report["problems"], counts(found)) == ([], {"nothing": 3})
    assert "0 new, 0 changed, 3 unchanged." in text_of(page)


def test_a_change_is_kept_in_the_history_and_other_columns_are_left_alone(ada, director):
    action = ActionFactory(priority__plan=PlanFactory(), owner=ada, measure="Within a week")
    about = {"Reference": action.pk, "Action": action.title, "Priority": action.priority.title}
    found = received([about | {"Due": "31/03/2027"}], by=director)
    assert found.report["rows"][0]["about"] == "Due date from none to 31 March 2027."
    plan_import.confirm(found, by=director, on=TODAY)
    action.refresh_from_db()
    assert (action.due_on, action.measure, action.owner) == (
        date(2027, 3, 31),
        "Within a week",
        ada,
    )
    assert action.changes.get().changed_by == director


# --- what it refuses ---


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Owner": "Nobody"}, "C", "Nobody who updates actions is called “Nobody”."),
        ({"Action": ""}, "A", "Say what the action is."),
        ({"Priority": ""}, "B", "Say which priority it belongs to."),
        ({"Due": "soon"}, "D", "There is no day “soon”."),
        ({"Plan": "Other plan"}, "D", "There is no plan called “Other plan”."),
        ({"Indicators": "9Z"}, "D", "There is no indicator 9Z."),
        ({"Quality statements": "Nothing like it"}, "D", "No quality statement is called"),
        ({"Reference": "99"}, "", "There is no action with the reference 99."),
        ({"Starts": "1 May 2026", "Due": "1 April 2026"}, "", "before it starts on 1 May 2026"),
        ({"Measure": "x" * 301}, "D", "It has 301 characters. At most 300 fit."),
        ({"In use since": "1 December 2026"}, "", "1 December 2026 has not come yet."),
    ],
)
def test_a_cell_that_cannot_be_meant_is_named_and_nothing_is_brought_in(
    ada, director, cells, column, words
):
    PlanFactory()
    good = row(Action="All is well with this one") | dict.fromkeys(cells, "")
    good |= {name: row()[name] for name in ("Priority", "Owner")}
    good["Action"] = "All is well with this one"
    found = received([good, row(**cells)], by=director)
    [problem] = found.report["problems"]
    assert (problem["row"], problem["column"]) == (3, column)
    assert words in problem["message"]
    with pytest.raises(ValidationError) as refusal:
        plan_import.confirm(found, by=director, on=TODAY)
    assert "Put the problems right" in refusal.value.messages[0]
    assert not Action.objects.exists()


def test_two_rows_about_one_action_are_refused(ada, director):
    PlanFactory()
    found = received([row(), row()], by=director)
    assert found.report["problems"][0]["message"] == "Row 2 is about the same action."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name,Colour\na,b\n", "No sheet has a row of headings"),
        (b"Action,Priority\n", "no rows under them"),
        (b"%PDF-1.7 not a table", "PDF"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_where_it_was_sent(signed_in, content, words):
    sent = SimpleUploadedFile("plan.csv", content)
    page = signed_in("director").post(reverse("import_plan"), {"file": sent})
    assert words in text_of(page)
    assert not PlanImport.objects.exists()


def test_a_plan_that_moved_on_since_it_was_looked_at_is_refused(ada, director):
    PlanFactory()
    found = received([row()], by=director)
    ActionFactory(title="Hear carers", priority=PriorityFactory(title="Carers"), owner=ada)
    with pytest.raises(ValidationError) as refusal:
        plan_import.confirm(found, by=director, on=TODAY)
    assert "Somebody changed the plan since the file was looked at." in refusal.value.messages[0]
    assert Action.objects.count() == 1


def test_what_is_done_or_discarded_is_not_done_again(signed_in, ada):
    client = signed_in("contributor")
    PlanFactory()
    done, left = (received([row()], by=client.person) for _ in range(2))
    client.post(reverse("confirm_plan", args=[done.pk]))
    client.post(reverse("discard_plan", args=[left.pk]))
    for found in (done, left):
        page = client.post(reverse("confirm_plan", args=[found.pk]), follow=True)
        assert "already. Nothing is changed." in text_of(page)
    assert Action.objects.count() == 1
    exported = rows_of_csv(client.get(reverse("plan_export", kwargs={"kind": "csv"})))
    assert [line["Action"] for line in exported] == ["Hear carers"]


# --- how actions went ---


def test_statuses_of_quarters_are_brought_in_as_updates(ada, director):
    PlanFactory()
    of_quarters = {
        "Q1 2026-27 status": "Behind",
        "Q1 2026-27 update": "Two posts were empty.",
        "Quarter 2 2026/27 progress": "Both are filled.",
        "Quarter 2 2026/27 RAG": "on target",
    }
    found = received([row(**of_quarters)], by=director)
    assert found.report["problems"] == []
    told = "Quarter 1 2026-27: Behind. Quarter 2 2026-27: On target."
    assert found.report["rows"][0]["about"] == told
    assert not ActionUpdate.objects.exists()
    plan_import.confirm(found, by=director, on=TODAY)
    said = ActionUpdate.objects.order_by("pk").values_list("status", "narrative", "updated_by")
    assert list(said) == [
        ("behind", "Two posts were empty.", director.pk),
        ("on_target", "Both are filled.", director.pk),
    ]
    assert counts(received([row(**of_quarters)], by=director)) == {"nothing": 1}


def test_a_status_without_a_quarter_is_of_the_present_one(ada, director):
    PlanFactory()
    said = {"Status": "Ahead", "Narrative": "Open early", "Percent done": "80%"}
    plan_import.confirm(received([row(**said)], by=director), by=director, on=TODAY)
    update = ActionUpdate.objects.get()
    assert (update.quarter_starts_on, update.percent) == (date(2026, 10, 1), 80)


def test_what_is_completed_says_why_there_is_no_proof(ada, director):
    PlanFactory()
    done = {"Status": "Completed", "Narrative": "All are trained"}
    [problem] = received([row(**done)], by=director).report["problems"]
    assert "say why there is none" in problem["message"]
    why = {"Why there is no proof": "The register is paper"}
    found = received([row(**done, **why)], by=director)
    plan_import.confirm(found, by=director, on=TODAY)
    assert ActionUpdate.objects.get().why_no_proof == "The register is paper"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Status": "Amber", "Update": "Going on"}, "D", "“Amber” is no status. It can be: Not s"),
        ({"Status": "", "Update": "Going on"}, "D", "Say how the action is going."),
        ({"Status": "Behind", "Update": ""}, "", "Quarter 3 2026-27: Say what happened"),
        ({"Status": "Ahead", "Update": "x", "Quarter": "Autumn"}, "F", "Quarter 2 2026-27."),
        ({"Status": "Ahead", "Update": "x", "Percent done": "most"}, "F", "from 0 to 100."),
        ({"Q4 2026-27 status": "Ahead", "Q4 2026-27 update": "x"}, "", "has not begun"),
    ],
)
def test_what_is_wrong_with_a_status_is_named(ada, director, cells, column, words):
    PlanFactory()
    [problem] = received([row(**cells)], by=director).report["problems"]
    assert (problem["row"], problem["column"]) == (2, column)
    assert words in problem["message"]


def test_a_column_of_statuses_without_narratives_is_left_alone(ada, director):
    PlanFactory()
    found = received([row(Status="Amber")], by=director)
    assert (counts(found), found.report["rows"][0]["about"]) == ({"add": 1}, "")


def test_a_quarter_before_the_last_one_spoken_of_is_refused(ada, director):
    action = ActionFactory(owner=ada)
    ActionUpdateFactory(action=action, quarter_starts_on=date(2026, 7, 1))
    about = {"Reference": action.pk, "Action": action.title, "Priority": action.priority.title}
    late = {"Q1 2026-27 status": "Behind", "Q1 2026-27 update": "Late news"}
    [problem] = received([about | late], by=director).report["problems"]
    assert "The last update speaks of Quarter 2 2026-27." in problem["message"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_blank_plan_can_be_taken_filled_in_and_brought_back(signed_in, kind):
    client = signed_in("contributor")
    address = reverse("blank_plan", kwargs={"kind": kind})
    assert address in text_of(client.get(reverse("import_plan")))
    blank = client.get(address).getvalue()
    sent = SimpleUploadedFile(f"plan.{kind}", blank)
    page = client.post(reverse("import_plan"), {"file": sent})
    assert "headings and no rows under them" in text_of(page)
