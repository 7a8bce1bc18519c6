"""The client of a request, as far as proxies can be trusted."""

from ipaddress import IPv4Network, IPv6Network, ip_address

from attrs import frozen

from application import ClientInfo
from domain.errors import InvalidInput
from domain.text import ADDRESS, USER_AGENT
from entrypoints.http.requests.exchange import Exchange

UNKNOWN = "unknown"


@frozen
class TrustedProxies:
    """The proxies whose word about a client's address counts."""

    networks: tuple[IPv4Network | IPv6Network, ...]

    def client_info_of(self, exchange: Exchange) -> ClientInfo:
        """The address of the socket, or, behind trusted proxies, the last address that is none of theirs."""
        agent = exchange.headers.get(b"user-agent")
        return ClientInfo(
            address=self._behind(exchange.client or UNKNOWN, exchange.headers.get(b"x-forwarded-for")),
            user_agent=_printable(agent.decode("utf-8", "replace")) if agent else None,
        )

    def _behind(self, address: str, forwarded_for: bytes | None) -> str:
        if forwarded_for is None or not self._trusted(address):
            return address
        for hop in reversed(forwarded_for.decode("latin-1").split(",")):
            named = hop.strip()
            if not _is_address(named):
                return address  # an entry that is unreadable or not written by a trusted proxy does not count
            address = named
            if not self._trusted(address):
                break
        return address

    def _trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self.networks)


def _is_address(text: str) -> bool:
    try:
        # What follows the % of an IPv6 address may be anything to the library.
        ip_address(ADDRESS(text))
    except (ValueError, InvalidInput):
        return False
    return True


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text[: USER_AGENT.max_length])
