"""`taskapi completion`."""

import click
from click.shell_completion import get_completion_class

from entrypoints.cli.errors import CliError

INSTALLATION = {
    "bash": 'eval "$(taskapi completion bash)"   # in ~/.bashrc',
    "zsh": 'eval "$(taskapi completion zsh)"   # in ~/.zshrc',
    "fish": "taskapi completion fish > ~/.config/fish/completions/taskapi.fish",
}


@click.command(epilog="\b\n" + "\n".join(INSTALLATION.values()))
@click.argument("shell", type=click.Choice(list(INSTALLATION)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise CliError(f"there is no completion for {shell}")
    click.echo(kind(context.find_root().command, {}, "taskapi", "_TASKAPI_COMPLETE").source())
