from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response, status
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from app.database import ReadSession, WriteSession
from app.models import Task, now
from app.schemas import TRANSITIONS, Status, TaskCreate, TaskOut, TaskUpdate
from app.security import CurrentUserId

# Built once: putting a statement together for every request costs more than looking it up in SQLAlchemy's cache.
OWNED = select(Task).where(Task.id == bindparam("task_id"), Task.user_id == bindparam("user_id"))
NEWEST = (
    select(Task)
    .where(Task.user_id == bindparam("user_id"))
    .order_by(Task.created_at.desc(), Task.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)

router = APIRouter(prefix="/api/v1/tasks", tags=["tasks"])


async def _owned(session: AsyncSession, task_id: UUID, user_id: UUID) -> Task:
    task = await session.scalar(OWNED, {"task_id": task_id, "user_id": user_id})
    if task is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Task not found")
    return task


@router.get("/{task_id}")
async def read_task(task_id: UUID, user_id: CurrentUserId, session: ReadSession, response: Response) -> TaskOut:
    task = await _owned(session, task_id, user_id)
    response.headers["ETag"] = f'"{task.version}"'
    return task


@router.get("")
async def list_tasks(
    user_id: CurrentUserId,
    session: ReadSession,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[TaskOut]:
    tasks = await session.scalars(NEWEST, {"user_id": user_id, "limit": limit, "offset": offset})
    return tasks.all()


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_task(body: TaskCreate, user_id: CurrentUserId, session: WriteSession, response: Response) -> TaskOut:
    task = Task(user_id=user_id, **body.model_dump())
    session.add(task)
    await session.commit()
    response.headers["Location"] = f"/api/v1/tasks/{task.id}"
    response.headers["ETag"] = f'"{task.version}"'
    return task


@router.patch("/{task_id}")
async def edit_task(
    task_id: UUID, body: TaskUpdate, user_id: CurrentUserId, session: WriteSession, response: Response
) -> TaskOut:
    task = await _owned(session, task_id, user_id)
    changes = body.model_dump(exclude_unset=True)
    wanted = changes.get("status", task.status)
    if wanted != task.status:
        if wanted not in TRANSITIONS[Status(task.status)]:
            raise HTTPException(status.HTTP_409_CONFLICT, f"A task that is {task.status} cannot become {wanted}")
        task.completed_at = now() if wanted == Status.DONE else None
    for name, value in changes.items():
        setattr(task, name, value)
    try:
        await session.commit()
    except StaleDataError:
        raise HTTPException(status.HTTP_409_CONFLICT, "The task has changed meanwhile") from None
    response.headers["ETag"] = f'"{task.version}"'
    return task
