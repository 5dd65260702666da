"""Accounts: made, changed and closed by administrators, and by nobody else."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from readiness import accounts
from readiness.models import Access, AccountChange
from readiness.roles import Role, RoleBackend, people_who_may, roles_of

pytestmark = pytest.mark.django_db
SITE = "https://evidence.council.example/"


def make(administrator, **fields):
    fields = {
        "email": "Priya.Shah@Council.example",
        "name": "Priya Shah",
        "roles": [Role.CONTRIBUTOR],
    } | fields
    return accounts.create_account(**fields, by=administrator)


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


def history(person):
    return [change.change for change in person.account_changes.all()]


def fresh(person):
    return get_user_model().objects.get(pk=person.pk)


class TestMaking:
    def test_the_address_they_sign_in_with_is_kept_in_lower_case(self, administrator):
        person = make(administrator)
        assert (person.username, person.email) == ("priya.shah@council.example",) * 2
        assert person.get_full_name() == "Priya Shah"
        assert roles_of(person) == {"contributor"}

    def test_nobody_chooses_a_password_for_somebody_else(self, administrator):
        assert not make(administrator).has_usable_password()

    def test_who_made_it_is_kept(self, administrator):
        change = make(administrator, roles=[Role.DIRECTOR, Role.ANALYST]).account_changes.get()
        assert change.change == "Account made: analyst, director"
        assert change.changed_by == administrator

    def test_a_second_account_for_an_address_is_refused_however_it_is_spelt(self, administrator):
        make(administrator)
        with pytest.raises(ValidationError) as refusal:
            make(administrator, email="PRIYA.SHAH@council.example")
        assert "There is an account for priya.shah@council.example already" in sentence(refusal)

    @pytest.mark.parametrize("email", ["", "priya", "priya@", "a b@council.example"])
    def test_something_that_is_no_address_is_refused(self, administrator, email):
        with pytest.raises(ValidationError):
            make(administrator, email=email)

    def test_an_account_without_a_role_is_refused(self, administrator):
        with pytest.raises(ValidationError) as refusal:
            make(administrator, roles=[])
        assert "at least one role" in sentence(refusal)

    def test_a_role_that_does_not_exist_is_refused(self, administrator):
        with pytest.raises(ValidationError) as refusal:
            make(administrator, roles=["mayor"])
        assert "no such role: mayor" in sentence(refusal)

    def test_a_reviewer_has_no_other_role(self, administrator):
        with pytest.raises(ValidationError) as refusal:
            make(administrator, roles=[Role.REVIEWER, Role.DIRECTOR])
        assert "cannot have another role" in sentence(refusal)

    def test_a_refused_account_leaves_nothing_behind(self, administrator):
        before = get_user_model().objects.count()
        with pytest.raises(ValidationError):
            make(administrator, last_day=date(2020, 1, 1))
        assert get_user_model().objects.count() == before
        assert not AccountChange.objects.exists()


class TestInviting:
    def test_the_invitation_carries_a_link_to_choose_a_password(self, administrator):
        person = make(administrator)
        link = accounts.send_invitation(person, site=SITE, by=administrator)
        message = mail.outbox[0]
        assert message.to == ["priya.shah@council.example"]
        assert link.startswith("https://evidence.council.example/account/password/reset/")
        assert link in message.body
        assert history(person)[0] == "Invitation sent"

    def test_names_are_written_as_they_are(self, administrator):
        person = make(administrator, name="Siobhán O'Neill & co")
        accounts.send_invitation(person, site=SITE, by=administrator)
        assert "&amp;" not in mail.outbox[0].body

    def test_the_link_lets_them_choose_a_password_and_sign_in_once(self, administrator, client):
        person = make(administrator)
        path = accounts.set_password_path(person)
        page = client.get(path, follow=True)
        words = {"password1": "seven green bicycles", "password2": "seven green bicycles"}
        assert client.post(page.request["PATH_INFO"], words).status_code == 302
        assert client.login(email=person.email, password="seven green bicycles")
        assert fresh(person).has_usable_password()
        assert not accounts.default_token_generator.check_token(fresh(person), path.split("-")[-1])

    def test_somebody_with_a_password_is_not_invited_again(self, administrator, contributor):
        with pytest.raises(ValidationError) as refusal:
            accounts.send_invitation(contributor, site=SITE, by=administrator)
        assert "has chosen a password already" in sentence(refusal)
        assert mail.outbox == []

    def test_a_closed_account_is_not_invited(self, administrator):
        person = make(administrator)
        accounts.close_account(person, reason="Never came", by=administrator)
        with pytest.raises(ValidationError) as refusal:
            accounts.send_invitation(person, site=SITE, by=administrator)
        assert "open the account first" in sentence(refusal)

    def test_a_mail_server_that_does_not_answer_is_named(self, administrator, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        person = make(administrator)
        with pytest.raises(ValidationError) as refusal:
            accounts.send_invitation(person, site=SITE, by=administrator)
        assert "could not be sent" in sentence(refusal)
        assert "Invitation sent" not in history(person)


class TestChangingRoles:
    def test_the_change_is_kept_in_words(self, administrator, contributor):
        accounts.change_roles(contributor, roles=[Role.ANALYST], by=administrator)
        assert roles_of(fresh(contributor)) == {"analyst"}
        assert history(contributor) == ["Roles changed from contributor to analyst"]

    def test_the_same_roles_again_leave_no_trace(self, administrator, contributor):
        accounts.change_roles(contributor, roles=[Role.CONTRIBUTOR], by=administrator)
        assert history(contributor) == []

    def test_the_last_administrator_stays_one(self, administrator):
        with pytest.raises(ValidationError) as refusal:
            accounts.change_roles(administrator, roles=[Role.ANALYST], by=administrator)
        assert "is the last administrator" in sentence(refusal)
        assert roles_of(fresh(administrator)) == {"administrator"}

    def test_an_administrator_who_cannot_sign_in_does_not_count(self, administrator, person):
        person(Role.ADMINISTRATOR, is_active=False)
        leaving = person(Role.ADMINISTRATOR)
        accounts.set_last_day(
            leaving, last_day=timezone.localdate() + timedelta(days=9), by=administrator
        )
        with pytest.raises(ValidationError):
            accounts.change_roles(administrator, roles=[Role.ANALYST], by=administrator)

    def test_a_second_administrator_is_told_of_the_first(self, administrator, contributor, person):
        seen = accounts.latest_change(contributor)
        first = person(Role.ADMINISTRATOR, first_name="Ann", last_name="Lee")
        accounts.change_roles(contributor, roles=[Role.ANALYST], by=first, seen_change=seen)
        with pytest.raises(ValidationError) as refusal:
            accounts.change_roles(
                contributor, roles=[Role.DIRECTOR], by=administrator, seen_change=seen
            )
        assert "Ann Lee changed this account while you were looking at it" in sentence(refusal)
        assert roles_of(fresh(contributor)) == {"analyst"}


class TestClosing:
    def test_a_closed_account_keeps_its_history_and_reason(self, administrator, contributor):
        accounts.close_account(contributor, reason="Left the council", by=administrator)
        change = contributor.account_changes.get()
        assert not fresh(contributor).is_active
        assert (change.change, change.reason) == ("Account closed", "Left the council")

    def test_open_sessions_end_at_once(self, administrator, signed_in):
        client = signed_in(Role.CONTRIBUTOR)
        accounts.close_account(client.person, reason="Left the council", by=administrator)
        response = client.get("/account/password/change/")
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_reason_has_to_be_given(self, administrator, contributor, reason):
        with pytest.raises(ValidationError) as refusal:
            accounts.close_account(contributor, reason=reason, by=administrator)
        assert "Say why" in sentence(refusal)

    def test_nobody_closes_their_own_account(self, administrator, person):
        person(Role.ADMINISTRATOR)
        with pytest.raises(ValidationError) as refusal:
            accounts.close_account(administrator, reason="Bye", by=administrator)
        assert "cannot close your own account" in sentence(refusal)

    def test_the_last_administrator_is_not_closed_from_the_command_line_either(self, administrator):
        with pytest.raises(ValidationError) as refusal:
            accounts.close_account(administrator, reason="Bye", by=None)
        assert "is the last administrator" in sentence(refusal)

    def test_an_account_closed_meanwhile_is_not_closed_again(self, administrator, contributor):
        accounts.close_account(fresh(contributor), reason="Left", by=administrator)
        assert contributor.is_active  # as read before
        with pytest.raises(ValidationError) as refusal:
            accounts.close_account(contributor, reason="Left", by=administrator)
        assert "is closed already" in sentence(refusal)

    def test_a_closed_account_is_not_closed_twice(self, administrator, contributor):
        accounts.close_account(contributor, reason="Left", by=administrator)
        with pytest.raises(ValidationError) as refusal:
            accounts.close_account(contributor, reason="Left", by=administrator)
        assert "is closed already" in sentence(refusal)

    def test_it_can_be_opened_again(self, administrator, contributor):
        accounts.close_account(contributor, reason="Left", by=administrator)
        accounts.reopen_account(contributor, reason="Came back", by=administrator)
        assert fresh(contributor).is_active
        assert history(contributor) == ["Account opened again", "Account closed"]

    def test_an_open_account_is_not_opened(self, administrator, contributor):
        with pytest.raises(ValidationError):
            accounts.reopen_account(contributor, reason="Why not", by=administrator)


class TestLastDay:
    def test_on_the_last_day_they_may_still_work(self, administrator, signed_in):
        client = signed_in(Role.REVIEWER)
        accounts.set_last_day(client.person, last_day=timezone.localdate(), by=administrator)
        assert client.get("/account/password/change/").status_code == 200

    def test_the_day_after_open_sessions_have_ended(self, administrator, signed_in):
        client = signed_in(Role.REVIEWER)
        accounts.set_last_day(client.person, last_day=timezone.localdate(), by=administrator)
        yesterday = timezone.localdate() - timedelta(days=1)
        type(client.person.access).objects.update(last_day=yesterday)
        assert client.get("/account/password/change/").status_code == 302

    def test_a_day_that_has_passed_is_refused(self, administrator, reviewer):
        with pytest.raises(ValidationError) as refusal:
            accounts.set_last_day(
                reviewer, last_day=timezone.localdate() - timedelta(days=1), by=administrator
            )
        assert "last day has passed" in sentence(refusal)

    def test_it_can_be_taken_away_again(self, administrator, reviewer):
        accounts.set_last_day(reviewer, last_day=date(2099, 3, 3), by=administrator)
        accounts.set_last_day(reviewer, last_day=None, by=administrator)
        assert history(reviewer) == ["Last day removed", "Last day set: 3 March 2099"]

    def test_asking_costs_no_query_of_its_own(
        self, administrator, signed_in, django_assert_num_queries
    ):
        client = signed_in(Role.REVIEWER)
        accounts.set_last_day(client.person, last_day=timezone.localdate(), by=administrator)
        with django_assert_num_queries(1):
            assert RoleBackend().get_user(client.person.pk) == client.person


class TestFromTheCommandLine:
    def add(self, *words):
        out = StringIO()
        call_command("add_account", *words, stdout=out)
        return out.getvalue()

    def test_the_first_administrator_is_made_there(self):
        said = self.add(
            "Ann@council.example", "--name=Ann Lee", "--role=administrator", "--site=https://gt/"
        )
        person = get_user_model().objects.get(email="ann@council.example")
        assert roles_of(person) == {"administrator"}
        assert "https://gt/account/password/reset/" in said
        assert person.account_changes.get().changed_by is None

    def test_what_is_refused_is_said_and_nothing_is_made(self, director):
        with pytest.raises(CommandError, match="There is an account"):
            self.add(director.email, "--name=A", "--role=analyst")
        assert not AccountChange.objects.exists()


class TestPages:
    @pytest.fixture
    def client(self, signed_in):
        return signed_in(Role.ADMINISTRATOR)

    def listed(self, client, **chosen):
        return [row.email for row in client.get("/accounts/", chosen).context["table"].data]

    def test_the_list_says_who_may_do_what_and_who_has_not_come_yet(self, client):
        make(client.person, roles=[Role.ANALYST, Role.DIRECTOR])
        page = client.get("/accounts/").content.decode()
        for words in ("Priya Shah", "Analyst, Director", "Invited", "Not yet"):
            assert words in page

    def test_the_list_costs_the_same_however_long_it_is(
        self, client, person, django_assert_num_queries
    ):
        person(Role.ANALYST)
        with CaptureQueriesContext(connection) as few:
            client.get("/accounts/")
        for _ in range(10):
            person(Role.ANALYST)
        with django_assert_num_queries(len(few)):
            client.get("/accounts/")
        assert len(few) <= 10

    def test_the_list_is_found_by_words_role_and_state(self, client, person):
        invited = make(client.person)
        closed = person(Role.ANALYST, is_active=False)
        ended = person(Role.REVIEWER)
        Access.objects.create(person=ended, last_day=date(2020, 1, 1))
        assert self.listed(client, words="priya SHAH") == [invited.email]
        assert self.listed(client, role="analyst") == [closed.email]
        assert self.listed(client, state="invited") == [invited.email]
        assert set(self.listed(client, state="closed")) == {closed.email, ended.email}
        assert set(self.listed(client, state="open")) == {client.person.email, invited.email}

    def test_without_a_mail_server_nobody_is_told_that_mail_was_sent(self, client, settings):
        settings.EMAIL_HOST = ""
        typed = {"name": "Priya Shah", "email": "priya@council.example", "roles": ["analyst"]}
        page = client.post("/accounts/add/", typed, follow=True).content.decode()
        assert "was written to the server’s log" in page

    def test_adding_an_account_invites_and_says_so(self, client, settings):
        settings.EMAIL_HOST = "mail.council.example"
        typed = {"name": "Priya Shah", "email": "priya@council.example", "roles": ["analyst"]}
        page = client.post("/accounts/add/", typed, follow=True).content.decode()
        assert "An invitation to choose a password has been sent to priya@council.example" in page
        assert "http://testserver/account/password/reset/" in mail.outbox[0].body

    def test_what_was_typed_stays_when_it_is_refused(self, client):
        typed = {"name": "Priya", "email": client.person.email, "roles": ["analyst"]}
        response = client.post("/accounts/add/", typed)
        assert "There is an account for" in response.content.decode()
        assert response.context["form"]["name"].value() == "Priya"

    def test_an_account_that_was_made_stays_when_the_mail_server_does_not_answer(
        self, client, settings
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        typed = {"name": "Priya", "email": "priya@council.example", "roles": ["analyst"]}
        page = client.post("/accounts/add/", typed, follow=True).content.decode()
        assert "could not be sent" in page
        assert "Send the invitation again" in page

    def test_roles_and_last_day_are_changed_together_or_not_at_all(self, client, contributor):
        typed = {"roles": ["analyst"], "last_day": "2020-01-01", "revision": 0}
        response = client.post(f"/accounts/{contributor.pk}/change/", typed)
        assert "last day has passed" in response.content.decode()
        assert roles_of(fresh(contributor)) == {"contributor"}

    def test_a_change_shows_in_the_history(self, client, contributor):
        typed = {"roles": ["analyst"], "last_day": "2099-03-03", "revision": 0}
        page = client.post(f"/accounts/{contributor.pk}/change/", typed, follow=True)
        assert "Roles changed from contributor to analyst" in page.content.decode()
        assert "Last day set: 3 March 2099" in page.content.decode()

    def test_a_second_administrator_keeps_what_they_chose(self, client, contributor):
        accounts.change_roles(contributor, roles=[Role.ANALYST], by=None)
        typed = {"roles": ["director"], "revision": 0}
        response = client.post(f"/accounts/{contributor.pk}/change/", typed)
        assert "changed this account while you were looking" in response.content.decode()
        assert response.context["form"]["roles"].value() == ["director"]

    def test_closing_asks_why_and_opening_again_is_offered(self, client, contributor):
        address = f"/accounts/{contributor.pk}/close/"
        assert "Say why" in client.post(address, {"reason": " "}).content.decode()
        page = client.post(address, {"reason": "Left"}, follow=True).content.decode()
        assert "Account closed" in page
        assert f"/accounts/{contributor.pk}/open/" in page

    def test_an_account_that_does_not_exist_is_not_found(self, client):
        assert client.get("/accounts/99999/").status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
    def test_others_do_not_see_accounts(self, signed_in, role):
        assert signed_in(role).get("/accounts/").status_code == 403


class TestNamingSomebodyForATask:
    def test_only_those_who_can_do_it_are_offered(self, contributor, reviewer, administrator):
        assert list(people_who_may("readiness.update_action")) == [contributor]

    def test_nobody_is_offered_twice(self, person):
        somebody = person(Role.ANALYST)
        somebody.groups.create(name=Role.DIRECTOR)
        assert list(people_who_may("readiness.update_action")) == [somebody]

    def test_nor_is_anybody_who_cannot_sign_in(self, person):
        person(Role.ANALYST, is_active=False)
        Access.objects.create(person=person(Role.ANALYST), last_day=date(2020, 1, 1))
        staying = person(Role.ANALYST)
        Access.objects.create(person=staying, last_day=date(2099, 1, 1))
        assert list(people_who_may("readiness.update_action")) == [staying]
