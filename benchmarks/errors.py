"""Errors of benchmarks, with what to do."""


class BenchmarkError(Exception):
    """The benchmark cannot go on; the message says why and, where it can, what to do about it."""
