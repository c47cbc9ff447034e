"""Which addresses a call may go to, where the host is not one that the operator vouches for.

A name that leads into our own network would turn us into a way in (server-side request forgery).
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether the address is one of the public internet, whatever it is wrapped in."""
    address = _inmost(text)
    return address.is_global and _is_one_machines(address)


def is_public_or_own(text: str) -> bool:
    """Whether it is public, this machine's or our network's.

    Never a link's own, such as that where clouds hand out credentials.
    """
    address = _inmost(text)
    return address.is_loopback or _is_one_machines(address)


def is_loopback(text: str) -> bool:
    """Whether the address is this machine's."""
    return _inmost(text).is_loopback


def _is_one_machines(address: Address) -> bool:
    return not (
        address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )


def _inmost(text: str) -> Address:
    """Return the address, or the IPv4 address that an IPv6 one wraps: that is where it leads."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
