from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.settings import DATABASE_URL, POOL_SIZE

# A fixed pool: overflow connections would be opened and closed under load.
engine = create_async_engine(DATABASE_URL, pool_size=POOL_SIZE, max_overflow=0)
# The same pool without BEGIN and ROLLBACK around what only reads.
autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")

reading = async_sessionmaker(autocommit, expire_on_commit=False, autoflush=False)
writing = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)


async def _read_session() -> AsyncIterator[AsyncSession]:
    async with reading() as session:
        yield session


async def _write_session() -> AsyncIterator[AsyncSession]:
    async with writing() as session:
        yield session


ReadSession = Annotated[AsyncSession, Depends(_read_session)]
WriteSession = Annotated[AsyncSession, Depends(_write_session)]
