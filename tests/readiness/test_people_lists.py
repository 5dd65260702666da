"""Accounts and held documents, taken out as they are on the screen."""

import pytest
from django.urls import reverse

from readiness.roles import Role
from tests.factories import EvidenceLinkFactory, UserFactory, VersionFactory
from tests.lists import rows_of_csv

pytestmark = pytest.mark.django_db


def test_accounts_come_as_the_list_shows_them_under_its_filter(signed_in):
    client = signed_in(Role.ADMINISTRATOR, first_name="Ada")
    UserFactory(role=Role.ANALYST, first_name="Anil", last_name="Mistry")
    export = reverse("account_export", kwargs={"kind": "csv"})
    assert len(rows_of_csv(client.get(export))) == 2
    [line] = rows_of_csv(client.get(export, {"role": Role.ANALYST}))
    assert line["Name"] == "Anil Mistry"
    assert line["Roles"] == "Analyst"
    assert line["Last signed in"] == "Not yet"
    assert export in client.get(reverse("account_list")).content.decode()


def test_held_documents_come_with_what_they_wait_for(signed_in):
    version = VersionFactory(document__title="Case notes", personal_state="found")
    EvidenceLinkFactory(document=version.document)
    EvidenceLinkFactory(document=VersionFactory().document)
    client = signed_in(Role.ANALYST)
    export = reverse("held_export", kwargs={"kind": "csv"})
    [line] = rows_of_csv(client.get(export))
    assert line["Document"] == "Case notes"
    assert line["Why"]
    assert rows_of_csv(client.get(export, {"whose": "mine"})) == []
    assert export in client.get(reverse("held_documents")).content.decode()
