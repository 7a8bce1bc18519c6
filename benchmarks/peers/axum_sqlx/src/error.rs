use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::Json;
use serde_json::json;
use thiserror::Error;

use crate::models::Status;

#[derive(Debug, Error)]
pub enum ApiError {
    #[error("{0}")]
    Body(#[from] JsonRejection),
    #[error("{0}")]
    Path(#[from] PathRejection),
    #[error("{0}")]
    Query(#[from] QueryRejection),
    #[error("invalid token")]
    Unauthorized,
    #[error("not found")]
    NotFound,
    #[error("a task that is {0} cannot become {1}")]
    Transition(Status, Status),
    #[error("the task has changed meanwhile")]
    Stale,
    #[error("internal error")]
    Database(#[from] sqlx::Error),
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Body(rejection) => rejection.status(),
            Self::Path(_) | Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Transition(..) | Self::Stale => StatusCode::CONFLICT,
            Self::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

const CHALLENGE: [(HeaderName, &str); 1] = [(header::WWW_AUTHENTICATE, "Bearer")];

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Database(error) = &self {
            tracing::error!(%error, "database error");
        }
        let body = (self.status(), Json(json!({ "error": self.to_string() })));
        match self {
            Self::Unauthorized => (CHALLENGE, body).into_response(),
            _ => body.into_response(),
        }
    }
}
