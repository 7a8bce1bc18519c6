use actix_web::error::{JsonPayloadError, PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::{HttpResponse, ResponseError};
use deadpool_postgres::PoolError;
use serde_json::json;
use thiserror::Error;

use crate::models::Status;

#[derive(Debug, Error)]
pub enum ApiError {
    #[error("{0}")]
    Body(#[from] JsonPayloadError),
    #[error("{0}")]
    Path(#[from] PathError),
    #[error("{0}")]
    Query(#[from] QueryPayloadError),
    #[error("limit must be 1 to 100")]
    Limit,
    #[error("invalid token")]
    Unauthorized,
    #[error("not found")]
    NotFound,
    #[error("a task that is {0} cannot become {1}")]
    Transition(Status, Status),
    #[error("the task has changed meanwhile")]
    Stale,
    #[error("internal error")]
    Pool(#[from] PoolError),
    #[error("internal error")]
    Database(#[from] tokio_postgres::Error),
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Body(error) => error.status_code(),
            Self::Path(_) | Self::Query(_) | Self::Limit => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Transition(..) | Self::Stale => StatusCode::CONFLICT,
            Self::Pool(_) | Self::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Pool(error) => log::error!("{error}"),
            Self::Database(error) => log::error!("{error}"),
            _ => {}
        }
        let mut response = HttpResponse::build(self.status_code());
        if matches!(self, Self::Unauthorized) {
            response.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        response.json(json!({ "error": self.to_string() }))
    }
}
