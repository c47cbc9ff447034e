"""Print what an article costs in Django, as JSON: CPU milliseconds and queries of each way."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.stage import ARTICLE  # noqa: E402
from core.pagecache import memory  # noqa: E402
from core.pagecache.mark import mark  # noqa: E402

TIMES = 40
settings.ROOT_URLCONF = "bench.naive.urls"
settings.TEMPLATES[0]["DIRS"] = [Path(__file__).resolve().parents[1] / "naive" / "templates"]
settings.ALLOWED_HOSTS = ["testserver"]


def main() -> None:
    reader, other = Client(), Client()
    other.cookies["who"] = "has a cookie, and so shares nothing"

    def changed() -> Any:
        mark().change()
        return reader.get(ARTICLE)

    def cold() -> Any:
        memory.readers.forget(tuple)
        return reader.get(ARTICLE)

    ways: dict[str, Callable[[], Any]] = {
        "naive": lambda: other.get(f"/naive{ARTICLE}"),
        "changed": changed,  # everything is read anew
        "cold": cold,  # what all pages share was read for another page; this one is the first
        "warm": lambda: reader.get(ARTICLE),
    }
    # In turns: what disturbs one way disturbs all of them.
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(TIMES):
        for name, ask in ways.items():
            took[name].append(_cpu(ask))
    found = {name: [statistics.median(took[name]), _queries(ways[name])] for name in ways}
    print(json.dumps(found))


def _cpu(ask: Callable[[], Any]) -> float:
    began = time.process_time()
    assert ask().status_code == 200
    return (time.process_time() - began) * 1000


def _queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


if __name__ == "__main__":
    main()
