"""Two hundred messages of our own: what is held back, and what must never be."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from leads.capture.forms import ContactForm
from leads.capture.spam.content import Words, speaks_against
from leads.capture.spam.screening import HOLD, QUICK, Manner, screen

FROM = {"name": "Ann Lee", "email": "ann@acme.example", "company": ""}
LABELLED = tomllib.loads(
    Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"),
)
UNHURRIED = 60.0  # seconds


def messages(label: str) -> list[Mapping[str, str]]:
    found = [each if isinstance(each, dict) else {"message": each} for each in LABELLED[label]]
    return [{**FROM, **each} for each in found]


def words(message: Mapping[str, str]) -> Words:
    form = ContactForm(message)
    assert form.is_valid(), (message, form.errors)
    return Words(**{name: form.cleaned_data[name] for name in (*FROM, "message")})


def held(label: str, age: float) -> list[str]:
    """The messages that are held back. Nobody is counted twice."""
    verdicts = [
        (message["message"], screen(words(message), Manner("", age, again=True)))
        for message in messages(label)
    ]
    return [text for text, verdict in verdicts if verdict.holds]


def test_what_sales_must_have_is_let_through_and_most_of_the_rest_is_held(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ham, spam = held("ham", UNHURRIED), held("spam", UNHURRIED)
    quick = held("ham", 0.1), held("spam", 0.1)

    with capsys.disabled():
        print(
            f"\nheld back: {len(ham)} of {len(messages('ham'))} honest messages"
            f" ({len(quick[0])} when filled in by a machine),"
            f" {len(spam)} of {len(messages('spam'))} of the others ({len(quick[1])})"
        )
    assert len(messages("ham")) + len(messages("spam")) == 200
    assert ham == []
    assert len(quick[0]) <= 2
    assert len(spam) >= 70
    assert set(spam) <= set(quick[1])


def test_no_reason_holds_an_enquiry_by_itself() -> None:
    reasons = [
        reason
        for label in LABELLED
        for message in messages(label)
        for reason in speaks_against(words(message))
    ]

    assert len({reason.code for reason in reasons}) > 12
    assert max(reason.points for reason in reasons) < HOLD


def test_how_it_was_sent_never_holds_an_enquiry_in_which_nothing_is_wrong() -> None:
    plain = Words(name="Ann Lee", email="ann@gmail.com", message="Our server makes a noise. " * 3)

    verdicts = [screen(plain, Manner("192.0.2.1", age=0.0, trapped=True)) for _ in range(30)]

    assert {"trap", "quick", "busier", "repeated", "same-words"} <= {
        reason.code for reason in verdicts[-1].reasons
    }
    assert not any(verdict.holds for verdict in verdicts)


def test_the_trap_and_haste_count_where_something_is_wrong_with_the_words() -> None:
    offer = Words(name="Ann Lee", email="ann@acme.example", message="We sell backlinks, cheap.")

    slow, quick, trapped = (
        screen(offer, Manner("", age, trap)).score
        for age, trap in ((QUICK, False), (QUICK - 0.1, False), (QUICK, True))
    )

    assert slow < quick < HOLD <= trapped


def test_the_same_form_sent_again_is_counted_once() -> None:
    plain = Words(
        name="Ann Lee", email="ann@acme.example", message="Our server makes a noise. " * 3
    )
    manner = Manner("192.0.2.1", UNHURRIED)
    screen(plain, manner)

    again = [screen(plain, Manner("192.0.2.1", UNHURRIED, again=True)) for _ in range(20)]

    assert {verdict.score for verdict in again} == {0}
    assert screen(plain, manner).score > 0


def test_reasons_quote_nobody() -> None:
    for message in messages("spam"):
        told = " ".join(reason.words for reason in speaks_against(words(message)))
        assert "example" not in told
        assert message["name"] not in told
