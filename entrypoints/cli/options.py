"""Options of several commands, and loading the settings."""

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
    """The value of a setting, validated like the setting and returned as text."""

    name = "value"

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, or fail with a usage error."""
        try:
            self.setting.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return value


def setting_option(name: str, option: str, description: str, metavar: str) -> Callable[[C], C]:
    """Return an option that overrides a setting; the command receives it under the setting's name."""
    setting = next(setting for setting in all_settings() if setting.name == name)
    text = f"{description}  [{name}, {setting.default}]"
    return click.option(option, name, type=SettingValue(setting), metavar=metavar, help=text)


def load_settings(overrides: Mapping[str, str | None] | None = None) -> Settings:
    """Load the settings: from options, then from the environment, then from `.env`. Raise `SettingsError`."""
    environ = {name: text for name, text in (overrides or {}).items() if text is not None}
    return Settings.load(os.environ | environ, DOTENV)


wait_option = click.option(
    "--wait",
    "timeout",
    type=click.FloatRange(0, 3_600),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a database that does not answer.",
)
"""The option of commands that need the database."""
