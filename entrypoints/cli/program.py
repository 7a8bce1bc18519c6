"""The program: its commands, and how it reports errors."""

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version

import click

from entrypoints.cli.errors import INVALID_USAGE, CliError, describe

COMMANDS: Mapping[str, str] = {
    "serve": "Start the API.",
    "migrate": "Migrate the database's schema to this release.",
    "check": "Check settings, database and schema, and say what to fix.",
    "openapi": "Print the OpenAPI document of the API (3.1, JSON).",
    "routes": "List every route of the API with its handler.",
    "backup": "Back up all data into a file while the service runs.",
    "restore": "Restore a backup, or verify that it can be restored.",
    "user": "Create and administer accounts.",
}
"""The commands of operators; each is in the module of its name."""
CLIENT_COMMANDS: Mapping[str, tuple[str, str]] = {
    "login": ("account:login", "Log in to a taskapi, here or elsewhere."),
    "logout": ("account:logout", "Revoke the token of this machine and forget it."),
    "add": ("writing:add", "Create a task."),
    "ls": ("reading:ls", "List tasks."),
    "show": ("reading:show", "Show everything about a task."),
    "edit": ("writing:edit", "Change a task."),
    "done": ("writing:done", "Complete tasks."),
    "rm": ("writing:rm", "Delete tasks."),
    "undo": ("writing:undo", "Undo the last change, or others."),
    "history": ("reading:history", "List the changes of a task."),
    "watch": ("reading:watch", "Print changes as they happen."),
    "open": ("reading:open_", "Open the board in the browser."),
    "completion": ("completion:completion", "Print the completion script for a shell."),
}
"""The commands for people, which are clients of a running service."""

CLIENT_PACKAGES = ("httpx", "taskapi_client")
"""What only the commands for people need."""


class Program(click.Group):
    """Imports a command only when it runs, so that the help appears at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        del ctx
        return [*COMMANDS, *CLIENT_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported from the module of its name."""
        del ctx
        if cmd_name in COMMANDS:
            module, name = f"commands.{cmd_name}", cmd_name
        elif cmd_name in CLIENT_COMMANDS:
            place, name = CLIENT_COMMANDS[cmd_name][0].split(":")
            module = f"client.{place}"
        else:
            return None
        try:
            command: click.Command = getattr(import_module(f"entrypoints.cli.{module}"), name)
        except ModuleNotFoundError as error:
            if error.name not in CLIENT_PACKAGES:
                raise
            raise CliError(f"{error.name} is not installed; run: pip install 'taskapi[cli]'") from error
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands for operators"):
            formatter.write_dl(list(COMMANDS.items()))
        with formatter.section("Commands for people"):
            formatter.write_dl([(name, text) for name, (_, text) in CLIENT_COMMANDS.items()])


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        click.echo(f"taskapi {version('taskapi')}")
        context.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings come from the environment and from the file .env: see docs/settings.md. "
    "Exit codes: 0 success, 1 failure, 2 invalid options or settings, 3 not logged in, 4 no such task, "
    "5 the state of the task does not permit it.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def program() -> None:
    """A task API that never silently ignores, loses or duplicates anything it is sent."""


def main() -> None:
    """Run the command of the command line; report expected errors in one line."""
    # structlog would import it for coloured tracebacks, which are not used: 3 MiB in every process.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # as the import system writes "there is none"
    try:
        code = program.main(prog_name="taskapi", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except click.UsageError as error:
        context = f"{error.ctx.command_path} --help" if error.ctx else "taskapi --help"
        click.echo(f"taskapi: {error.format_message().removesuffix('.')}; see {context}", err=True)
        sys.exit(INVALID_USAGE)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except Exception as error:
        lines, code = describe(error)
        if not lines:
            raise
        for line in lines:
            click.echo(f"taskapi: {line}", err=True)
    sys.exit(code)
