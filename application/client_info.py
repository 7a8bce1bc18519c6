"""The client of a request."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Annotated

from attrs import frozen

from domain.errors import violations_at
from domain.text import ADDRESS, USER_AGENT


@frozen(kw_only=True)
class ClientInfo:
    """The client of a request; raises `InvalidInput` when a text breaks its rule."""

    address: Annotated[str, ADDRESS]
    """The client's network address, as far as it can be trusted."""
    user_agent: Annotated[str, USER_AGENT] | None = None

    @property
    def network(self) -> str:
        """What attempts are counted by: an IPv4 address, or the /64 of an IPv6 address, which one client controls."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        return str(IPv6Network((address, 64), strict=False)) if isinstance(address, IPv6Address) else self.address

    def __attrs_post_init__(self) -> None:
        with violations_at("address"):
            ADDRESS(self.address)
        if self.user_agent is not None:
            with violations_at("user_agent"):
                USER_AGENT(self.user_agent)
