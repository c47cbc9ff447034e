"""What is taken out of texts that visitors typed or pasted: characters that show nothing.

They make two equal names unequal, hide a name that is empty, or turn round the text beside them in
a CRM. Pasted telephone numbers and addresses carry them by accident.
"""

from __future__ import annotations

import unicodedata

# Letters and symbols by their category, but blank: fillers of Hangul, braille's empty cell.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_JOINERS = frozenset("\u200c\u200d")
_OVERRIDES = frozenset("\u202d\u202e")  # turn letters round; no keyboard makes them
_JOINED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})  # scripts without capitals, signs, emoji


def one_line(text: str) -> str:
    """Return `text` as a line: what breaks it is a space, what shows nothing is gone.

    A joiner stays where spelling needs it: between the letters of a script such as Persian or
    Sinhala, and within an emoji. Returns "" for a text of which nothing would be seen.
    """
    spaced = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    kept = [
        each
        for place, each in enumerate(spaced)
        if not _is_invisible(each) or (each in _JOINERS and _joins(spaced, place))
    ]
    return _seen(" ".join("".join(kept).split()))


def lines(text: str) -> str:
    """Return `text` without control characters, halves of characters and overrides of direction.

    Lines stay, and so do joiners and marks of direction: who wrote several lines chose them.
    """
    kept = (
        each for each in text if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"}
    )
    return _seen("".join(each for each in kept if each not in _OVERRIDES))


def _is_invisible(character: str) -> bool:
    # Arabic number signs are of category Cf as well, and are seen.
    hidden = unicodedata.category(character) in {"Cf", "Cs"}
    return character in _BLANK or (hidden and unicodedata.bidirectional(character) != "AN")


def _joins(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(unicodedata.category(each) in _JOINED for each in around)


def _seen(text: str) -> str:
    """Return `text`, or "" when it holds no letter, digit, sign or symbol that is seen.

    A character that this Python's tables do not know yet may be a letter of a new script.
    """
    return text if any(map(_is_seen, text)) else ""


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "LNPS" or category in {"Co", "Cn"}) and character not in _BLANK
