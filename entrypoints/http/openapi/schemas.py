"""JSON Schemas of request bodies and of views, generated from the types and rules that are enforced."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin
from uuid import UUID

from attrs import NOTHING, define, field, fields, frozen, has
from msgspec import NODEFAULT, Struct, UnsetType, structs

from domain.accounts.password import Password
from domain.accounts.user import Email
from domain.unset import Unset
from entrypoints.http.openapi.descriptions import FIELDS, MEANINGS, NAMES, OBJECTS
from entrypoints.http.requests.parsing import text_schemas as text
from entrypoints.http.requests.parsing.converter import tag_of
from entrypoints.http.requests.parsing.json_values import item_count_of, text_rule_of

Schema: TypeAlias = dict[str, Any]

NULL: Schema = {"type": "null"}
NEVER_WRITTEN = (Unset, UnsetType)
"""Values that mean that a field is absent."""

PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dict: {"type": "object"},
    Any: {},
}
SENT = {
    **PLAIN,
    UUID: text.UUID,
    datetime: text.TIME,
    date: text.DAY,
    Email: text.EMAIL_INPUT,
    Password: text.PASSWORD_INPUT,
}
GIVEN = {**PLAIN, UUID: text.UUID, datetime: text.TIME, date: text.DAY}


@define
class Schemas:
    """Generates schemas; classes and enumerations become components, which the others reference.

    Request schemas are closed: no other fields. Response schemas are open, because
    later releases may add fields.
    """

    components: dict[str, Schema] = field(factory=dict, init=False)

    def sent(self, kind: Any) -> Schema:
        """What clients may send for a value of this type."""
        return self._of(kind, sent=True)

    def given(self, kind: Any) -> Schema:
        """Return the schema of a value in a response."""
        return self._of(kind, sent=False)

    def _of(self, kind: Any, *, sent: bool) -> Schema:
        origin, plain = get_origin(kind), SENT if sent else GIVEN
        if kind in plain:
            return dict(plain[kind])
        if origin is Annotated:
            return self._ruled(kind, sent=sent)
        if origin is Literal:
            return {"type": "string", "const": get_args(kind)[0]}
        if origin in (list, tuple, dict):
            return self._collection(origin, get_args(kind), sent=sent)
        if origin in (Union, UnionType):
            return self._either(get_args(kind), sent=sent)
        return self._component(kind, sent=sent)

    def _collection(self, origin: Any, kinds: tuple[Any, ...], *, sent: bool) -> Schema:
        if origin is dict:
            return {"type": "object", "additionalProperties": self._of(kinds[1], sent=sent)}
        return {"type": "array", "items": self._of(kinds[0], sent=sent)}

    def _ruled(self, kind: Any, *, sent: bool) -> Schema:
        if rule := text_rule_of(kind):
            return dict(text.text_input(rule) if sent else text.text_output(rule))
        count, array = item_count_of(kind), self._of(kind.__origin__, sent=sent)
        if not count:
            return array
        return {**array, **({"minItems": count.least} if count.least else {}), "maxItems": count.most}

    def _either(self, members: tuple[Any, ...], *, sent: bool) -> Schema:
        kinds = [member for member in members if member not in (NoneType, *NEVER_WRITTEN)]
        schema = self._one_of(kinds, sent=sent)
        if NoneType not in members:
            return schema
        return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, NULL]}

    def _one_of(self, kinds: list[Any], *, sent: bool) -> Schema:
        if len(kinds) == 1:
            return self._of(kinds[0], sent=sent)
        if all(map(has, kinds)):
            return self._tagged(kinds, sent=sent)
        return self.named(NAMES[reduce(or_, kinds)], {"oneOf": [self._of(kind, sent=sent) for kind in kinds]})

    def _tagged(self, kinds: list[Any], *, sent: bool) -> Schema:
        schemas = {tag_of(kind)[1]: self._of(kind, sent=sent) for kind in kinds}
        mapping = {tag: schema["$ref"] for tag, schema in schemas.items()}
        return self.named(
            NAMES[reduce(or_, kinds)],
            {
                "oneOf": list(schemas.values()),
                "discriminator": {"propertyName": tag_of(kinds[0])[0], "mapping": mapping},
            },
        )

    def named(self, name: str, schema: Mapping[str, Any]) -> Schema:
        """Make a schema a component; return a reference to it."""
        self.components[name] = dict(schema)
        return _reference(name)

    def _component(self, kind: Any, *, sent: bool) -> Schema:
        name = NAMES.get(kind, kind.__name__.removesuffix("View"))
        if name in self.components:
            return _reference(name)
        return self.named(name, text.enumeration(kind) if issubclass(kind, StrEnum) else self._object(kind, sent=sent))

    def _object(self, kind: type, *, sent: bool) -> Schema:
        members = _members(kind)
        required = [each.alias for each in members if (each.default is NOTHING if sent else each.always_there)]
        return {
            "type": "object",
            "description": MEANINGS.get(kind, kind.__doc__),
            "properties": {each.alias: self._property(kind, each, sent=sent) for each in members},
            **({"required": required} if required else {}),
            **({"additionalProperties": False} if sent else {}),
            **OBJECTS.get(kind, {}),
        }

    def _property(self, kind: type, member: "_Member", *, sent: bool) -> Schema:
        return {**self._of(member.type, sent=sent), **FIELDS.get((kind, member.name), {})}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@frozen
class _Member:
    """A field of a request body or of a view."""

    name: str
    alias: str
    """Its name in JSON."""
    type: Any
    default: Any
    """`NOTHING` if there is none."""

    @property
    def always_there(self) -> bool:
        return UnsetType not in get_args(self.type)


def _members(kind: Any) -> list[_Member]:
    if issubclass(kind, Struct):
        return [
            _Member(each.name, each.encode_name, each.type, NOTHING if each.default is NODEFAULT else each.default)
            for each in structs.fields(kind)
        ]
    return [_Member(each.name, each.alias, each.type, each.default) for each in fields(kind)]
