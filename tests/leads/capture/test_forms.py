"""What the contact form accepts, and what it says when it does not."""

from __future__ import annotations

import pytest

from leads.capture.forms import ContactForm

BOX = {"purpose": "marketing", "channel": "email", "wording": "You may write."}
FILLED = {"name": "Ann Lee", "email": "ann@acme.example"}


def test_name_and_email_are_enough() -> None:
    form = ContactForm(FILLED)

    assert form.is_valid(), form.errors


@pytest.mark.parametrize("name", ["José Ñandú", "李小龙", "О’Коннор", "Bjørn-Åge", "Ng"])
def test_a_name_may_be_in_any_script(name: str) -> None:
    form = ContactForm({**FILLED, "name": name})

    assert form.is_valid()
    assert form.cleaned_data["name"] == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann\u200b Lee\ufeff", "Ann Lee"),
        ("\u202eeeL nnA\u202c", "eeL nnA"),
        ("A\u200dn\u00adn", "Ann"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("\u200cعلی\u200c", "علی"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_what_shows_nothing_is_taken_out_of_a_name_unless_its_spelling_needs_it(
    typed: str, kept: str
) -> None:
    form = ContactForm({**FILLED, "name": typed, "company": typed})

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["company"]) == (kept, kept)


def test_a_number_and_an_address_may_be_pasted_with_marks_of_direction() -> None:
    pasted = {"phone": "\u202a020 7946 0018\u202c", "email": "\u2068ann@ac\u200bme.example\u2069"}

    form = ContactForm({**FILLED, **pasted})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone_e164"] == "+442079460018"
    assert form.cleaned_data["email"] == "ann@acme.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("می\u200cخواهم 👩\u200d💻\nThanks", "می\u200cخواهم 👩\u200d💻\nThanks"),
        ("pay \u202egnp.exe\u202c\x00\x07", "pay gnp.exe\u202c"),
        ("\u200b \n", ""),
    ],
)
def test_a_message_keeps_how_it_is_spelt_and_loses_what_turns_it_round(
    typed: str, kept: str
) -> None:
    form = ContactForm({**FILLED, "message": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["message"] == kept


@pytest.mark.parametrize("address", ["ann@müller.example", "ann@пример.рф", "ann@xn--4ca.example"])
def test_a_domain_may_be_in_any_script_and_is_kept_as_typed(address: str) -> None:
    form = ContactForm({**FILLED, "email": address})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == address


def test_control_characters_and_line_breaks_do_not_survive_in_a_line() -> None:
    form = ContactForm({**FILLED, "name": "Ann\r\nBcc: x\t Lee\x07"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ann Bcc: x Lee"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("020 7946 0018", "+442079460018"),
        ("0330 0434 532", "+443300434532"),
        ("+49 30 901820", "+4930901820"),
        ("(020) 7946-0018", "+442079460018"),
        ("020 7946 0018 ext 12", "+442079460018;ext=12"),
        ("020 7946 0018 x12", "+442079460018;ext=12"),
        ("+49 30 901820 extension 007", "+4930901820;ext=007"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_typed_and_stored_as_dialled(typed: str, stored: str) -> None:
    form = ContactForm({**FILLED, "phone": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == typed
    assert form.cleaned_data["phone_e164"] == stored


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "  ", "whom to ask for"),
        ("email", "", "so that we can reply"),
        ("email", "ann@acme", "name@example.com"),
        ("email", "ann@acme.example\nBcc: x@y.example", "name@example.com"),
        ("phone", "call me", "020 7946 0018"),
        ("phone", "12", "too few or too many digits"),
        ("phone", "020 7946 0018 ext 1234567890", "extension is too long"),
        ("name", "\u200b\u200b", "whom to ask for"),
        ("name", "\u2066\u2069\u202e \ufeff", "whom to ask for"),
        ("name", "\u3164", "whom to ask for"),
        ("email", "jörg@acme.example", "plain letters (a to z) before the @"),
        ("email", "ann@-müller-.example", "name@example.com"),
        ("email", f"ann@{'ü' * 60}.example", "name@example.com"),
        ("name", "x" * 121, "120"),
        ("message", "x" * 4001, "4000"),
    ],
)
def test_a_mistake_is_named_at_its_field(field: str, value: str, said: str) -> None:
    form = ContactForm({**FILLED, field: value})

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert said in form.errors[field][0]


def test_a_line_break_in_a_message_counts_as_the_browser_counts_it() -> None:
    typed = "\r\n".join(["x" * 79] * 50)  # a browser counts one character for each break

    form = ContactForm({**FILLED, "message": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["message"] == typed.replace("\r\n", "\n")


def test_who_wants_a_call_must_say_where() -> None:
    form = ContactForm({**FILLED, "callback": "soon"})

    assert not form.is_valid()
    assert form.errors["phone"] == ["Enter the number that we should ring."]


def test_boxes_start_unticked_and_are_answered_one_by_one() -> None:
    other = {**BOX, "channel": "phone"}
    first, second = (field.html_name for field in ContactForm(boxes=[BOX, other]).consents)

    form = ContactForm({**FILLED, second: "on"}, boxes=[BOX, other])

    assert "checked" not in "".join(str(box) for box in ContactForm(boxes=[BOX, other]).consents)
    assert form.is_valid()
    assert form.answered_boxes() == [(BOX, False), (other, True)]
    assert first != second


def test_a_tick_does_not_move_to_a_box_with_other_words() -> None:
    ticked = {ContactForm(boxes=[BOX]).consents[0].html_name: "on"}

    form = ContactForm({**FILLED, **ticked}, boxes=[{**BOX, "wording": "You may sell my data."}])

    assert form.is_valid()
    assert [given for _, given in form.answered_boxes()] == [False]


def test_nothing_but_the_forms_own_fields_is_taken() -> None:
    form = ContactForm({**FILLED, "score": "18", "id": "1", "reference": "L-0000"})

    assert form.is_valid()
    assert not {"score", "id", "reference"} & set(form.cleaned_data)
