"""The marks of a campaign in an address, as they came and levelled: `Facebook` is `facebook`."""

from __future__ import annotations

from collections.abc import Mapping

from leads.capture.cleaning import one_line

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
# What advertisers' links carry, and whose it is.
CLICKS = {
    "gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google",
    "msclkid": "bing", "fbclid": "facebook", "li_fat_id": "linkedin", "ttclid": "tiktok",
    "twclid": "twitter",
}  # fmt: skip
MARKS = (*UTM, *CLICKS)
LONGEST = 200  # characters of each; whoever made the link may have written anything
# The same place under the names that people and applications give it.
_SAME = {
    "fb": "facebook", "facebook.com": "facebook", "m.facebook.com": "facebook",
    "l.facebook.com": "facebook", "lm.facebook.com": "facebook", "ig": "instagram",
    "instagram.com": "instagram", "l.instagram.com": "instagram", "linkedin.com": "linkedin",
    "lnkd.in": "linkedin", "x.com": "twitter", "t.co": "twitter", "x": "twitter",
    "twitter.com": "twitter", "youtube.com": "youtube", "m.youtube.com": "youtube",
    "youtu.be": "youtube", "bing.com": "bing", "duckduckgo.com": "duckduckgo",
    "mail.google.com": "gmail",
}  # fmt: skip
# Those that are the same for everybody, and not a name that whoever made a link thought of.
PLACES = frozenset({"google", *_SAME.values(), *CLICKS.values()})


def marks_in(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the marks of a campaign among the parts of an address, cleaned and cut to length."""
    cleaned = {name: one_line(asked[name])[:LONGEST] for name in MARKS if asked.get(name)}
    return {name: value for name, value in cleaned.items() if value}


def levelled(marks: Mapping[str, str], referring_host: str = "") -> dict[str, str]:
    """Return `source`, `medium` and `campaign` as reports count them, each only where known.

    Without `utm_source`, the kind of a click id or the site that the visitor came from is the
    source.
    """
    clicked = next((CLICKS[name] for name in marks if name in CLICKS), "")
    found = {
        "source": _place(marks.get("utm_source") or clicked or referring_host),
        "medium": marks.get("utm_medium", "").lower(),
        "campaign": marks.get("utm_campaign", "").lower(),
    }
    return {name: value for name, value in found.items() if value}


def _place(text: str) -> str:
    name = " ".join(text.lower().split()).removeprefix("www.")
    name = "google" if name.startswith("google.") else name
    return _SAME.get(name, name)
