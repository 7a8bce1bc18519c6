"""Composing the statements out of the tables with SQLAlchemy Core: `python -m adapters.postgres.composing`.

Only this writes SQL; what serves reads it from `statements.sql`, and a test
compares the two.
"""

from adapters.postgres.composing.parameters import compiled
from adapters.postgres.composing.reads import composed_reads
from adapters.postgres.composing.shapes import composed_shapes
from adapters.postgres.composing.sweeps import composed_sweeps
from adapters.postgres.composing.writes import composed_writes
from adapters.postgres.statements import Statement

__all__ = ["composed"]


def composed() -> dict[str, Statement]:
    """Every statement, by name."""
    texts = {**composed_reads(), **composed_shapes(), **composed_writes(), **composed_sweeps()}
    return {name: compiled(text) for name, text in texts.items()}
