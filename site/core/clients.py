"""Which connection a request comes from, as far as that can be believed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_of(request: HttpRequest) -> str:
    """Return the client's IPv4 address or IPv6 network (/64, what one connection is given).

    Each of our own proxies adds the address that it was asked from at the right end of
    `X-Forwarded-For`. `TRUSTED_HOPS` says how many there are; what stands further left was written
    by the client. Returns "" where there is no address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    header = request.headers.get("X-Forwarded-For", "") if settings.TRUSTED_HOPS else ""
    named = [part.strip() for part in header.split(",") if part.strip()]
    if named:
        address = named[-min(settings.TRUSTED_HOPS, len(named))]
    return _network(address)


def _network(text: str) -> str:
    try:
        address = ip_address(_without_port(text))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((int(address), 64), strict=False))
        address = address.ipv4_mapped
    return str(address)


def _without_port(text: str) -> str:
    """Some proxies write `192.0.2.1:5678` and `[2001:db8::1]:5678` (RFC 7239 §6)."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text.partition("%")[0]
