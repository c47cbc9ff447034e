"""Who is counted as one client, and what happens when the counts cannot be had."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from core.clients import client_of
from leads.capture.spam import rates


@pytest.mark.parametrize(
    ("hops", "forwarded", "client"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (0, None, "192.0.2.1"),
        (1, None, "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (1, "spoofed, 198.51.100.7:5678", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "198.51.100.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "unknown", ""),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_the_client_is_what_our_own_proxies_say(
    hops: int, forwarded: str | None, client: str, settings: Any
) -> None:
    settings.TRUSTED_HOPS = hops
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    request = RequestFactory().post("/", headers=headers, REMOTE_ADDR="192.0.2.1")

    assert client_of(request) == client


def test_counts_hold_neither_addresses_nor_texts() -> None:
    rates.speaks_against("192.0.2.1", "ann@acme.example", "Our server makes a noise again. " * 3)

    kept = str(vars(rates.counters()._local))
    assert "repeated" not in kept
    for secret in ("192.0.2", "ann@", "server"):
        assert secret not in kept


def test_a_flood_is_one_clients_and_ends_after_a_minute(settings: Any) -> None:
    settings.ENQUIRIES_A_MINUTE = 3

    assert [rates.is_flood("192.0.2.1") for _ in range(5)] == [False] * 3 + [True] * 2
    assert not rates.is_flood("192.0.2.2")
    settings.ENQUIRIES_A_MINUTE = 0
    assert not rates.is_flood("192.0.2.1")


@contextmanager
def dead_port() -> Iterator[int]:
    """A port that is taken, and on which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_redis_that_is_away_refuses_nobody_and_is_told_once(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with dead_port() as port:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        rates.counters.cache_clear()
        settings.ENQUIRIES_A_MINUTE = 3

        flooded = [rates.is_flood("192.0.2.1") for _ in range(5)]
        reasons = rates.speaks_against("192.0.2.1", "ann@acme.example", "A noise")

    assert flooded == [False] * 3 + [True] * 2
    assert reasons == []
    assert caplog.text.count("REDIS_URL does not answer") == 1


@pytest.mark.parametrize("url", ["gopher://127.0.0.1", "127.0.0.1:6379"])
def test_an_address_that_is_none_of_a_redis_stops_the_start(url: str, settings: Any) -> None:
    settings.REDIS_URL = url
    rates.counters.cache_clear()

    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        rates.counters()
