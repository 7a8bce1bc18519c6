"""The API over HTTP: `entrypoints.http.app.create_app` makes it, `entrypoints.server.supervisor.serve` serves it."""
