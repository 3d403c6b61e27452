"""YAML read strictly into a model: an unknown key, a key written twice or an impossible value is refused with file and
line, because a rule that is silently ignored becomes a wrong verdict.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[tuple[str | int, ...], int]


class RulesError(Exception):
    """A rules file that cannot be used; the message names file, line and what to do."""


class Strict(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_strict(path: Path, model: type[Model]) -> Model:
    """Read one file. Raises RulesError."""
    text = path.read_text(encoding="utf-8")
    try:
        document = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader with one rule more
        return model.model_validate(document, strict=False)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise RulesError(f"{path}:{line}: not valid YAML: {problem}") from error
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(first["loc"])
        line = _nearest_line(lines_of(text), location)
        name = ".".join(str(step) for step in location)
        raise RulesError(f"{path}:{line}: {name}: {first['msg']}") from error


# The parser in C is six times faster; not every build of PyYAML has it.
FAST_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeys(FAST_LOADER):  # type: ignore[misc]
    """A loader that refuses a key written twice, which plain YAML would let the last one win."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"key {key!r} is written twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return dict(loader.construct_mapping(node, deep=True))


def _text(loader: _UniqueKeys, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# Days stay text until the schema reads them: YAML's own reading of 31 April is an error without a line.
_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _text)


def lines_of(text: str) -> Lines:
    """Line number of every value, by its path through the document."""
    root = yaml.compose(text, Loader=FAST_LOADER)
    return dict(_walk(root, ())) if root is not None else {}


def _walk(node: yaml.Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, key.value))
            yield (*path, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*path, index))


def _nearest_line(lines: Lines, location: tuple[str | int, ...]) -> int:
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)
