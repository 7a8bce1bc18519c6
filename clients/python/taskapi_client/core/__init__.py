"""Everything that the two clients share: calls are described and responses are parsed without I/O.

What has to wait is a coroutine on a `Transport`. Those of the asynchronous client suspend; those of the synchronous
client block instead, so that its coroutines run to their end at once (`modes`).
"""
