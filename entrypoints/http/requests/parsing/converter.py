"""From JSON to nouns: attrs classes, arrays and alternatives, with every mistake in them named at once."""

from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has
from cattrs import ClassValidationError, Converter
from cattrs.gen import make_dict_structure_fn

from domain.errors import InvalidInput, Violation, violations_in
from domain.unset import Unset
from entrypoints.http.requests.parsing.json_values import (
    PLAIN,
    Hook,
    count_of,
    literal,
    named,
    rule_of,
    ruled,
    strictly,
)
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS, gathered, invalid_input, under

as_object, as_array = strictly(dict), strictly(list)


class StrictConverter(Converter):
    """Takes JSON values as msgspec decodes them, coerces nothing, and raises nothing but `InvalidInput`."""

    def __init__(self) -> None:
        super().__init__(forbid_extra_keys=True, detailed_validation=True, use_alias=True)
        for kind, hook in PLAIN.items():
            self.register_structure_hook(kind, hook)
        register = self.register_structure_hook_factory
        register(has, self.noun)
        register(_is_of(list, tuple), self.row)
        register(_is_of(Union, UnionType), self.either)
        register(_is_of(Literal), literal)
        register(lambda kind: rule_of(kind) is not None, ruled)
        register(lambda kind: count_of(kind) is not None, self.counted)

    def noun(self, kind: Any) -> Hook:
        """An object with the fields of an attrs class and no others."""
        structured = make_dict_structure_fn(kind, self)

        def take(value: Any, _: Any) -> Any:
            try:
                return structured(as_object(value, dict), kind)
            except ClassValidationError as error:
                raise gathered(error) from None

        return take

    def row(self, kind: Any) -> Hook:
        """An array, `list[X]` or `tuple[X, ...]`."""
        whole, item_kind = get_origin(kind), get_args(kind)[0]
        item = self.get_structure_hook(item_kind)

        def take(value: Any, _: Any) -> Any:
            items, violations = list[Any](), list[Violation]()
            for index, part in enumerate(as_array(value, list)):
                try:
                    items.append(item(part, item_kind))
                except InvalidInput as error:
                    violations += under(index, error)
                    if len(violations) >= MAX_VIOLATIONS:
                        break
            if violations:
                raise InvalidInput(tuple(violations))
            return whole(items)

        return take

    def counted(self, kind: Any) -> Hook:
        """An array with a rule about how many items it has."""
        count, array = count_of(kind), kind.__origin__
        inner = self.get_structure_hook(array)

        def take(value: Any, _: Any) -> Any:
            if count and not count.least <= len(as_array(value, list)) <= count.most:
                raise invalid_input("out-of-range", f"must have {count.least} to {count.most} items")
            return inner(value, array)

        return take

    def either(self, kind: Any) -> Hook:
        """A value or `None`, a value or `Unset`, or one of several nouns."""
        nullable = NoneType in get_args(kind)
        kinds = [member for member in get_args(kind) if member not in (NoneType, Unset)]
        inner = self.get_structure_hook(kinds[0]) if len(kinds) == 1 else self.tagged(kinds)

        def take(value: Any, _: Any) -> Any:
            return None if nullable and value is None else inner(value, kinds[0])

        return take

    def tagged(self, kinds: list[Any]) -> Hook:
        """One of several nouns, told apart by a field that all of them have as a `Literal`."""
        hooks = {tag_of(kind)[1]: self.get_structure_hook(kind) for kind in kinds}
        field = tag_of(kinds[0])[0]
        chosen = strictly(str, named(hooks))

        def take(value: Any, wanted: Any) -> Any:
            if field not in as_object(value, dict):
                raise InvalidInput((Violation(f"/{field}", "missing", f"is required, one of {', '.join(hooks)}"),))
            with violations_in(field):
                hook = chosen(value[field], str)
            return hook(value, wanted)

        return take


def tag_of(kind: Any) -> tuple[str, str]:
    """The field of a noun that tells it from its alternatives, and the one word that stands in it."""
    return next((each.name, get_args(each.type)[0]) for each in fields(kind) if get_origin(each.type) is Literal)


def _is_of(*origins: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) in origins
