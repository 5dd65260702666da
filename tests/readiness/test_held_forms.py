"""A session that ends while somebody is typing: what they typed waits for them, and only them."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from readiness import held_forms
from readiness.roles import Role
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

ADD = "/accounts/add/"
TYPED = {"name": "Priya Shah", "email": "priya@council.example", "roles": ["analyst"]}


def hidden_fields(response):
    """The hidden fields of the page's last form: tokens as a browser would send them back."""
    form = response.content.decode().split("<form")[-1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return dict(found)


def sign_in(client, who, password=PASSWORD, **extra):
    tokens = hidden_fields(client.get("/account/sign-in/"))
    return client.post(
        "/account/sign-in/", tokens | {"login": who.email, "password": password}, **extra
    )


@pytest.fixture
def window():
    """A client that checks tokens as a server in earnest does."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def typing(window, administrator):
    """An administrator has the form open, and their session ends."""
    sign_in(window, administrator)
    tokens = hidden_fields(window.get(ADD))
    window.session.flush()
    return tokens


def send(window, tokens, **fields):
    return window.post(ADD, tokens | TYPED | fields)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_every_form_says_whose_it_is(typing, administrator):
    assert held_forms.signer.unsign(typing["typed_by"]) == str(administrator.pk)


def test_a_session_that_ended_leads_to_signing_in_with_a_sentence(window, typing):
    response = send(window, typing)
    assert response.status_code == 302
    assert unquote(response["Location"]) == f"/account/sign-in/?next={ADD}"
    page = window.get(response["Location"])
    assert "Your session had ended. Sign in and what you typed will still be there." in said(page)


def test_nothing_is_saved_before_they_have_signed_in(window, typing):
    send(window, typing)
    assert not get_user_model().objects.filter(email=TYPED["email"]).exists()


def test_after_signing_in_they_are_back_at_the_form_with_what_they_typed(
    window, typing, administrator
):
    response = send(window, typing)
    tokens = hidden_fields(window.get(response["Location"]))
    back = window.post(
        response["Location"], tokens | {"login": administrator.email, "password": PASSWORD}
    )
    assert back["Location"] == ADD
    form = window.get(back["Location"]).context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED


def test_it_is_given_back_once(window, typing, administrator):
    send(window, typing)
    sign_in(window, administrator)
    assert window.get(ADD).context["form"].is_bound
    assert not window.get(ADD).context["form"].is_bound


def test_it_waits_while_they_look_at_another_page_first(window, typing, administrator):
    send(window, typing)
    sign_in(window, administrator)
    window.get("/accounts/")
    assert window.get(ADD).context["form"].is_bound


def test_somebody_else_who_signs_in_sees_nothing_of_it(window, typing, person):
    send(window, typing)
    sign_in(window, person(Role.ADMINISTRATOR))
    assert not window.get(ADD).context["form"].is_bound


def test_and_the_first_person_does_not_get_it_back_after_somebody_else(
    window, typing, person, administrator
):
    send(window, typing)
    sign_in(window, person(Role.ADMINISTRATOR))
    window.get(ADD)
    sign_in(window, administrator)
    assert not window.get(ADD).context["form"].is_bound


def test_a_form_that_does_not_say_whose_it_is_is_not_kept(window, typing, administrator):
    del typing["typed_by"]
    send(window, typing)
    sign_in(window, administrator)
    assert not window.get(ADD).context["form"].is_bound


@pytest.mark.parametrize("forged", ["1", "1:1abc:nothing", "", "a" * 10_000])
def test_a_forged_name_is_not_believed(window, typing, administrator, forged):
    send(window, typing, typed_by=forged)
    assert held_forms.SESSION_KEY not in window.session
    sign_in(window, administrator)
    assert not window.get(ADD).context["form"].is_bound


def test_passwords_and_tokens_are_never_kept(window, typing):
    send(window, typing, old_password="a secret", Password2="another")
    kept = window.session[held_forms.SESSION_KEY]["text"]
    assert "secret" not in kept
    assert "another" not in kept
    assert "csrfmiddlewaretoken" not in kept
    assert "typed_by" not in kept
    assert "Priya" in kept


def test_files_have_to_be_chosen_again(window, typing):
    response = send(window, typing, file=SimpleUploadedFile("a.txt", b"text"))
    assert "Files have to be chosen again." in said(window.get(response["Location"]))


def test_what_is_too_long_is_not_kept_and_they_are_told(window, typing):
    response = send(window, typing, name="x" * held_forms.LONGEST)
    assert held_forms.SESSION_KEY not in window.session
    assert "too long to be kept" in said(window.get(response["Location"]))


def test_what_is_as_long_as_may_be_is_kept(window, typing):
    around = len(held_forms.worth_keeping(query(TYPED | {"name": ""})).urlencode())
    send(window, typing, name="x" * (held_forms.LONGEST - around))
    assert held_forms.SESSION_KEY in window.session


def query(fields):
    made = held_forms.QueryDict(mutable=True)
    for name, value in fields.items():
        made.setlist(name, value if isinstance(value, list) else [value])
    return made


def test_after_an_hour_it_is_gone(window, typing, administrator):
    send(window, typing)
    session = window.session
    session[held_forms.SESSION_KEY] |= {
        "at": session[held_forms.SESSION_KEY]["at"] - held_forms.KEPT_FOR
    }
    session.save()
    sign_in(window, administrator)
    assert not window.get(ADD).context["form"].is_bound


def test_a_button_that_has_no_page_leads_back_to_the_page_it_was_on(
    window, administrator, contributor
):
    sign_in(window, administrator)
    page = f"/accounts/{contributor.pk}/"
    tokens = hidden_fields(window.get(ADD))
    window.session.flush()
    response = window.post(
        reverse("send_invitation", args=[contributor.pk]),
        tokens,
        headers={"referer": f"http://testserver{page}"},
    )
    assert unquote(response["Location"]) == f"/account/sign-in/?next={page}"


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/page/", "http://testserver//elsewhere.example/"]
)
def test_a_form_cannot_lead_to_another_site(window, typing, referer):
    response = window.post(ADD, typing | TYPED, headers={"referer": referer})
    assert unquote(response["Location"]).split("next=")[1] in {ADD, "/elsewhere.example/"}


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(window, typing):
    response = window.post(
        ADD,
        typing | TYPED,
        headers={"hx-request": "true", "referer": f"http://testserver{ADD}"},
    )
    assert response.status_code == 204
    assert unquote(response["HX-Redirect"]) == f"/account/sign-in/?next={ADD}"


def test_looking_at_a_page_signed_out_keeps_nothing(window):
    response = window.get(ADD)
    assert response.status_code == 302
    assert held_forms.SESSION_KEY not in window.session


def test_signing_in_again_in_another_window_loses_nothing(window, administrator):
    sign_in(window, administrator)
    tokens = hidden_fields(window.get(ADD))
    window.session.flush()
    sign_in(window, administrator)

    response = send(window, tokens)

    assert response["Location"] == ADD
    page = window.get(ADD)
    assert "Nothing was saved: you had signed in again" in said(page)
    assert page.context["form"]["name"].value() == "Priya Shah"


def test_a_page_left_open_by_somebody_else_is_refused_and_not_shown(window, administrator, person):
    sign_in(window, administrator)
    tokens = hidden_fields(window.get(ADD))
    window.session.flush()
    sign_in(window, person(Role.ADMINISTRATOR))

    response = send(window, tokens)

    assert response.status_code == 403
    assert "This page had been open too long" in response.content.decode()
    assert not window.get(ADD).context["form"].is_bound


def test_cookies_cleared_while_typing_lose_nothing_either(window, typing, administrator):
    window.cookies.clear()
    send(window, typing)
    sign_in(window, administrator)
    assert window.get(ADD).context["form"].is_bound


def test_another_site_cannot_put_words_into_a_form(window, administrator):
    sign_in(window, administrator)
    response = window.post(ADD, TYPED, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not window.get(ADD).context["form"].is_bound


def test_signing_in_twice_is_no_error(window, administrator):
    tokens = hidden_fields(window.get("/account/sign-in/"))
    sign_in(window, administrator)
    response = window.post(
        "/account/sign-in/", tokens | {"login": administrator.email, "password": PASSWORD}
    )
    assert response.status_code == 302
