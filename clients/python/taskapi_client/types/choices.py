"""Words to choose from."""

from taskapi_client.types.model import OpenEnum


class Status(OpenEnum):
    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(OpenEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Due(OpenEnum):
    ANY = "any"
    NONE = "none"


class Grouping(OpenEnum):
    """What tasks are counted by."""

    BY_STATUS = "status"
    BY_PRIORITY = "priority"
    BY_PROJECT = "project"
    BY_LABEL = "label"
    BY_DUE = "due"


class Sort(OpenEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    DUE_AT = "due_at"
    DUE_AT_DESCENDING = "-due_at"
    PRIORITY = "priority"
    PRIORITY_DESCENDING = "-priority"
    TITLE = "title"
    TITLE_DESCENDING = "-title"
    POSITION = "position"
    POSITION_DESCENDING = "-position"


class Include(OpenEnum):
    PROGRESS = "progress"


class EndOfOrder(OpenEnum):
    FIRST = "first"
    LAST = "last"


class Scope(OpenEnum):
    """What a personal access token permits; no scope includes another."""

    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    ACCOUNT = "account"


class ChangeKind(OpenEnum):
    CREATED = "created"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"


class ObjectKind(OpenEnum):
    TASK = "task"
    PROJECT = "project"


class TasksOfProject(OpenEnum):
    """What happens to the tasks of a project that is deleted."""

    KEEP = "keep"
    DELETE = "delete"
