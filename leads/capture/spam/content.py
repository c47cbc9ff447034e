"""What the words of an enquiry say against it: pure rules, tried on 200 messages of our own.

No rule looks at a script, a language or a name's spelling, and none is enough to hold an enquiry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from leads.capture.spam.reasons import Reason

_LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]{1,63}\.(?:com|net|org|io|ru|xyz|top|shop|info|biz)/", re.I
)
_SHADY = re.compile(
    r"\b(?:bit\.ly|t\.me|tinyurl\.com|cutt\.ly|goo\.gl|wa\.me)\b|\.(?:ru|xyz|top|click|shop|icu)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<\s*(?:a\s|script|iframe|img\s)|\[(?:url|link)\b|href\s*=", re.I)
_OUT = re.compile(r"\bunsubscribe|\bopt[- ]?out\b|\breply (?:with )?.?(?:no|stop)\b", re.I)
_ELSEWHERE = re.compile(r"\b(?:whats ?app|telegram|skype|wechat)\b", re.I)


def _family(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


# What people who sell write to any address they find. One phrase proves little: each more of them
# proves more, and so does another kind.
_OFFERS = {
    "a place in search results": _family(
        r"\bback ?links?\b", r"\bguest post", r"\bdomain authority\b|\bda ?\d\d\b",
        r"\blink (?:building|insertion|exchange|placement)", r"\borganic (?:traffic|search|growth)",
        r"\b(?:first|1st|top) (?:page|position|spot|result)s? (?:of|on|in) (?:google|search)",
        r"\brank(?:ing|s|ed)? (?:higher|better|your|on google|at the top)", r"\bdofollow\b",
        r"\bseo (?:services?|experts?|agency|packages?|audit|specialist|company|report|strateg)",
        r"\b(?:increase|boost|more|drive|double) "
        r"(?:your )?(?:web ?site )?(?:traffic|visitors|sales)",
        r"\bsponsored (?:post|article|content)",
    ),
    "a site or an app to be made": _family(
        r"\b(?:web|website|app|mobile) (?:design|development|re-?design)\b.{0,40}"
        r"\b(?:company|services?|agency|firm|team)\b",
        r"\b(?:dedicated|offshore|experienced|skilled) (?:developers?|team|resources)",
        r"\bre-?design(?:ing)? (?:of )?your (?:web)?site", r"\bwhite[- ]label\b",
        r"\bour (?:portfolio|rates? (?:start|is|are)|hourly rate)",
        r"\b(?:explainer|animated|promo(?:tional)?) videos?", r"\b\d+% (?:off|discount)\b",
        r"\b(?:affordable|lowest|unbeatable|competitive) (?:prices?|rates?|cost)",
        r"\b(?:noticed|found|saw) (?:a few|some|several|many|\d+) "
        r"(?:\w+ )?(?:issues|errors|mistakes)",
        r"\b(?:came across|visited|was on|looking at|reviewing|browsing) your (?:web)?site",
    ),
    "easy money": _family(
        r"\b(?:crypto|bitcoin|btc|forex|usdt)\b", r"\binvest(?:ment|or)s? opportunit",
        r"\b(?:guaranteed|passive|daily) (?:returns?|income|profits?)",
        r"\b(?:business|personal|unsecured) (?:loans?|funding)\b", r"\bfunding (?:up to|from)",
        r"\bnext of kin\b|\binheritance\b", r"\b(?:earn|make) (?:up to )?[$£€]\s?\d",
        r"\b(?:pre-?approved|merchant cash|working capital)\b",
    ),
    "addresses and messages": _family(
        r"\bsubmitted (?:through|via) (?:your )?contact forms?\b",
        r"\bcontact form (?:messages?|submissions?|marketing|blast)",
        r"\b(?:e-?mail|contact|b2b|leads?) (?:lists?|databases?|data)\b",
        r"\bdecision[- ]makers?\b", r"\bverified (?:contacts?|leads?|e-?mails?)",
        r"\bqualified (?:leads|appointments|meetings)", r"\battendees? list",
        r"\blead generation (?:agency|services?|company)", r"\bcold (?:e-?mails?|outreach)\b",
    ),
    "gambling, pills or sex": _family(
        r"\bcasinos?\b", r"\bjackpot\b|\bfree spins\b|\bonline betting\b",
        r"\bviagra\b|\bcialis\b|\bpharmacy\b",
        r"\bporn\b|\bescorts?\b|\bdating\b|\bsexy\b|\bonlyfans\b", r"\breplica (?:watch|bag)",
        r"\bweight[- ]loss\b|\bcbd oil\b|\bketo\b",
    ),
}  # fmt: skip
_FORM_LETTER = _family(  # honest people write so, too
    r"\bdear (?:sir|owner|website|business|admin|webmaster)",
    r"\bto whom it may concern\b",
    r"\bi hope this (?:message|e-?mail) finds you",
    r"\b(?:would you be|are you) (?:interested|open to)",
    r"\bquick (?:call|chat|question)\b",
    r"\bthis (?:offer|price) (?:expires|ends|is valid)",
    r"\b100% free\b|\bno obligation\b",
)


@dataclass(frozen=True)
class Words:
    """What was typed, as cleaned."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    company: str = field(repr=False, default="")
    message: str = field(repr=False, default="")


def speaks_against(words: Words) -> list[Reason]:
    """Return what the words say against the enquiry, the gravest not first: in the rules' order."""
    return [*_links(words), *_disguise(words), *_pitch(words), *_manner(words)]


def _links(words: Words) -> Iterator[Reason]:
    links = len(_LINK.findall(words.message))
    if links:
        points = 1 if links == 1 else 2 if links < 4 else 3
        yield Reason("links", points, f"{links} link{'s' * (links > 1)} in the message")
    if _SHADY.search(words.message):
        yield Reason("shady-link", 2, "A link of a kind that hides where it leads")
    if _LINK.search(words.name):
        yield Reason("link-in-name", 4, "A link where a name should be")
    if _LINK.search(words.company):
        yield Reason("link-as-company", 2, "A link in place of the company")


def _disguise(words: Words) -> Iterator[Reason]:
    if _MARKUP.search(f"{words.name} {words.company} {words.message}"):
        yield Reason("markup", 3, "Code for links or scripts in the text")
    if _is_random(words.name) or _is_random(words.message):
        yield Reason("random", 3, "Random letters in place of words")
    told = {words.name, words.company, words.message}
    if words.message and len(told) == 1:
        yield Reason("same", 2, "The same text in every field")


def _pitch(words: Words) -> Iterator[Reason]:
    for what, phrases in _OFFERS.items():
        said = len({match.lower() for match in phrases.findall(words.message)})
        if said:
            yield Reason(f"offer: {what}", min(2 * said, 4), f"Reads like an offer of {what}")
        if said > 2:
            yield Reason(f"insists: {what}", 1, "Says three times or more what it offers")
    if _FORM_LETTER.search(words.message):
        yield Reason("form-letter", 1, "Reads like a letter to anybody")


def _manner(words: Words) -> Iterator[Reason]:
    if _OUT.search(words.message):
        yield Reason("opt-out", 2, "Says how to stop further mails")
    if _ELSEWHERE.search(words.message):
        yield Reason("elsewhere", 1, "Asks to be answered by a messenger")


def _is_random(text: str) -> bool:
    """Tell whether this is one word in plain letters with capitals strewn in, as no name has."""
    if not re.fullmatch(r"[A-Za-z]{9,}", text):
        return False
    strewn = len(re.findall(r"[a-z][A-Z]", text))
    return strewn >= 3
