from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.database import engine
from app.routes import router
from app.schemas import Health


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = FastAPI(title="Tasks", lifespan=lifespan)
app.include_router(router)


@app.get("/health")
async def health() -> Health:
    return Health(status="ok")
