use actix_web::http::header::{ETAG, LOCATION};
use actix_web::web::{Data, Json, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, patch, post};
use chrono::Utc;
use deadpool_postgres::Pool;
use serde::Deserialize;
use uuid::Uuid;

use crate::auth::UserId;
use crate::error::ApiError;
use crate::models::{NewTask, Status, Task, TaskEdit};
use crate::store;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Page {
    limit: u32,
    offset: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: 50, offset: 0 }
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config.service(read).service(list).service(create).service(edit);
}

fn tag(task: &Task) -> (actix_web::http::header::HeaderName, String) {
    (ETAG, format!("\"{}\"", task.version))
}

#[get("/{id}")]
async fn read(user: UserId, pool: Data<Pool>, id: Path<Uuid>) -> Result<HttpResponse, ApiError> {
    let task = store::read(&pool, *id, user.0).await?;
    Ok(HttpResponse::Ok().insert_header(tag(&task)).json(task))
}

#[get("")]
async fn list(user: UserId, pool: Data<Pool>, page: Query<Page>) -> Result<Json<Vec<Task>>, ApiError> {
    if !(1..=100).contains(&page.limit) {
        return Err(ApiError::Limit);
    }
    Ok(Json(store::list(&pool, user.0, page.limit.into(), page.offset.into()).await?))
}

#[post("")]
async fn create(user: UserId, pool: Data<Pool>, body: Json<NewTask>) -> Result<HttpResponse, ApiError> {
    let task = store::insert(&pool, user.0, body.into_inner()).await?;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, format!("/api/v1/tasks/{}", task.id)))
        .insert_header(tag(&task))
        .json(task))
}

#[patch("/{id}")]
async fn edit(
    user: UserId,
    pool: Data<Pool>,
    id: Path<Uuid>,
    body: Json<TaskEdit>,
) -> Result<HttpResponse, ApiError> {
    let task = apply(store::read(&pool, *id, user.0).await?, body.into_inner())?;
    let task = store::update(&pool, &task).await?;
    Ok(HttpResponse::Ok().insert_header(tag(&task)).json(task))
}

fn apply(mut task: Task, changes: TaskEdit) -> Result<Task, ApiError> {
    if let Some(status) = changes.status.filter(|status| *status != task.status) {
        if !task.status.can_become(status) {
            return Err(ApiError::Transition(task.status, status));
        }
        task.status = status;
        task.completed_at = (status == Status::Done).then(Utc::now);
    }
    if let Some(title) = changes.title {
        task.title = title.0;
    }
    if let Some(description) = changes.description {
        task.description = description.map(|description| description.0);
    }
    if let Some(priority) = changes.priority {
        task.priority = priority;
    }
    if let Some(due_at) = changes.due_at {
        task.due_at = due_at;
    }
    Ok(task)
}
