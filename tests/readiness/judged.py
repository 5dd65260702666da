"""Where the pages of judgement are, for their tests."""

from datetime import date

from django.urls import reverse

LONG_AGO = date(2020, 1, 1)


def path_of(statement):
    return reverse("statement", kwargs={"slug": statement.slug})


def score_path(this_round, statement):
    return reverse("score", kwargs={"pk": this_round.pk, "slug": statement.slug})


def text_of(response):
    return response.content.decode()


def addresses(this_round, statement):
    return {
        "statement": path_of(statement),
        "statement_list": reverse("statement_list"),
        "self_assessment_list": reverse("self_assessment_list"),
        "self_assessment": reverse("self_assessment", kwargs={"pk": this_round.pk}),
        "score": score_path(this_round, statement),
    }
