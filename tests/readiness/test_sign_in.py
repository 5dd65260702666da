"""Signing in by e-mail, out again, and choosing a new password."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from readiness import accounts
from readiness.models import Access
from readiness.roles import Role
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
WRONG = "not-the-password"
NEW = "seven green bicycles"


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password}, **extra)


def is_signed_in(client):
    return client.get("/account/password/change/").status_code == 200


def errors(response):
    return " ".join(str(e) for found in response.context["form"].errors.values() for e in found)


def link_in(message):
    return re.search(r"https?://testserver(/\S+)", message.body).group(1)


@pytest.fixture(autouse=True)
def nobody_has_failed_before():
    cache.clear()


class TestSigningIn:
    def test_with_e_mail_and_password(self, client, director):
        assert sign_in(client, director.email).status_code == 302
        assert is_signed_in(client)

    def test_however_the_address_is_written(self, client, director):
        sign_in(client, f"  {director.email.upper()} ")
        assert is_signed_in(client)

    def test_an_account_made_here_can_sign_in(self, client, administrator):
        person = accounts.create_account(
            email="P@Council.example", name="P", roles=[Role.ANALYST], by=administrator
        )
        person.set_password(PASSWORD)
        person.save()
        sign_in(client, "p@council.EXAMPLE")
        assert is_signed_in(client)

    def test_leads_back_to_the_page_that_was_asked_for(self, client, director):
        asked = client.get("/account/password/change/")
        response = sign_in_at(client, asked["Location"], director)
        assert response["Location"] == "/account/password/change/"

    @pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/"])
    def test_never_leads_to_another_site(self, client, director, away):
        response = sign_in_at(client, f"{SIGN_IN}?next={away}", director)
        assert "elsewhere" not in response["Location"]

    def test_says_nothing_about_having_signed_in(self, client, director):
        sign_in(client, director.email)
        assert [*client.get("/account/password/change/").context["messages"]] == []

    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, client, director):
        wrong = errors(sign_in(client, director.email, WRONG))
        unknown = errors(sign_in(client, "nobody@council.example", WRONG))
        assert wrong == unknown
        assert "e-mail address or the password is not right" in wrong

    def test_the_password_is_not_sent_back(self, client, director):
        assert WRONG not in sign_in(client, director.email, WRONG).content.decode()

    def test_a_changed_session_key_on_signing_in(self, client, director):
        client.get(SIGN_IN)
        session = client.session
        session["before"] = True
        session.save()
        client.cookies["sessionid"] = before = session.session_key
        sign_in(client, director.email)
        assert client.cookies["sessionid"].value != before

    def test_there_is_no_page_to_sign_up(self, client):
        for address in ("/account/signup/", "/accounts/signup/", "/account/sign-up/"):
            assert client.get(address).status_code in {302, 404}
        assert "sign up" not in client.get(SIGN_IN).content.decode().lower()


def sign_in_at(client, address, person):
    return client.post(address, {"login": person.email, "password": PASSWORD})


class TestLockOut:
    def fail(self, client, login, times):
        return [errors(sign_in(client, login, WRONG)) for _ in range(times)]

    def test_five_wrong_passwords_are_five_ordinary_refusals(self, client, director):
        assert all("is not right" in said for said in self.fail(client, director.email, 5))

    def test_the_sixth_is_told_how_long_to_wait_and_what_to_do(self, client, director):
        said = self.fail(client, director.email, 6)[-1]
        assert "Wait 15 minutes and try again, or reset your password" in said

    def test_while_locked_out_the_right_password_does_not_help(self, client, director):
        self.fail(client, director.email, 5)
        assert "Wait 15 minutes" in errors(sign_in(client, director.email))
        assert not is_signed_in(client)

    def test_nor_does_another_computer_or_another_spelling(self, client, director):
        self.fail(client, director.email, 5)
        other = Client(REMOTE_ADDR="203.0.113.9")
        assert "Wait 15 minutes" in errors(sign_in(other, director.email.upper()))

    def test_other_people_can_still_sign_in(self, client, director, analyst):
        self.fail(client, director.email, 6)
        sign_in(client, analyst.email)
        assert is_signed_in(client)

    def test_four_wrong_passwords_and_a_right_one_lock_nobody_out(self, client, director):
        self.fail(client, director.email, 4)
        sign_in(client, director.email)
        assert is_signed_in(client)

    def test_an_unknown_address_is_locked_out_alike(self, client):
        assert "Wait 15 minutes" in self.fail(client, "nobody@council.example", 6)[-1]

    def test_fifty_failures_from_one_computer_are_enough(self, client, analyst):
        for number in range(50):
            sign_in(client, f"nobody{number}@council.example", WRONG)
        assert "Wait 15 minutes" in errors(sign_in(client, analyst.email))

    def test_choosing_a_new_password_ends_it(self, client, administrator):
        person = accounts.create_account(
            email="p@council.example", name="P", roles=[Role.ANALYST], by=administrator
        )
        person.set_password(PASSWORD)
        person.save()
        self.fail(client, person.email, 6)
        client.post("/account/password/reset/", {"email": person.email})
        choose_password(client, link_in(mail.outbox[-1]))
        sign_in(client, person.email, NEW)
        assert is_signed_in(client)


class TestClosedAccounts:
    def test_the_right_password_of_a_closed_account_is_answered_politely(self, client, person):
        response = client.post(
            SIGN_IN,
            {"login": person(Role.ANALYST, is_active=False).email, "password": PASSWORD},
            follow=True,
        )
        assert response.redirect_chain[-1][0] == "/account/closed/"
        assert "Your account is closed" in response.content.decode()
        assert not is_signed_in(client)

    def test_a_wrong_password_does_not_tell_that_it_is_closed(self, client, person):
        response = sign_in(client, person(Role.ANALYST, is_active=False).email, WRONG)
        assert "is not right" in errors(response)

    def test_after_the_last_day_nobody_signs_in(self, client, reviewer):
        yesterday = timezone.localdate() - timedelta(days=1)
        Access.objects.create(person=reviewer, last_day=yesterday)
        assert sign_in(client, reviewer.email)["Location"] == "/account/closed/"
        assert not is_signed_in(client)

    def test_on_the_last_day_they_do(self, client, reviewer):
        Access.objects.create(person=reviewer, last_day=timezone.localdate())
        sign_in(client, reviewer.email)
        assert is_signed_in(client)


class TestSigningOut:
    def test_takes_a_button_not_a_link(self, client, director):
        sign_in(client, director.email)
        assert client.get("/account/sign-out/").status_code == 200
        assert is_signed_in(client)
        assert client.post("/account/sign-out/")["Location"] == SIGN_IN
        assert not is_signed_in(client)


def choose_password(client, link, password=NEW, again=None):
    form = client.get(link, follow=True)
    return client.post(
        form.request["PATH_INFO"], {"password1": password, "password2": again or password}
    )


class TestForgottenPassword:
    def ask(self, client, email):
        return client.post("/account/password/reset/", {"email": email}, follow=True)

    def test_a_link_is_sent_and_works_once(self, client, director):
        self.ask(client, director.email.upper())
        link = link_in(mail.outbox[0])
        assert mail.outbox[0].to == [director.email]
        choose_password(client, link)
        sign_in(client, director.email, NEW)
        assert is_signed_in(client)
        again = Client().get(link, follow=True).content.decode()
        assert "This link no longer works" in again

    def test_the_old_password_no_longer_works(self, client, director):
        self.ask(client, director.email)
        choose_password(client, link_in(mail.outbox[0]))
        assert "is not right" in errors(sign_in(client, director.email))

    def test_sessions_elsewhere_end(self, client, director):
        elsewhere = Client()
        sign_in(elsewhere, director.email)
        self.ask(client, director.email)
        choose_password(client, link_in(mail.outbox[0]))
        assert not is_signed_in(elsewhere)

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, client, director):
        known = self.ask(client, director.email).content
        mail.outbox.clear()
        unknown = self.ask(client, "nobody@council.example").content
        assert known == unknown
        assert mail.outbox == []

    def test_a_closed_account_gets_no_mail(self, client, person):
        self.ask(client, person(Role.ANALYST, is_active=False).email)
        assert mail.outbox == []

    def test_somebody_invited_who_lost_the_invitation_can_ask(self, client, administrator):
        person = accounts.create_account(
            email="p@council.example", name="P", roles=[Role.ANALYST], by=administrator
        )
        self.ask(client, person.email)
        choose_password(client, link_in(mail.outbox[0]))
        sign_in(client, person.email, NEW)
        assert is_signed_in(client)

    def test_asking_over_and_over_is_stopped(self, client, director):
        answers = [self.ask(client, director.email).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]

    @pytest.mark.parametrize(
        ("password", "problem"),
        [("short", "too short"), ("password1234", "too common"), ("123456789012", "numeric")],
    )
    def test_a_weak_password_is_refused_with_the_reason(self, client, director, password, problem):
        self.ask(client, director.email)
        response = choose_password(client, link_in(mail.outbox[0]), password)
        assert problem in errors(response)

    def test_two_different_passwords_are_refused(self, client, director):
        self.ask(client, director.email)
        response = choose_password(client, link_in(mail.outbox[0]), NEW, again="another one")
        assert "same password each time" in errors(response)

    def test_a_link_that_was_made_up_says_so(self, client):
        page = client.get("/account/password/reset/1-abc-def/").content.decode()
        assert "This link no longer works" in page


class TestChangingThePassword:
    def change(self, client, old):
        return client.post(
            "/account/password/change/", {"oldpassword": old, "password1": NEW, "password2": NEW}
        )

    def test_takes_the_current_one(self, signed_in):
        client = signed_in(Role.DIRECTOR)
        assert "not your current password" in errors(self.change(client, WRONG))

    def test_keeps_this_session_and_ends_the_others(self, client, director):
        elsewhere = Client()
        sign_in(client, director.email)
        sign_in(elsewhere, director.email)
        self.change(client, PASSWORD)
        assert is_signed_in(client)
        assert not is_signed_in(elsewhere)
