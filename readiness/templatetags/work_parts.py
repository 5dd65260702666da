"""How the work on a statement is told: who, and what changed."""

from django import template
from django.utils.text import Truncator

from readiness.models import StepKind
from readiness.round_work import people_words
from readiness.work_page import Change

register = template.Library()

register.filter("people", people_words)

# What happened, and what is said of it: the value, words or title the change carries.
SENTENCES = {
    "draft": "Saved a draft",
    "score": "Submitted a score: {}",
    "sign_off": "Signed off the score: {}",
    "comment": "Commented: {}",
    "evidence": "Added evidence: {}",
    "ended": "Took evidence away: {}",
    "update": "Updated an action: {}",
    StepKind.ASSIGNED: "{}",
    StepKind.READY: "Said that the draft is ready",
    StepKind.RETURNED: "Returned the score: {}",
    StepKind.BLOCKED: "Blocked: {}",
    StepKind.UNBLOCKED: "No longer blocked {}",
}
LONGEST = 200


@register.filter
def what_changed(change: Change) -> str:
    return SENTENCES[change.kind].format(Truncator(change.title).chars(LONGEST)).strip()
