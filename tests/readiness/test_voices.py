"""What people said: recorded with consent, shown as they agreed, erased when they withdraw."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readiness import voices
from readiness.models import Voice
from tests.factories import CategoryFactory, StatementFactory, UserFactory, VoiceFactory
from tests.lists import rows_of_csv, rows_of_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home_council")]
TODAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)
MOST_QUERIES = 10


def sentence(refusal) -> str:
    return " ".join(refusal.value.messages)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def record(**fields):
    said = {
        "statement": StatementFactory(i_statements=["I am listened to"]),
        "kind": "quote",
        "words": "Somebody rang me back.",
        "source": "carer",
        "heard_on": date(2026, 9, 1),
        "heard_where": "Forum",
        "agreed_on": date(2026, 9, 1),
        "agreed_how": "Signed form",
        "by": UserFactory(first_name="Bo", last_name="Day"),
        "on": TODAY,
    }
    return voices.record_voice(**said | fields)


# --- recording ---


def test_a_voice_keeps_what_was_said_and_what_was_agreed():
    voice = record(i_statement="I am listened to", agreed_until=date(2027, 9, 1))
    assert voice.words == "Somebody rang me back."
    assert voice.changes.get().change == (
        "Recorded. Consent given on 1 September 2026, until 1 September 2027, "
        "for: inside the council."
    )


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"heard_on": date(2026, 11, 23)}, "23 November 2026 has not come yet. Check the day."),
        ({"agreed_on": date(2026, 11, 23)}, "23 November 2026 has not come yet. Check the day."),
        (
            {"agreed_until": YESTERDAY},
            "That consent ended on 21 November 2026. Ask the person again.",
        ),
        (
            {"i_statement": "I am heard"},
            "That is not one of the I statements of Statement 0.",
        ),
        ({"words": "   "}, "Write what was said."),
    ],
)
def test_a_voice_is_refused_with_a_sentence(fields, answer):
    with pytest.raises(ValidationError) as refusal:
        record(**fields)
    assert sentence(refusal) == answer
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Ring me on 07700 900123 please.",
        "I am mrs.example@council.example",
        "Mrs Example rang me back.",
    ],
)
def test_words_by_which_somebody_could_be_known_are_refused(words):
    with pytest.raises(ValidationError) as refusal:
        record(words=words)
    assert "Somebody could be known by this" in sentence(refusal)
    assert words not in sentence(refusal)
    assert not Voice.objects.exists()


def test_consent_that_ends_today_still_holds():
    voice = record(agreed_until=TODAY)
    assert voice in Voice.objects.agreed(on=TODAY)
    assert not voice.has_run_out(on=TODAY)


# --- what may be shown to whom ---


@pytest.mark.parametrize(
    ("fields", "inside", "assessment", "publication"),
    [
        ({}, True, False, False),
        ({"for_assessment": True}, True, True, False),
        ({"for_publication": True}, True, False, True),
        ({"for_assessment": True, "agreed_until": YESTERDAY}, False, False, False),
        ({"for_publication": True, "agreed_until": TODAY}, True, False, True),
    ],
)
def test_words_are_used_for_what_was_agreed_and_no_longer(fields, inside, assessment, publication):
    VoiceFactory(**fields)
    assert Voice.objects.agreed(on=TODAY).exists() is inside
    assert Voice.objects.agreed_for_assessment(on=TODAY).exists() is assessment
    assert Voice.objects.agreed_for_publication(on=TODAY).exists() is publication


PLACES = ("statement", "voice_list", "voice")


def address_of(place, voice):
    return {
        "statement": reverse("statement", args=[voice.statement.slug]),
        "voice_list": reverse("voice_list"),
        "voice": reverse("voice", args=[voice.pk]),
    }[place]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("fields", "sees"),
    [
        ({"for_assessment": True}, True),
        ({"for_publication": True}, False),
        ({"for_assessment": True, "agreed_until": YESTERDAY}, False),
        ({}, False),
    ],
)
def test_a_reviewer_reads_only_what_people_agreed_to(signed_in, statement, place, fields, sees):
    voice = VoiceFactory(statement=statement, **fields)
    page = signed_in("reviewer").get(address_of(place, voice))
    assert (voice.words in text_of(page)) is sees
    assert page.status_code == (200 if sees or place != "voice" else 404)


def test_a_reviewer_takes_out_no_more_than_they_read(signed_in):
    VoiceFactory(words="For all to read", for_assessment=True)
    VoiceFactory(words="For the council")
    answer = signed_in("reviewer").get(reverse("voice_export", args=["csv"]))
    assert [row["What was said"] for row in rows_of_csv(answer)] == ["For all to read"]


def test_words_whose_consent_has_run_out_are_read_only_by_opening_them(signed_in, statement):
    voice = VoiceFactory(statement=statement, agreed_until=YESTERDAY)
    client = signed_in("contributor")
    for place in ("statement", "voice_list"):
        assert voice.words not in text_of(client.get(address_of(place, voice)))
    rows = rows_of_workbook(client.get(reverse("voice_export", args=["xlsx"])))
    assert [(row["What was said"], row["Consent"]) for row in rows] == [("", "Has run out")]
    page = text_of(client.get(address_of("voice", voice)))
    assert voice.words in page
    assert "Consent ran out on 21 November 2026" in page


# --- changing their mind ---


def test_withdrawing_erases_the_words_everywhere_and_keeps_that_it_happened(signed_in, statement):
    voice = VoiceFactory(statement=statement, for_assessment=True, for_publication=True)
    client = signed_in("contributor")
    words = voice.words
    refused = client.post(reverse("withdraw_consent", args=[voice.pk]))
    assert "Tick to say that the words are to be erased." in text_of(refused)
    page = client.post(reverse("withdraw_consent", args=[voice.pk]), {"sure": "on"}, follow=True)
    assert "Consent is withdrawn and the words are erased." in text_of(page)
    for place in PLACES:
        assert words not in text_of(client.get(address_of(place, voice)))
    voice.refresh_from_db()
    assert (voice.words, voice.withdrawn_by) == ("", client.person)
    assert not Voice.objects.agreed_for_assessment(on=TODAY).exists()
    assert voice.changes.first().change == "Consent withdrawn; the words were erased"


def test_what_was_withdrawn_cannot_be_brought_back():
    voice, by = VoiceFactory(), UserFactory()
    voices.withdraw_consent(voice, by=by)
    for change in (
        lambda: voices.withdraw_consent(voice, by=by),
        lambda: voices.correct_words(voice, words="Back", reason="Why", by=by, seen_revision=2),
        lambda: voices.renew_consent(
            voice, agreed_on=TODAY, agreed_how="Rang", by=by, on=TODAY, seen_revision=2
        ),
    ):
        with pytest.raises(ValidationError) as refusal:
            change()
        assert "record what they say as new" in sentence(refusal)


def test_the_database_keeps_no_words_without_consent():
    voice = VoiceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(words="")


def test_asking_again_makes_words_usable_again(signed_in):
    voice = VoiceFactory(agreed_until=YESTERDAY)
    said = {"agreed_on": "20 November 2026", "agreed_how": "By phone", "for_assessment": "on"}
    page = signed_in("contributor").post(
        reverse("renew_consent", args=[voice.pk]), said | {"revision": 1}, follow=True
    )
    assert "The words may be used as they agreed." in text_of(page)
    assert Voice.objects.agreed_for_assessment(on=TODAY).get() == voice


def test_a_name_that_slipped_in_is_taken_out_and_kept_nowhere(signed_in):
    voice = VoiceFactory(words="Mrs Example rang me back.")
    said = {"words": "Somebody rang me back.", "reason": "A name", "revision": 1}
    signed_in("contributor").post(reverse("correct_words", args=[voice.pk]), said)
    voice.refresh_from_db()
    assert voice.words == "Somebody rang me back."
    assert "Example" not in " ".join(voice.changes.values_list("change", flat=True))


def test_a_second_editor_is_told_and_nothing_is_overwritten(signed_in):
    voice = VoiceFactory()
    voices.correct_words(voice, words="First", reason="Typing", by=UserFactory(), seen_revision=1)
    said = {"words": "Second", "reason": "Mine", "revision": 1}
    address = reverse("correct_words", args=[voice.pk])
    page = signed_in("contributor").post(address, said)
    assert "Somebody else changed this while you were writing" in text_of(page)
    assert "Second" in text_of(page)
    voice.refresh_from_db()
    assert voice.words == "First"
    signed_in("contributor").post(address, {**page.context["form"].data.dict()})
    voice.refresh_from_db()
    assert voice.words == "Second"


# --- pages ---


def test_before_there_is_a_voice_the_list_says_how_to_begin(signed_in):
    page = signed_in("contributor").get(reverse("voice_list"))
    assert "No voices yet" in text_of(page)
    assert reverse("record_voice") in text_of(page)
    assert reverse("record_voice") not in text_of(signed_in("reviewer").get(reverse("voice_list")))


def test_a_quote_is_recorded_from_its_statement(signed_in, statement):
    statement.i_statements = ["I am listened to"]
    statement.save()
    client, address = signed_in("contributor"), reverse("record_voice")
    form = client.get(address, {"statement": statement.slug}).context["form"]
    assert form["statement"].value() == statement.pk
    said = {
        "words": "Somebody rang me back.",
        "kind": "quote",
        "source": "carer",
        "heard_on": "1 September 2026",
        "heard_where": "Forum",
        "statement": statement.pk,
        "i_statement": "I am listened to",
        "agreed_on": "1 September 2026",
        "agreed_how": "Signed form",
    }
    page = client.post(address, said, follow=True)
    assert "Saved. It now shows under Safeguarding." in text_of(page)
    statement_page = client.get(reverse("statement", args=[statement.slug])).context["page"]
    assert [voice.words for voice in statement_page.voices] == ["Somebody rang me back."]


def test_words_without_consent_are_refused_and_kept_in_the_form(signed_in, statement):
    page = signed_in("contributor").post(reverse("record_voice"), {"words": "Somebody rang me."})
    assert "Without consent it is not kept." in text_of(page)
    assert "Somebody rang me." in text_of(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 4),
        ({"consent": "holds"}, 2),
        ({"consent": "run-out"}, 1),
        ({"consent": "withdrawn"}, 1),
        ({"use": "assessment"}, 1),
        ({"use": "publication"}, 0),
        ({"source": "staff"}, 1),
        ({"q": "rang"}, 3),
    ],
)
def test_the_list_is_filtered_by(signed_in, asked, found):
    VoiceFactory(for_assessment=True)
    VoiceFactory(source="staff")
    VoiceFactory(agreed_until=YESTERDAY)
    voices.withdraw_consent(VoiceFactory(), by=UserFactory())
    page = signed_in("contributor").get(reverse("voice_list"), asked)
    assert page.context["table"].paginator.count == found


@pytest.mark.parametrize("place", PLACES)
def test_a_page_costs_the_same_with_one_voice_as_with_eleven(signed_in, statement, place):
    CategoryFactory(framework=statement.framework)
    client, voice = signed_in("contributor"), VoiceFactory(statement=statement)
    before = queries_of(client, address_of(place, voice))
    for number in range(10):
        VoiceFactory(statement=statement)
        voice.changes.create(change=f"Change {number}", changed_by=UserFactory())
    most = MOST_QUERIES + 5 * (place == "statement")
    assert queries_of(client, address_of(place, voice)) == before <= most
