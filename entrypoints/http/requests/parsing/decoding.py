"""The admission: request bodies become nouns here, strictly."""

import re
from collections.abc import Generator, Mapping
from typing import Any, Generic, TypeVar

from litestar.dto import AbstractDTO
from litestar.dto.data_structures import DTOFieldDefinition
from litestar.typing import FieldDefinition

from entrypoints.http.requests.errors import UnsupportedMediaType
from entrypoints.http.requests.exchange import Exchange, exchange_of
from entrypoints.http.requests.parsing.converter import StrictConverter
from entrypoints.http.requests.parsing.json_parser import parsed

T = TypeVar("T")

_structure = StrictConverter().structure
_JSON = re.compile(rb'application/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?', re.IGNORECASE)


def structured(body: bytes, kind: type[T]) -> T:
    """Return the noun that a JSON body describes; raise `InvalidInput` that names every mistake and its place."""
    return _structure(parsed(body), kind)


def body_of(exchange: Exchange, kind: type[T]) -> T:
    """Return the noun that the body of a request describes; raise `UnsupportedMediaType` or `InvalidInput`."""
    ensure_json(exchange.headers)
    return structured(exchange.body, kind)


def ensure_json(headers: Mapping[bytes, bytes]) -> None:
    """Raise `UnsupportedMediaType` unless the headers announce JSON in UTF-8, not compressed."""
    if not _JSON.fullmatch(headers.get(b"content-type", b"")):
        raise UnsupportedMediaType("the body must be sent with Content-Type: application/json, in UTF-8")
    if headers.get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise UnsupportedMediaType("the body must be sent as it is, without a Content-Encoding")


class CattrsDTO(AbstractDTO[T], Generic[T]):
    """Lets Litestar structure request bodies with `body_of`.

    By itself Litestar would have msgspec do it, which runs no rule of an attrs
    class, ignores unknown keys and stops at the first mistake.
    """

    def decode_bytes(self, _value: bytes) -> T:
        """Return the noun; raise `InvalidInput` or `UnsupportedMediaType`."""
        return body_of(exchange_of(self.asgi_connection.scope), self.model_type)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None
    ) -> None:
        """Nothing to prepare: the annotation says it all."""

    @classmethod
    def generate_field_definitions(cls, _model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        """Nothing: no second model is made out of the noun."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, _field_definition: FieldDefinition) -> bool:
        """Nothing to look into."""
        return False
