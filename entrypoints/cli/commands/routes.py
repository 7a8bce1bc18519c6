"""`taskapi routes`: the API, one route per line."""

import json

import click
from attrs import asdict, frozen

from entrypoints.cli.database import memory_settings
from entrypoints.container import Container
from entrypoints.http.dispatch.endpoint import Endpoint
from entrypoints.server.application import application
from entrypoints.settings import Settings


@frozen
class Row:
    """One line of the list."""

    method: str
    path: str
    operation: str
    access: str
    """Who may call it: `anyone`, or `token` for the owner of a valid token."""
    handler: str

    @classmethod
    def of(cls, method: str, endpoint: Endpoint) -> "Row":
        """Return the line of an endpoint."""
        operation, handler = endpoint.operation, endpoint.handler
        access = "anyone" if operation.public else "token"
        return cls(method, endpoint.template, operation.id, access, f"{handler.__module__}:{handler.__name__}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects instead of a table.")
def routes(*, as_json: bool) -> None:
    """List every route: method, path, operation, who may call it, handler."""
    app = application(Container(settings=memory_settings(Settings())))
    rows = [Row.of(method, endpoint) for method, endpoint in app.dispatcher.endpoints()]
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
        return
    table = [tuple(asdict(row).values()) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
