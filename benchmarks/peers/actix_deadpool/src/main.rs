mod auth;
mod error;
mod models;
mod settings;
mod store;
mod tasks;

use std::net::Ipv4Addr;

use actix_web::web::{self, Data, JsonConfig, PathConfig, QueryConfig};
use actix_web::{App, HttpServer, Responder, get};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use serde_json::json;
use tokio_postgres::NoTls;

use crate::auth::TokenVerifier;
use crate::error::ApiError;
use crate::settings::Settings;

#[get("/health")]
async fn health() -> impl Responder {
    web::Json(json!({ "status": "ok" }))
}

async fn not_found() -> Result<&'static str, ApiError> {
    Err(ApiError::NotFound)
}

fn pool_of(settings: &Settings) -> Result<Pool, Box<dyn std::error::Error>> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(settings.database_url.parse()?, NoTls, recycling);
    Ok(Pool::builder(manager).max_size(settings.pool_size).build()?)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or("warn"));
    let settings = Settings::from_environment();
    let pool = Data::new(pool_of(&settings)?);
    let tokens = Data::new(TokenVerifier::new(&settings.jwt_secret));
    HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .app_data(tokens.clone())
            .app_data(JsonConfig::default().error_handler(|error, _| ApiError::from(error).into()))
            .app_data(PathConfig::default().error_handler(|error, _| ApiError::from(error).into()))
            .app_data(QueryConfig::default().error_handler(|error, _| ApiError::from(error).into()))
            .service(health)
            .service(web::scope("/api/v1/tasks").configure(tasks::routes))
            .default_service(web::to(not_found))
    })
    .workers(settings.workers)
    .bind((Ipv4Addr::LOCALHOST, settings.port))?
    .run()
    .await?;
    Ok(())
}
