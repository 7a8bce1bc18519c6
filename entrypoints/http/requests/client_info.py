"""The client of a request, as far as proxies can be trusted."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from attrs import frozen

from application import ClientInfo
from domain.errors import InvalidInput
from domain.text import ADDRESS, USER_AGENT
from entrypoints.http.requests.exchange import Exchange

UNKNOWN = "unknown"


@frozen
class TrustedProxies:
    """The proxies whose forwarding headers count."""

    networks: tuple[IPv4Network | IPv6Network, ...]

    def client_info_of(self, exchange: Exchange) -> ClientInfo:
        """Return the address of the peer, or, behind trusted proxies, the last address that is not one of theirs."""
        agent = exchange.headers.get(b"user-agent")
        return ClientInfo(
            address=self._address(exchange.client, exchange.headers.get(b"x-forwarded-for")),
            user_agent=_printable(agent.decode("utf-8", "replace")) if agent else None,
        )

    def trusts(self, exchange: Exchange) -> bool:
        """Return whether the peer of a request is a trusted proxy."""
        return exchange.client is not None and self._is_trusted(_address_in(exchange.client))

    def _address(self, peer: str | None, forwarded_for: bytes | None) -> str:
        address = _address_in(peer or "")
        if address is None:
            return peer or UNKNOWN
        if forwarded_for is not None and self._is_trusted(address):
            for hop in reversed(forwarded_for.decode("latin-1").split(",")):
                named = _address_in(hop.strip())
                if named is None:
                    break  # an entry that is unreadable or not written by a trusted proxy does not count
                address = named
                if not self._is_trusted(address):
                    break
        return str(address)

    def _is_trusted(self, address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in self.networks)


_WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](?::[0-9]{1,5})?|(?P<v4>[0-9.]+):[0-9]{1,5}").fullmatch


def _address_in(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address in a text, with or without a port; an IPv4 address that is mapped to IPv6 is unmapped."""
    found = _WITH_PORT(text)
    try:
        # What follows the % of an IPv6 address may be anything to the library.
        address = ip_address(ADDRESS((found["v6"] or found["v4"]) if found else text))
    except (ValueError, InvalidInput):
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text[: USER_AGENT.max_length])
