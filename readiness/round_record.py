"""What is written down of a round when it is closed: a record of it and of each statement.

``round_facts`` says what is in a statement's; ``closed_round`` reads them back.
"""

import hashlib
import json
from datetime import date

from config.wording import name_of
from readiness.models import RoundSnapshot, SelfAssessment, Statement, StatementSnapshot
from readiness.round_facts import day, moment, parts_of_statements

VERSION = 1
"""Of the shape of the records; a reader of an older one says so rather than guessing."""


def fingerprint(content: dict) -> str:
    """SHA-256 of the content written in one way only, whatever order a database keeps."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def take_snapshot(self_assessment: SelfAssessment, *, by, on: date) -> RoundSnapshot:
    """Called while the round is locked, as the last thing before it is closed for good."""
    framework = self_assessment.framework
    about = round_content(self_assessment)
    snapshot = RoundSnapshot.objects.create(
        self_assessment=self_assessment, content=about, sha256=fingerprint(about), taken_by=by
    )
    parts = parts_of_statements(self_assessment, by=by, on=on)
    statements = framework.statements.select_related("theme").prefetch_related("topics")
    records = []
    for statement in statements.order_by("position"):
        content = statement_content(statement) | {
            name: found.get(statement.pk, empty) for name, (found, empty) in parts.items()
        }
        records.append(
            StatementSnapshot(
                snapshot=snapshot,
                statement=statement,
                position=statement.position,
                content=content,
                sha256=fingerprint(content),
            )
        )
    StatementSnapshot.objects.bulk_create(records)
    return snapshot


def round_content(self_assessment: SelfAssessment) -> dict:
    framework = self_assessment.framework
    return {
        "version": VERSION,
        "title": self_assessment.title,
        "framework": {
            "slug": framework.slug,
            "title": framework.title,
            "source": framework.source,
        },
        "rules": framework.rules,
        "starts_on": day(self_assessment.starts_on),
        "due_on": day(self_assessment.due_on),
        "opened_by": name_of(self_assessment.opened_by),
        "steps": [
            {
                "state": step.state,
                "label": step.get_state_display(),
                "by": name_of(step.taken_by),
                "at": moment(step.taken_at),
                "note": step.note,
            }
            for step in self_assessment.steps.select_related("taken_by")
        ],
    }


def statement_content(statement: Statement) -> dict:
    return {
        "version": VERSION,
        "slug": statement.slug,
        "title": statement.title,
        "theme": {"slug": statement.theme.slug, "title": statement.theme.title},
        "key_line": statement.key_line,
        "we": statement.we_statement,
        "i": statement.i_statements,
        "topics": [topic.title for topic in statement.topics.all()],
        "draft_parts": statement.draft_parts,
    }
