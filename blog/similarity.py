"""How alike two texts are. Pure: words in, numbers out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

Terms = Mapping[str, int]

MOST = 60  # terms kept of one text
_WORD = re.compile(r"[a-z][a-z’'-]{2,}")
_ENDINGS = re.compile(r"(?:’s|'s|ings?|edly|ed|ly|es|s)$")
# Words that say nothing about what a text is about.
_EVERYDAY = """
    about after again all also and any are because been before being both but can cannot could
    did does doing done down each else even ever every few for from get give goes going good had
    has have her here him his how into its just keep know less let like long look made make many
    may me mean might more most much must near need never new next nobody none nor not nothing
    now off often once one only other our out over own part people person put quite rather
    really same say see she should since so some something soon still such sure take tell than
    that the their them then there these they thing think this those though three through time
    too two under until use used very want was way well were what when where which while who
    whole whom whose why will with without word work would yes yet you your
"""


def significant_terms(text: str) -> dict[str, int]:
    """Return the words that `text` uses most, shortened to a stem, and how often it does."""
    everyday = set(_EVERYDAY.split())
    words = _WORD.findall(text.lower())
    stems = (_stem(word) for word in words if word not in everyday)
    return dict(Counter(stem for stem in stems if len(stem) > 2).most_common(MOST))


def _stem(word: str) -> str:
    """Make “backups” and “backup” one. Rough is enough: it need not be a word."""
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) > 3 else word


def likeness(terms: Terms, others: Iterable[Terms]) -> list[float]:
    """Return how alike each of `others` is to `terms`: from 0 to 1, rare words counting more."""
    listed = list(others)
    known = Counter(term for each in (terms, *listed) for term in each)
    rarity = {term: math.log((len(listed) + 2) / count) for term, count in known.items()}
    mine = _weigh(terms, rarity)
    return [_cosine(mine, _weigh(each, rarity)) for each in listed]


def _weigh(terms: Terms, rarity: Mapping[str, float]) -> dict[str, float]:
    return {term: (1 + math.log(count)) * rarity[term] for term, count in terms.items()}


def _cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    shared = sum(weight * two[term] for term, weight in one.items() if term in two)
    lengths = math.hypot(*one.values()) * math.hypot(*two.values())
    return shared / lengths if lengths else 0.0
