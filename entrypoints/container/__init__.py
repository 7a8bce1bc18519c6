"""The composition root: chooses the adapters of the API and connects everything."""

from entrypoints.container.use_cases import Container

__all__ = ["Container"]
