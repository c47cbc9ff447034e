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
