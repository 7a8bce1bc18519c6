"""Bounds of connections: what a client can make large or slow, and what it cannot exceed."""

MAX_HEAD = 32 * 1024
"""Bytes of a request line and headers; the application accepts less (`requests/limits.py`)."""
MAX_HEADERS = 100
MAX_CHUNKS = 1_000
"""Chunks of one body."""
MAX_CHUNK_OVERHEAD = 64 * 1024
"""Bytes of chunk sizes, chunk extensions and trailers of one body."""
MAX_READ = 64 * 1024
"""Bytes that are read at a time."""
MAX_READ_AHEAD = 4 * 1024
"""Bytes that are read at a time while a request is in progress; the rest waits in the socket."""
MAX_UNREAD_BODY = 64 * 1024
"""Bytes of a body that wait for the application; then reading pauses."""

MAX_CONNECTIONS = 8_192
"""Open at the same time, for each worker, most of them idle; what is worked on is limited by `MAX_IN_FLIGHT`."""
MAX_HELD = 12 * 1024 * 1024
"""Bytes of unfinished requests and unread responses of all connections of a worker together."""

HEAD_WITHIN = 10.0
"""Seconds for the head of a request, from the beginning of a connection or from its first byte."""
IDLE_WITHIN = 75.0
"""Seconds until an idle connection is closed: longer than the 60 s after which common proxies close theirs, so that a
proxy does not send a request on a connection that is just being closed."""
PROGRESS_WITHIN = 15.0
"""Seconds within which a client must read some of a response that waits for it."""
MIN_PROGRESS = 4 * 1024
"""Bytes that a client must read in that time, or all."""
LINGER_WITHIN = 2.0
"""Seconds during which the rest of a rejected request is read and discarded, so that the response arrives."""
CHECK_INTERVAL = 1.0
"""Seconds between two checks of all connections."""
