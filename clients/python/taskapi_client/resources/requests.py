"""Requests that several resources describe in the same way."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from taskapi_client.core.calls import Request
from taskapi_client.core.pages import Page
from taskapi_client.types.model import Versioned


def read_request(parameter: str, item: Versioned | UUID, query: Mapping[str, Any]) -> Request:
    """Return the request for an object; if one is given whose version is still the present one, it is the result."""
    if query or not isinstance(item, Versioned):
        return Request(path={parameter: item}, query=query)
    return Request(path={parameter: item}, if_none_match=f'"{item.version}"', present=item)


def page_request(earlier: Page[Any] | None, query: Mapping[str, Any]) -> Request:
    """Return the request for a page; if an earlier result is given that is still the present one, it is the result."""
    return Request(query=query, if_none_match=earlier.etag if earlier else None, present=earlier)
