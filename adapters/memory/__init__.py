"""The in-memory store: `MemoryStore().begin` is all a use case needs."""

from adapters.memory.store import MemoryStore

__all__ = ["MemoryStore"]
