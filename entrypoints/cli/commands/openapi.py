"""`taskapi openapi`: print the OpenAPI document."""

import click

from entrypoints.cli.database import in_memory
from entrypoints.container import Container
from entrypoints.http.openapi.document import rendered
from entrypoints.server.application import application
from entrypoints.settings import Settings


@click.command()
def openapi() -> None:
    """Print the OpenAPI document of the API (3.1, JSON), as served at /openapi.json."""
    app = application(Container(settings=in_memory(Settings())))
    click.echo(rendered(app.litestar), nl=False)
