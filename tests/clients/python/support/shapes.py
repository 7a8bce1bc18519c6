"""The types of the client and the schemas of the OpenAPI document, in one notation that can be compared."""

import inspect
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

import msgspec

from taskapi_client import ErrorCode, types
from taskapi_client.core.pages import Page
from taskapi_client.types.model import Model, OpenEnum, Versioned

Shape: TypeAlias = str | tuple[str, Any]
SCALARS: dict[Any, str] = {
    UUID: "uuid",
    datetime: "date-time",
    date: "date",
    str: "string",
    ErrorCode: "string",  # the document lists codes by examples
    int: "integer",
    bool: "boolean",
    NoneType: "null",
    Any: "anything",
}


def shape_of_schema(schema: Mapping[str, Any]) -> Shape:
    """Return the shape of a schema; one with a name is its name."""
    shape: Shape
    match schema:
        case {"$ref": str() as reference}:
            shape = reference.rpartition("/")[2]
        case {"oneOf": options} | {"anyOf": options}:
            shape = _union(*map(shape_of_schema, options))
        case {"const": value}:
            shape = ("const", value)
        case {"type": list() as names}:
            shape = _union(*(shape_of_schema({**schema, "type": name}) for name in names))
        case {"type": "array", "items": items}:
            shape = ("list", shape_of_schema(items))
        case {"type": "object", "additionalProperties": dict() as values}:
            shape = ("dict", shape_of_schema(values))
        case {"type": "string", "pattern": str() as pattern} if pattern.startswith("^(?:none|[0-9a-fA-F]{8}"):
            shape = _union(("const", "none"), "uuid")
        case {"type": "string", "format": "uuid" | "date-time" | "date" as form}:
            shape = form
        case _:
            shape = schema.get("type", "anything")
    return shape


def shape_of_type(annotation: Any) -> Shape:
    """Return the shape of a type; a class of the client is its name."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    shape: Shape
    if annotation in SCALARS:
        shape = SCALARS[annotation]
    elif annotation in NAMED_UNIONS:
        shape = NAMED_UNIONS[annotation]
    elif origin is Literal:
        shape = ("const", arguments[0])
    elif origin in {Union, UnionType}:
        shape = _union(*map(shape_of_type, arguments))
    elif origin in {list, tuple, Sequence, Page}:
        shape = ("list", shape_of_type(arguments[0]))
    elif origin is dict:
        shape = ("dict", shape_of_type(arguments[1]))
    else:
        shape = annotation.__name__
    return shape


def _union(*shapes: Shape) -> Shape:
    """Return the shape of alternatives; of null and one other `("nullable", other)`."""
    others = frozenset(shapes) - {"null"}
    (shape,) = others if len(others) == 1 else (("one of", others),)
    return ("nullable", shape) if "null" in shapes else shape


def classes() -> dict[str, Any]:
    """Return the classes of `taskapi_client.types` by their names, and the unions that have a name."""
    modules = (import_module(f"{types.__name__}.{module.name}") for module in iter_modules(types.__path__))
    members = {name: value for module in modules for name, value in vars(module).items() if not name.startswith("_")}
    return {name: value for name, value in members.items() if _describes_json(value)}


def _describes_json(value: Any) -> bool:
    if isinstance(value, UnionType):
        return any(map(is_typeddict, get_args(value)))
    if not inspect.isclass(value) or value in {Model, Versioned, OpenEnum}:
        return False
    return issubclass(value, Model | OpenEnum) or is_typeddict(value)


def fields_of_schema(schema: Mapping[str, Any]) -> dict[str, tuple[Shape, bool]]:
    """Return shape and presence (whether it is required) of each field that is not read-only in a request."""
    required = schema.get("required", [])
    return {
        name: (shape_of_schema(field), name in required)
        for name, field in schema["properties"].items()
        if not field.get("readOnly")
    }


def fields_of_class(cls: Any) -> dict[str, tuple[Shape, bool]]:
    """Return shape and presence of each field; None as the default of a response stands for an absent field."""
    hints = get_type_hints(cls)
    if is_typeddict(cls):
        return {name: (shape_of_type(hint), name in cls.__required_keys__) for name, hint in hints.items()}
    found = {}
    for field in msgspec.structs.fields(cls):
        shape = shape_of_type(hints[field.name])
        if field.default is None and shape[0] == "nullable":
            shape = shape[1]
        found[field.name] = (shape, field.required)
    return found


def words_of(cls: type[Enum]) -> list[str]:
    """Return the words of an enumeration."""
    return [str(member.value) for member in cls]


NAMED_UNIONS = {value: name for name, value in classes().items() if isinstance(value, UnionType)}
