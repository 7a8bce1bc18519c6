use deadpool_postgres::Pool;
use uuid::Uuid;

use crate::error::ApiError;
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

pub async fn read(pool: &Pool, id: Uuid, user: Uuid) -> Result<Task, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(READ).await?;
    let row = client.query_opt(&statement, &[&id, &user]).await?;
    row.map(Task::from).ok_or(ApiError::NotFound)
}

pub async fn list(pool: &Pool, user: Uuid, limit: i64, offset: i64) -> Result<Vec<Task>, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(LIST).await?;
    let rows = client.query(&statement, &[&user, &limit, &offset]).await?;
    Ok(rows.into_iter().map(Task::from).collect())
}

pub async fn insert(pool: &Pool, user: Uuid, task: NewTask) -> Result<Task, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(INSERT).await?;
    let description = task.description.map(|description| description.0);
    let row = client
        .query_one(
            &statement,
            &[&Uuid::new_v4(), &user, &task.title.0, &description, &task.priority.as_str(), &task.due_at],
        )
        .await?;
    Ok(row.into())
}

/// Write a task, unless it has changed since it was read.
pub async fn update(pool: &Pool, task: &Task) -> Result<Task, ApiError> {
    let client = pool.get().await?;
    let statement = client.prepare_cached(UPDATE).await?;
    let row = client
        .query_opt(
            &statement,
            &[
                &task.id,
                &task.user_id,
                &task.version,
                &task.title,
                &task.description,
                &task.status.as_str(),
                &task.priority.as_str(),
                &task.due_at,
                &task.completed_at,
            ],
        )
        .await?;
    row.map(Task::from).ok_or(ApiError::Stale)
}
