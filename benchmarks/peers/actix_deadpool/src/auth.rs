use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use uuid::Uuid;

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

    fn user_of(&self, token: &str) -> Option<UserId> {
        let token = decode::<Claims>(token, &self.key, &self.validation).ok()?;
        Some(UserId(token.claims.sub))
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: Uuid,
}

/// The user that a valid token names.
pub struct UserId(pub Uuid);

impl FromRequest for UserId {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let verifier = request.app_data::<Data<TokenVerifier>>().expect("main registers it");
        let user = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .and_then(|token| verifier.user_of(token));
        ready(user.ok_or(ApiError::Unauthorized))
    }
}
