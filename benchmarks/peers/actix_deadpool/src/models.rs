use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use tokio_postgres::Row;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Todo,
    InProgress,
    Done,
    Cancelled,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

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

impl From<&str> for Status {
    fn from(stored: &str) -> Self {
        match stored {
            "in_progress" => Self::InProgress,
            "done" => Self::Done,
            "cancelled" => Self::Cancelled,
            _ => Self::Todo, // the table has a CHECK on it
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Low,
    #[default]
    Medium,
    High,
    Critical,
}

impl Priority {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl From<&str> for Priority {
    fn from(stored: &str) -> Self {
        match stored {
            "low" => Self::Low,
            "high" => Self::High,
            "critical" => Self::Critical,
            _ => Self::Medium,
        }
    }
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

#[derive(Serialize)]
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

impl From<Row> for Task {
    fn from(row: Row) -> Self {
        Self {
            id: row.get(0),
            user_id: row.get(1),
            title: row.get(2),
            description: row.get(3),
            status: row.get::<_, &str>(4).into(),
            priority: row.get::<_, &str>(5).into(),
            due_at: row.get(6),
            completed_at: row.get(7),
            created_at: row.get(8),
            updated_at: row.get(9),
            version: row.get(10),
        }
    }
}
