"""The API over HTTP: `entrypoints.http.app.create_app` makes it, `entrypoints.http.server.serve` serves it."""
