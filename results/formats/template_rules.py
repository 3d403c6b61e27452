"""What a Word template of an office may do: show known values, go through known lists, choose. Nothing else.

A template travels between offices and may be edited by anybody, so its tags are parsed and checked before anything
runs. The engine is Jinja's sandbox besides, and every value is escaped.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from results.digits import thai_digits
from results.office import Digits

FILTERS = ("length", "upper", "lower", "title", "trim", "default", "first", "last")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat,
)  # fmt: skip
_LOOP = ("index", "first", "last", "length")
Fields = Mapping[str, tuple[str, ...]]


class TemplateTagError(Exception):
    """A tag that a template may not hold: `key` of the sentence, `words` that it names. Raised by `from_string`."""

    def __init__(self, key: str, **words: str) -> None:
        super().__init__(key)
        self.key = key
        self.words = words


class OfficeEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for one document. `values` are what it may name; `fields` the names in the rows of its tables, by list."""

    def __init__(self, values: Mapping[str, Any], fields: Fields, digits: Digits) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_shown(digits))
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self._checker = _Checker(values, fields)

    def from_string(self, source: Any, *more: Any, **options: Any) -> Template:
        """The template of one part of the document, after its tags were looked at. Raises TemplateTagError."""
        self._checker.look(self.parse(source), {})
        return super().from_string(source, *more, **options)


def _shown(digits: Digits) -> Any:
    if digits == "arabic":
        return lambda value: value
    return lambda value: thai_digits(str(value)) if isinstance(value, str | int) else value


class _Checker:
    """Walks over the tags of a template with the names that are known at each place."""

    def __init__(self, values: Mapping[str, Any], fields: Fields) -> None:
        self._values = values
        self._fields = fields
        self._lists = tuple(name for name, value in values.items() if isinstance(value, list))

    def look(self, node: nodes.Node, local: Fields) -> None:
        """Raises TemplateTagError. `local` are the names of the loop around this place, with their fields."""
        if not isinstance(node, _ALLOWED):
            raise TemplateTagError("template_forbidden", tag=type(node).__name__.lower())
        if isinstance(node, nodes.For):
            self._look_loop(node, local)
            return
        if isinstance(node, nodes.Getattr):
            self._look_field(node, local)
            return
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise TemplateTagError("template_filter", name=node.name, known=", ".join(FILTERS))
        if isinstance(node, nodes.Name) and node.name not in self._values and node.name not in local:
            raise TemplateTagError("template_unknown", name=node.name, known=", ".join([*self._values, *local]))
        for child in node.iter_child_nodes():
            self.look(child, local)

    def _look_field(self, node: nodes.Getattr, local: Fields) -> None:
        name = node.node.name if isinstance(node.node, nodes.Name) else type(node.node).__name__.lower()
        value = self._values.get(name)
        fields = local.get(name) or (tuple(value) if isinstance(value, dict) else ())
        if node.attr not in fields:
            known = ", ".join(f"{name}.{field}" for field in fields) or ", ".join(self._values)
            raise TemplateTagError("template_unknown", name=f"{name}.{node.attr}", known=known)

    def _look_loop(self, node: nodes.For, local: Fields) -> None:
        """One loop over one known list: loops in loops would let a small template make an endless document."""
        plain = isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)
        name = node.iter.name if isinstance(node.iter, nodes.Name) else type(node.iter).__name__.lower()
        if not plain or name not in self._lists or node.recursive or node.test or local:
            raise TemplateTagError("template_list", name=name, known=", ".join(self._lists))
        inner = {node.target.name: self._fields.get(name, ()), "loop": _LOOP}  # type: ignore[attr-defined]
        for child in (*node.body, *node.else_):
            self.look(child, inner)
