"""Metrics in the format of Prometheus; docs/operations.md documents each.

Every process counts in its own files in a shared folder (`folder`); the process
that serves a scrape adds them up (`aggregation`). A server without METRICS_PORT
and METRICS_TOKEN imports none of these modules.
"""
