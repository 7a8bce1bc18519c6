use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    Todo,
    InProgress,
    Done,
    Cancelled,
}

impl Status {
    pub fn can_become(self, next: Self) -> bool {
        use Status::{Cancelled, Done, InProgress, Todo};
        match self {
            Todo => matches!(next, InProgress | Done | Cancelled),
            InProgress => matches!(next, Todo | Done | Cancelled),
            Done => matches!(next, Todo | InProgress),
            Cancelled => matches!(next, Todo),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(formatter)
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Priority {
    Low,
    #[default]
    Medium,
    High,
    Critical,
}

/// 1 to 200 characters without spaces around them.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Title(pub String);

impl TryFrom<String> for Title {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let title = text.trim();
        match title.chars().count() {
            1..=200 => Ok(Self(title.to_owned())),
            _ => Err("title must be 1 to 200 characters"),
        }
    }
}

/// At most 2,000 characters.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Description(pub String);

impl TryFrom<String> for Description {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.chars().count() {
            0..=2000 => Ok(Self(text)),
            _ => Err("description must be at most 2000 characters"),
        }
    }
}

#[derive(FromRow, Serialize)]
pub struct Task {
    pub id: Uuid,
    pub user_id: Uuid,
    pub title: String,
    pub description: Option<String>,
    pub status: Status,
    pub priority: Priority,
    pub due_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    pub title: Title,
    pub description: Option<Description>,
    #[serde(default)]
    pub priority: Priority,
    pub due_at: Option<DateTime<Utc>>,
}

/// Absent fields stay as they are; only `description` and `due_at` may be null.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaskEdit {
    #[serde(deserialize_with = "present")]
    pub title: Option<Title>,
    #[serde(deserialize_with = "present")]
    pub description: Option<Option<Description>>,
    #[serde(deserialize_with = "present")]
    pub status: Option<Status>,
    #[serde(deserialize_with = "present")]
    pub priority: Option<Priority>,
    #[serde(deserialize_with = "present")]
    pub due_at: Option<Option<DateTime<Utc>>>,
}

/// A field that is there, whatever its value: `null` is a value, not an absence.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}
