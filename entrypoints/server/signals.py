"""The signals of a worker."""

import signal

DRAIN = signal.SIGUSR1
"""Announces to a worker that it will be stopped soon."""
STOPS = (signal.SIGINT, signal.SIGTERM)
STOP_WITHIN = 10.0
"""Seconds for the requests in progress when a worker stops."""
