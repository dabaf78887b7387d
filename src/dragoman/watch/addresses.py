"""Which addresses may be fetched: http and https, without credentials, and of hosts that the public network has."""

import ipaddress
import re
from collections.abc import Iterator

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

SCHEMES = {"http": 80, "https": 443}
_LONGEST = 2000
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """What is not asked for at all, and why; asking again would change nothing."""


def check_url(written: str) -> Url:
    """The address in its parts; raises RefusedError where it is none that may be fetched, whatever its host is."""
    if len(written) > _LONGEST or _UNFIT.search(written):
        raise RefusedError("not an address: too long, or with spaces or control characters in it")
    try:
        url = parse_url(written)
    except (LocationParseError, ValueError) as error:
        raise RefusedError(f"not an address: {error}") from None
    if (url.scheme or "").lower() not in SCHEMES:
        raise RefusedError(f"{url.scheme or 'no scheme'}: only http and https are fetched")
    if url.auth is not None:
        raise RefusedError("an address with a user name or password in it")
    if not url.host:
        raise RefusedError("an address without a host")
    return url._replace(fragment=None)


def check_address(written: str) -> None:
    """Nothing where an IP address belongs to the public network; raises RefusedError where it does not.

    Refused are private, loopback, link-local, shared (carriers' NAT, RFC 6598), multicast, reserved and unspecified
    addresses, and IPv6 addresses that carry such an IPv4 address in them (mapped, 6to4, Teredo, NAT64).
    """
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        raise RefusedError(f"{written} is no IP address") from None
    for one in (address, *_find_inner(address)):
        reserved = one.version == 4 and one.is_reserved  # in IPv6 that holds of NAT64, whose inner address counts
        if not one.is_global or one.is_multicast or reserved or one.is_unspecified:
            raise RefusedError(f"the host's address {written} is not one of the public network")
    if isinstance(address, ipaddress.IPv6Address) and (address in _LOCAL_NAT64 or address in _SITE_LOCAL):
        raise RefusedError(f"the host's address {written} is not one of the public network")


def _find_inner(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if not isinstance(address, ipaddress.IPv6Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
