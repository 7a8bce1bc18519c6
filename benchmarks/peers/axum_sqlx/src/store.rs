use sqlx::PgPool;
use uuid::Uuid;

use crate::models::{NewTask, Task};

const READ: &str = "SELECT id, user_id, title, description, status, priority,
    due_at, completed_at, created_at, updated_at, version
    FROM tasks WHERE id = $1 AND user_id = $2";

const LIST: &str = "SELECT id, user_id, title, description, status, priority,
    due_at, completed_at, created_at, updated_at, version
    FROM tasks WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";

const INSERT: &str = "INSERT INTO tasks (id, user_id, title, description, priority, due_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id, user_id, title, description, status, priority,
    due_at, completed_at, created_at, updated_at, version";

const UPDATE: &str = "UPDATE tasks
    SET title = $4, description = $5, status = $6, priority = $7, due_at = $8, completed_at = $9,
        updated_at = now(), version = version + 1
    WHERE id = $1 AND user_id = $2 AND version = $3
    RETURNING id, user_id, title, description, status, priority,
    due_at, completed_at, created_at, updated_at, version";

pub async fn read(pool: &PgPool, id: Uuid, user: Uuid) -> sqlx::Result<Option<Task>> {
    sqlx::query_as(READ).bind(id).bind(user).fetch_optional(pool).await
}

pub async fn list(pool: &PgPool, user: Uuid, limit: i64, offset: i64) -> sqlx::Result<Vec<Task>> {
    sqlx::query_as(LIST).bind(user).bind(limit).bind(offset).fetch_all(pool).await
}

pub async fn insert(pool: &PgPool, user: Uuid, task: NewTask) -> sqlx::Result<Task> {
    sqlx::query_as(INSERT)
        .bind(Uuid::new_v4())
        .bind(user)
        .bind(task.title.0)
        .bind(task.description.map(|description| description.0))
        .bind(task.priority)
        .bind(task.due_at)
        .fetch_one(pool)
        .await
}

/// Write a task; `None` when it has changed since it was read.
pub async fn update(pool: &PgPool, task: Task) -> sqlx::Result<Option<Task>> {
    sqlx::query_as(UPDATE)
        .bind(task.id)
        .bind(task.user_id)
        .bind(task.version)
        .bind(task.title)
        .bind(task.description)
        .bind(task.status)
        .bind(task.priority)
        .bind(task.due_at)
        .bind(task.completed_at)
        .fetch_optional(pool)
        .await
}
