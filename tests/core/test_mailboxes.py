"""What was probably meant by an e-mail address, and whose mailbox it is."""

from __future__ import annotations

import pytest

from core.mailboxes import is_free, meant


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("ann@gmial.com", "ann@gmail.com"),
        ("Ann.Lee@GMAIL.CON", "Ann.Lee@gmail.com"),
        ("ann@gmail.co", "ann@gmail.com"),
        ("ann@gmail.co.uk", "ann@gmail.com"),
        ("ann@gnail.com", "ann@gmail.com"),
        ("ann@hotmial.co.uk", "ann@hotmail.co.uk"),
        ("ann@outlok.com", "ann@outlook.com"),
        ("ann@yahooo.co.uk", "ann@yahoo.co.uk"),
        ("ann@btinternet.con", "ann@btinternet.com"),
        ("ann@btintenet.com", "ann@btinternet.com"),
        ("ann@acme.con", "ann@acme.com"),
        ("ann@acme.couk", "ann@acme.co.uk"),
    ],
)
def test_common_slips_are_noticed(typed: str, better: str) -> None:
    assert meant(typed) == better
    assert meant(better) == ""


@pytest.mark.parametrize(
    "domain",
    [
        "acme.example", "gmail.com", "ymail.com", "mail.com", "email.com", "aon.com", "me.com",
        "acme.co", "acme.cm", "acme.com", "outlookit.com", "sky.com", "ski.com", "mac.com",
        "max.com", "live.co.uk", "line.co.uk", "hmail-systems.co.uk",
        "пример.рф", "xn--mller-kva.example",
    ],
)  # fmt: skip
def test_an_address_of_a_firm_is_not_taken_for_a_slip(domain: str) -> None:
    assert meant(f"ann@{domain}") == ""


def test_what_is_no_address_means_nothing_else() -> None:
    assert [meant(text) for text in ("", "@", "ann", "ann@")] == [""] * 4


def test_mailboxes_that_anybody_can_have_are_known() -> None:
    assert is_free("Ann@Gmail.com")
    assert is_free("ann@btinternet.com")
    assert not is_free("ann@acme.example")
    assert not is_free("gmail.com@acme.example")
