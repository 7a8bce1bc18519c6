"""Traces by OpenTelemetry, an extra (`otel`).

A span for each request, inside it one for each use case, and one for each batch
of units of work or keys that was sent to the database, with links to all spans
that shared it. A server without OTEL_EXPORTER_OTLP_ENDPOINT imports none of
these modules.
"""
