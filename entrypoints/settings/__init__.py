"""The settings of a process; docs/settings.md documents them."""

from entrypoints.settings.database_url import DatabaseUrl
from entrypoints.settings.secret import Secret
from entrypoints.settings.settings import Settings, SettingsError

__all__ = ["DatabaseUrl", "Secret", "Settings", "SettingsError"]
