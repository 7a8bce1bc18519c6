"""`taskapi openapi`: print the OpenAPI document."""

import click

from entrypoints.cli.database import memory_settings
from entrypoints.container import Container
from entrypoints.http.openapi.document import rendered
from entrypoints.server.application import application
from entrypoints.settings import Settings


@click.command()
def openapi() -> None:
    """Print the OpenAPI document of the API (3.1, JSON), as served at /openapi.json."""
    app = application(Container(settings=memory_settings(Settings())))
    click.echo(rendered(app.litestar), nl=False)
