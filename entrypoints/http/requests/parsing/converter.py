"""From JSON values to objects of the core: attrs classes, arrays and unions, with all violations reported at once."""

from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has
from cattrs import ClassValidationError, Converter
from cattrs.gen import make_dict_structure_fn

from domain.errors import InvalidInput, Violation, violations_at
from domain.unset import Unset
from entrypoints.http.requests.parsing.json_values import (
    JSON_TYPES,
    SCALARS,
    Hook,
    choice_of,
    item_count_of,
    literal,
    strict,
    text,
    text_rule_of,
)
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS, collected

as_object, as_array = strict(dict), strict(list)


class StrictConverter(Converter):
    """Structures JSON values as msgspec decodes them; coerces nothing and raises only `InvalidInput`."""

    def __init__(self) -> None:
        super().__init__(forbid_extra_keys=True, detailed_validation=True, use_alias=True)
        for kind, hook in SCALARS.items():
            self.register_structure_hook(kind, hook)
        register = self.register_structure_hook_factory
        register(has, self.attrs_class)
        register(_has_origin(list, tuple), self.array)
        register(_has_origin(Union, UnionType), self.union)
        register(_has_origin(Literal), literal)
        register(lambda kind: text_rule_of(kind) is not None, text)
        register(lambda kind: item_count_of(kind) is not None, self.counted_array)

    def attrs_class(self, kind: Any) -> Hook:
        """An object with the fields of an attrs class and no others."""
        structure_fields = make_dict_structure_fn(kind, self)

        def structure(value: Any, _: Any) -> Any:
            try:
                return structure_fields(as_object(value, dict), kind)
            except ClassValidationError as error:
                violations = collected(error)
            raise violations  # outside of the `except`, so that it does not refer to the error

        return structure

    def array(self, kind: Any) -> Hook:
        """An array, `list[X]` or `tuple[X, ...]`."""
        container, item_kind = get_origin(kind), get_args(kind)[0]
        structure_item = self.get_structure_hook(item_kind)

        def structure(value: Any, _: Any) -> Any:
            items, violations = list[Any](), list[Violation]()
            for index, part in enumerate(as_array(value, list)):
                try:
                    items.append(structure_item(part, item_kind))
                except InvalidInput as error:
                    violations += (violation.inside(index) for violation in error.violations)
                    if len(violations) >= MAX_VIOLATIONS:
                        break
            if violations:
                raise InvalidInput(tuple(violations))
            return container(items)

        return structure

    def counted_array(self, kind: Any) -> Hook:
        """An array with a rule about the number of its items, checked before any of them is structured."""
        count, array = item_count_of(kind), kind.__origin__
        structure_array = self.get_structure_hook(array)

        def structure(value: Any, _: Any) -> Any:
            if count:
                count.ensure(len(as_array(value, list)))
            return structure_array(value, array)

        return structure

    def union(self, kind: Any) -> Hook:
        """A value or `None`, a value or `Unset`, one of several attrs classes, or an array or an attrs class."""
        nullable = NoneType in get_args(kind)
        kinds = [member for member in get_args(kind) if member not in (NoneType, Unset)]
        structure_value = self._one_of(kinds)

        def structure(value: Any, _: Any) -> Any:
            return None if nullable and value is None else structure_value(value, kinds[0])

        return structure

    def _one_of(self, kinds: list[Any]) -> Hook:
        if len(kinds) == 1:
            return self.get_structure_hook(kinds[0])
        return self.tagged_union(kinds) if all(map(has, kinds)) else self.array_or_object(*kinds)

    def array_or_object(self, array: Any, kind: Any) -> Hook:
        """An array, or an object with the fields of an attrs class."""
        hooks: dict[type, tuple[Hook, Any]] = {
            list: (self.get_structure_hook(array), array),
            dict: (self.get_structure_hook(kind), kind),
        }

        def structure(value: Any, _: Any) -> Any:
            if type(value) not in hooks:
                raise InvalidInput.of("wrong-type", f"must be an array or an object, not {JSON_TYPES[type(value)]}")
            hook, target = hooks[type(value)]
            return hook(value, target)

        return structure

    def tagged_union(self, kinds: list[Any]) -> Hook:
        """One of several attrs classes, discriminated by a field that is a `Literal` in each of them."""
        hooks = {tag_of(kind)[1]: self.get_structure_hook(kind) for kind in kinds}
        field = tag_of(kinds[0])[0]
        choose = strict(str, choice_of(hooks))

        def structure(value: Any, kind: Any) -> Any:
            if field not in as_object(value, dict):
                raise InvalidInput.of("missing", f"is required, one of {', '.join(hooks)}", field)
            with violations_at(field):
                hook = choose(value[field], str)
            return hook(value, kind)

        return structure


def tag_of(kind: Any) -> tuple[str, str]:
    """Return the tag field of a member of a tagged union, and its value."""
    return next((each.name, get_args(each.type)[0]) for each in fields(kind) if get_origin(each.type) is Literal)


def _has_origin(*origins: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) in origins
