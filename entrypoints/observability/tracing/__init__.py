"""Traces by OpenTelemetry, an extra (`otel`).

A span for each request, in it one for each use case, and one for each group of
units of work or questions that went to the database together, with links to
all who shared it. Nothing here is imported unless OTEL_EXPORTER_OTLP_ENDPOINT
is set.
"""
