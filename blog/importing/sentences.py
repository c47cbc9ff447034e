"""Where sentences begin and end. Every function is linear in the length of its text."""

from __future__ import annotations

import math
import unicodedata

_ENDS = frozenset(".!?…؟۔。！？")
_CLOSERS = frozenset("\"'”’»)]}")
_INVISIBLE_OR_PICTURE = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Zs"})
_ABBREVIATIONS = frozenset(
    {"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "approx.", "fig.", "cf."}
)
# Words that cannot close an English sentence or heading: whatever follows belongs to them.
_ENGLISH_LEANING = """
a about an and at because between but for from his if into its my nor of or our than the their these
this those to toward towards versus while with within without your
"""
# These may also close a heading ("How to log in"), so alone they prove little.
_ENGLISH_OFTEN_LEANING = """
after are as been before by could has have her in is no on over should that through under was we
were which whose will would you
"""
_LEANING = frozenset(_ENGLISH_LEANING.split())
_OFTEN_LEANING = frozenset(_ENGLISH_OFTEN_LEANING.split())
_LEANING_MARKS = frozenset(",;–—-&/(")
_TAIL = 60  # characters that decide how a text ends, enough for a word, quotes and emoji


def ends_sentence(text: str) -> bool:
    """Whether the text closes a sentence, looking past quotes, brackets and emoji."""
    if text[-1:].isalnum():
        return False
    tail = _bare_tail(text)
    return tail[-1:] in _ENDS and not _is_abbreviation(tail)


def leans_on(text: str) -> bool:
    """Whether the text cannot stop here: it ends in a comma, a dash or a word such as "the"."""
    last = _last_word(text)
    return last[-1:] in _LEANING_MARKS or last.lower() in _LEANING


def may_lean_on(text: str) -> bool:
    """Whether the text more likely goes on than not; wider than `leans_on`."""
    return leans_on(text) or _last_word(text) in _OFTEN_LEANING


def starts_lower(text: str) -> bool:
    """Whether the first letter is lower-case; false for digits and scripts without case."""
    if text[:1].isalnum():
        return text[0].islower()
    first = next((character for character in text if character.isalnum()), "")
    return first.islower()


def sentences(text: str) -> list[str]:
    """Split one paragraph into its sentences, each keeping its marks and quotes.

    An end counts only when what follows does not begin in lower case, so "e.g. this" holds.
    """
    words = text.split(" ")
    found: list[str] = []
    start = 0
    for index in range(len(words) - 1):
        if ends_sentence(words[index]) and not starts_lower(words[index + 1]):
            found.append(" ".join(words[start : index + 1]))
            start = index + 1
    found.append(" ".join(words[start:]))
    return found


def split_long(text: str, most: int) -> list[str]:
    """Split a paragraph at sentence ends into even parts of at most `most` words.

    A single sentence longer than that stays whole.
    """
    total = len(text.split())
    if total <= most:
        return [text]
    target = math.ceil(total / math.ceil(total / most))
    parts: list[list[str]] = [[]]
    size = 0
    for sentence in sentences(text):
        length = len(sentence.split())
        if parts[-1] and (size >= target or size + length > most):
            parts.append([])
            size = 0
        parts[-1].append(sentence)
        size += length
    return [" ".join(part) for part in parts]


def summarise(text: str, most: int) -> str:
    """The first sentences that fit into `most` characters, or the first one cut at a word."""
    chosen = ""
    for sentence in sentences(text[: most * 20]):
        longer = f"{chosen} {sentence}".strip()
        if len(longer) > most:
            break
        chosen = longer
    if chosen or not text:
        return chosen
    cut = text[: most - 1]
    if text[most - 1 : most] not in {"", " "}:
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:–—-") + "…"


def _last_word(text: str) -> str:
    return text.rstrip()[-_TAIL:].rpartition(" ")[2]


def _bare_tail(text: str) -> str:
    tail = text[-_TAIL:]
    end = len(tail)
    while end and (
        tail[end - 1] in _CLOSERS or unicodedata.category(tail[end - 1]) in _INVISIBLE_OR_PICTURE
    ):
        end -= 1
    return tail[:end]


def _is_abbreviation(tail: str) -> bool:
    word = tail.rpartition(" ")[2].lstrip("(“‘\"'")
    return word.lower() in _ABBREVIATIONS or (len(word) == 2 and word[0].isupper())
