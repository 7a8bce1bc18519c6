"""The use cases that HTTP serves."""

from attrs import frozen

from application import (
    Authenticate,
    AuthenticateToken,
    AwaitChanges,
    ChangePassword,
    CountTasks,
    CreateProject,
    CreateTask,
    CreateToken,
    DeleteAccount,
    DeleteLabel,
    DeleteProject,
    DeleteTask,
    DryRun,
    EditProject,
    EditTask,
    EndAllSessions,
    EndSession,
    ExportAccount,
    ListLabels,
    ListProjects,
    ListSessions,
    ListTasks,
    ListTokens,
    LogIn,
    MoveProject,
    MoveTask,
    Once,
    ReadAccount,
    ReadChanges,
    ReadHistory,
    ReadPast,
    ReadProgress,
    ReadProject,
    ReadSnapshot,
    ReadTask,
    Register,
    RenameLabel,
    RevokeToken,
    RotateSession,
    RunBatch,
    StreamChanges,
    SummarizeTasks,
    UndoChanges,
)
from domain.projects.project import Project
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
    read_progress: ReadProgress
    edit_task: EditTask
    move_task: MoveTask
    delete_task: DeleteTask
    list_tasks: ListTasks
    count_tasks: CountTasks
    summarize_tasks: SummarizeTasks
    run_batch: RunBatch
    create_project: CreateProject
    read_project: ReadProject
    edit_project: EditProject
    move_project: MoveProject
    delete_project: DeleteProject
    list_projects: ListProjects
    list_labels: ListLabels
    rename_label: RenameLabel
    delete_label: DeleteLabel
    once: Once
    dry_run: DryRun
    read_changes: ReadChanges
    read_snapshot: ReadSnapshot
    read_task_history: ReadHistory
    read_project_history: ReadHistory
    read_past_task: ReadPast[Task]
    read_past_project: ReadPast[Project]
    await_changes: AwaitChanges
    stream_changes: StreamChanges
    undo_changes: UndoChanges
