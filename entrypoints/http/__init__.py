"""The HTTP API: `entrypoints.http.app.create_app` creates it, `entrypoints.server.supervisor.serve` serves it."""
