use axum::extract::{FromRequest, FromRequestParts, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::Router;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::auth::UserId;
use crate::error::ApiError;
use crate::models::{NewTask, Status, Task, TaskEdit};
use crate::{AppState, store};

/// axum's extractors, with our errors.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
struct Json<T>(T);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
struct Path<T>(T);

#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
struct Query<T>(T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Page {
    limit: Limit,
    offset: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: Limit(50), offset: 0 }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "u32")]
struct Limit(u32);

impl TryFrom<u32> for Limit {
    type Error = &'static str;

    fn try_from(limit: u32) -> Result<Self, Self::Error> {
        if (1..=100).contains(&limit) { Ok(Self(limit)) } else { Err("limit must be 1 to 100") }
    }
}

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(list).post(create))
        .route("/{id}", get(read).patch(edit))
}

fn tag(task: &Task) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{}\"", task.version))]
}

async fn owned(pool: &PgPool, id: Uuid, user: Uuid) -> Result<Task, ApiError> {
    store::read(pool, id, user).await?.ok_or(ApiError::NotFound)
}

async fn read(
    UserId(user): UserId,
    State(pool): State<PgPool>,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse, ApiError> {
    let task = owned(&pool, id, user).await?;
    Ok((tag(&task), Json(task)))
}

async fn list(
    UserId(user): UserId,
    State(pool): State<PgPool>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<Task>>, ApiError> {
    Ok(Json(store::list(&pool, user, page.limit.0.into(), page.offset.into()).await?))
}

async fn create(
    UserId(user): UserId,
    State(pool): State<PgPool>,
    Json(body): Json<NewTask>,
) -> Result<impl IntoResponse, ApiError> {
    let task = store::insert(&pool, user, body).await?;
    let location = [(header::LOCATION, format!("/api/v1/tasks/{}", task.id))];
    Ok((StatusCode::CREATED, location, tag(&task), Json(task)))
}

async fn edit(
    UserId(user): UserId,
    State(pool): State<PgPool>,
    Path(id): Path<Uuid>,
    Json(edit): Json<TaskEdit>,
) -> Result<impl IntoResponse, ApiError> {
    let task = apply(owned(&pool, id, user).await?, edit)?;
    let task = store::update(&pool, task).await?.ok_or(ApiError::Stale)?;
    Ok((tag(&task), Json(task)))
}

fn apply(mut task: Task, edit: TaskEdit) -> Result<Task, ApiError> {
    if let Some(status) = edit.status.filter(|status| *status != task.status) {
        if !task.status.can_become(status) {
            return Err(ApiError::Transition(task.status, status));
        }
        task.status = status;
        task.completed_at = (status == Status::Done).then(Utc::now);
    }
    if let Some(title) = edit.title {
        task.title = title.0;
    }
    if let Some(description) = edit.description {
        task.description = description.map(|description| description.0);
    }
    if let Some(priority) = edit.priority {
        task.priority = priority;
    }
    if let Some(due_at) = edit.due_at {
        task.due_at = due_at;
    }
    Ok(task)
}
