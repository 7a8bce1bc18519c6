"""`make statements`: regenerate `statements.sql`."""

from adapters.postgres.sql.composing import composed
from adapters.postgres.sql.statements import FILE, written

FILE.write_text(written(composed()), encoding="utf-8")
