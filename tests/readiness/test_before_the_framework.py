"""A new installation, before CQC's framework is loaded: pages say so and offer no dead end."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_council")]


@pytest.mark.parametrize("name", ["add_evidence", "open_self_assessment", "statement_list"])
def test_nothing_is_asked_that_cannot_be_answered(name, signed_in):
    page = signed_in("director").get(reverse(name))
    assert "No framework yet" in page.content.decode()
    assert b'<form method="post" id=' not in page.content


def test_my_work_does_not_claim_that_evidence_is_complete(signed_in):
    page = signed_in("contributor").get(reverse("my_work")).content.decode()
    assert "There is no framework yet" in page
    assert "Every statement has evidence" not in page
