"""The use cases that HTTP serves."""

from attrs import frozen

from application import (
    Authenticate,
    AuthenticateToken,
    AwaitChanges,
    ChangePassword,
    CountTasks,
    CreateTask,
    CreateToken,
    DeleteAccount,
    DeleteTask,
    DryRun,
    EditTask,
    EndAllSessions,
    EndSession,
    ExportAccount,
    ListSessions,
    ListTasks,
    ListTokens,
    LogIn,
    MoveTask,
    Once,
    ReadAccount,
    ReadChanges,
    ReadHistory,
    ReadPast,
    ReadSnapshot,
    ReadTask,
    Register,
    RevokeToken,
    RotateSession,
    RunBatch,
    StreamChanges,
    SummarizeTasks,
    UndoChanges,
)
from domain.tasks.task import Task


@frozen(kw_only=True)
class UseCases:
    """The use cases of a container."""

    register: Register
    log_in: LogIn
    rotate_session: RotateSession
    authenticate: Authenticate
    authenticate_token: AuthenticateToken
    list_sessions: ListSessions
    end_session: EndSession
    end_all_sessions: EndAllSessions
    create_token: CreateToken
    list_tokens: ListTokens
    revoke_token: RevokeToken
    change_password: ChangePassword
    read_account: ReadAccount
    delete_account: DeleteAccount
    export_account: ExportAccount
    create_task: CreateTask
    read_task: ReadTask
    edit_task: EditTask
    move_task: MoveTask
    delete_task: DeleteTask
    list_tasks: ListTasks
    count_tasks: CountTasks
    summarize_tasks: SummarizeTasks
    run_batch: RunBatch
    once: Once
    dry_run: DryRun
    read_changes: ReadChanges
    read_snapshot: ReadSnapshot
    read_task_history: ReadHistory
    read_past_task: ReadPast[Task]
    await_changes: AwaitChanges
    stream_changes: StreamChanges
    undo_changes: UndoChanges
