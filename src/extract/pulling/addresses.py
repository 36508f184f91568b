"""Which machines may be asked: a feed must not lead into the network of whoever pulls it.

A name is resolved once, all its addresses are checked, and the connection goes to a checked address. Asking the
name again when connecting would let its owner answer differently the second time (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from extract.pulling.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the order of the system.

    Raises:
        FetchError: when the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FetchError(f"the host {host} is not found: {reason}", passing=True) from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def checked_addresses(host: str, port: int, allowed: Sequence[Network], resolver: Resolver = resolve) -> list[str]:
    """The addresses of a host, all of which are public or explicitly allowed.

    Args:
        host: a name or a numeric address.
        port: the port that will be asked.
        allowed: networks that may be asked although they are not public.
        resolver: gives the addresses of a name.

    Raises:
        FetchError: when the name is not known, or one of its addresses is neither public nor allowed.
    """
    addresses = resolver(host, port)
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not _within(address, allowed):
            raise FetchError(
                f"{host} is {text}, no public address; if it is meant, add it to pull.allow_addresses of the feeds file"
            )
    if not addresses:
        raise FetchError(f"the host {host} has no address", passing=True)
    return list(addresses)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also where it wraps another.

    >>> is_public(ipaddress.ip_address("93.184.216.34"))
    True
    >>> [is_public(ipaddress.ip_address(each)) for each in ("10.1.2.3", "169.254.1.1", "::ffff:127.0.0.1", "ff02::1")]
    [False, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that packets to this one end at: mapped, 6to4, Teredo, NAT64."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
