"""`make statements`: write `statements.sql` anew."""

from adapters.postgres.composing import composed
from adapters.postgres.statements import FILE, written

FILE.write_text(written(composed()), encoding="utf-8")
