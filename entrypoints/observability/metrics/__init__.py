"""Metrics in the format of Prometheus; docs/operations.md documents each.

Every process counts for itself, in files of a folder that all of them share
(`folder`); whoever is asked adds them up (`processes`). Nothing here is
imported by a server without METRICS_PORT and METRICS_TOKEN.
"""
