"""E-mail addresses: whether a mailbox is one that anybody can have, and what was probably meant."""

from __future__ import annotations

from difflib import get_close_matches

# Long enough to be recognised with a letter wrong. A short name that is nearly another one, such
# as aon.com and aol.com, is more often somebody's employer than a slip.
_LONG = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "yahoo.com",
    "yahoo.co.uk", "icloud.com", "btinternet.com", "virginmedia.com", "talktalk.net",
    "ntlworld.com", "blueyonder.co.uk", "protonmail.com", "tiscali.co.uk", "fastmail.com",
)  # fmt: skip
_SHORT = (
    "aol.com", "aol.co.uk", "email.com", "gmx.com", "gmx.co.uk", "hey.com", "live.com",
    "live.co.uk", "mac.com", "mail.com", "me.com", "msn.com", "o2.co.uk", "outlook.co.uk",
    "pm.me", "proton.me", "rocketmail.com", "sky.com", "talk21.com", "tutanota.com", "yandex.com",
    "ymail.com", "zoho.com",
)  # fmt: skip
_FREE = frozenset(_LONG + _SHORT)
# Endings that no register of top-level domains holds (https://data.iana.org/TLD/).
_ENDINGS = {
    ".con": ".com", ".cmo": ".com", ".ocm": ".com", ".comm": ".com", ".vom": ".com",
    ".xom": ".com", ".cpm": ".com", ".couk": ".co.uk", ".co.ik": ".co.uk", ".co.yk": ".co.uk",
    ".co.ukk": ".co.uk", ".co.uj": ".co.uk", ".ork": ".org",
}  # fmt: skip
_MEANT = {"gmail.co.uk": "gmail.com", "googlemail.co.uk": "googlemail.com", "gmail.co": "gmail.com"}
_ALIKE = 0.88  # one letter wrong, missing, too many or out of place in a name of nine


def is_free(address: str) -> bool:
    """Tell whether the address is with a provider that gives mailboxes to anybody."""
    return _domain(address) in _FREE


def meant(address: str) -> str:
    """Return the address that was probably meant, or "" when this one looks as it should.

    A guess, for its owner to take or leave: "ann@gmial.com" gives "ann@gmail.com".
    """
    domain = _domain(address)
    if not domain or domain in _FREE:
        return ""
    better = _MEANT.get(domain) or _close(_with_an_ending(domain))
    return f"{address.rpartition('@')[0]}@{better}" if better != domain else ""


def _with_an_ending(domain: str) -> str:
    for wrong, right in _ENDINGS.items():
        if domain.endswith(wrong):
            return domain.removesuffix(wrong) + right
    return domain


def _close(domain: str) -> str:
    if domain in _FREE:
        return domain
    known = [each for each in _LONG if abs(len(each) - len(domain)) <= 1]
    return next(iter(get_close_matches(domain, known, 1, _ALIKE)), domain)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()
