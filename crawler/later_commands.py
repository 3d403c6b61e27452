"""A group whose commands are imported when somebody names them: no command waits for the libraries of all others."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

PLAIN = {"add_completion": False, "pretty_exceptions_enable": False, "rich_markup_mode": None}


class LaterCommands(TyperGroup):
    """`places` tells where the further commands are, as "module:name" of a function or of a Typer."""

    places: ClassVar[Mapping[str, str]]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._waiting = set(self.places)
        self.commands.update((name, TyperCommand(name)) for name in self.places)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, imported now if it was not yet."""
        if cmd_name in self._waiting:
            self.commands[cmd_name] = _imported(cmd_name, self.places[cmd_name])
            self._waiting.remove(cmd_name)
        return super().get_command(ctx, cmd_name)


def _imported(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found, around = getattr(import_module(module), attribute), typer.Typer(**PLAIN)  # type: ignore[arg-type]
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    return get_group(around).commands[name]
