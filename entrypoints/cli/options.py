"""Settings that can also be given as options, and the settings of a command."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from entrypoints.settings import Settings
from entrypoints.settings.setting import Setting
from entrypoints.settings.settings import all_settings

C = TypeVar("C", bound=Callable[..., Any])

DOTENV = Path(".env")


class SettingValue(click.ParamType[str]):
    """The value of a setting, read as strictly as everywhere else, and handed on as it was written."""

    name = "value"

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; a usage error if it cannot be read."""
        try:
            self.setting.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return value


def overriding(name: str, option: str, meaning: str, metavar: str) -> Callable[[C], C]:
    """An option that overrides a setting; the command receives it under the setting's name."""
    setting = next(setting for setting in all_settings() if setting.name == name)
    text = f"{meaning}  [{name}, {setting.default}]"
    return click.option(option, name, type=SettingValue(setting), metavar=metavar, help=text)


def loaded(overrides: Mapping[str, str | None] | None = None) -> Settings:
    """The settings, options first, then the environment, then `.env`; raise `SettingsError`."""
    given = {name: text for name, text in (overrides or {}).items() if text is not None}
    return Settings.load(os.environ | given, DOTENV)


waiting = click.option(
    "--wait",
    "patience",
    type=click.FloatRange(0, 3_600),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a database that does not answer.",
)
"""For commands that need the database."""
