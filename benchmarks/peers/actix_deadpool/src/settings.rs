use std::env;

pub struct Settings {
    pub database_url: String,
    pub jwt_secret: String,
    pub port: u16,
    pub workers: usize,
    pub pool_size: usize,
}

impl Settings {
    pub fn from_environment() -> Self {
        Self {
            database_url: required("DATABASE_URL"),
            jwt_secret: required("JWT_SECRET"),
            port: number("SERVER_PORT", 8080),
            workers: number("SERVER_WORKERS", 1),
            pool_size: number("POOL_SIZE", 10),
        }
    }
}

fn required(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

fn number<T: std::str::FromStr>(name: &str, default: T) -> T {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}
