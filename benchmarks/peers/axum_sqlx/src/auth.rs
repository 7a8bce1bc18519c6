use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use uuid::Uuid;

use crate::AppState;
use crate::error::ApiError;

/// The key and the rules for tokens, made once.
pub struct TokenVerifier {
    key: DecodingKey,
    validation: Validation,
}

impl TokenVerifier {
    pub fn new(secret: &str) -> Self {
        Self {
            key: DecodingKey::from_secret(secret.as_bytes()),
            validation: Validation::new(Algorithm::HS256),
        }
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: Uuid,
}

/// The user that a valid token names.
pub struct UserId(pub Uuid);

impl FromRequestParts<AppState> for UserId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .ok_or(ApiError::Unauthorized)?;
        let verifier = &state.tokens;
        decode::<Claims>(token, &verifier.key, &verifier.validation)
            .map(|token| Self(token.claims.sub))
            .map_err(|_| ApiError::Unauthorized)
    }
}
