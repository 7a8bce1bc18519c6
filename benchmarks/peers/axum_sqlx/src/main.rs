mod auth;
mod error;
mod models;
mod settings;
mod store;
mod tasks;

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;

use crate::auth::TokenVerifier;
use crate::error::ApiError;
use crate::settings::Settings;

#[derive(Clone, FromRef)]
pub struct AppState {
    pool: PgPool,
    tokens: Arc<TokenVerifier>,
}

async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

async fn serve(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let pool = PgPoolOptions::new()
        .max_connections(settings.pool_size)
        .min_connections(settings.pool_size)
        .test_before_acquire(false) // a ping before each statement would double the round trips
        .connect(&settings.database_url)
        .await?;
    let tokens = Arc::new(TokenVerifier::new(&settings.jwt_secret));
    let app = Router::new()
        .route("/health", get(health))
        .nest("/api/v1/tasks", tasks::routes())
        .fallback(async || ApiError::NotFound)
        .with_state(AppState { pool, tokens });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let settings = Settings::from_environment();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .enable_all()
        .build()?
        .block_on(serve(settings))
}
