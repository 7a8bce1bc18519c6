"""`taskapi openapi`: the API, described for programs."""

import click

from entrypoints.cli.database import in_memory
from entrypoints.container import Container
from entrypoints.http.app import create_app
from entrypoints.http.openapi.document import rendered
from entrypoints.settings import Settings


@click.command()
def openapi() -> None:
    """Print the API's description (OpenAPI 3.1, JSON), as it is served at /openapi.json."""
    settings = in_memory(Settings())
    container = Container(settings=settings)
    app = create_app(container.use_cases(), store=container.store(), seal=container.seal(), settings=settings.http)
    click.echo(rendered(app.litestar), nl=False)
