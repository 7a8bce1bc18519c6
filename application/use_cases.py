"""The use cases that HTTP serves."""

from attrs import frozen

from application import (
    Authenticate,
    AuthenticateToken,
    ChangePassword,
    CountTasks,
    CreateTask,
    CreateToken,
    DeleteAccount,
    DeleteTask,
    EditTask,
    EndAllSessions,
    EndSession,
    ExportAccount,
    ListSessions,
    ListTasks,
    ListTokens,
    LogIn,
    Once,
    ReadAccount,
    ReadTask,
    Register,
    RevokeToken,
    RotateSession,
    RunBatch,
)


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
    delete_task: DeleteTask
    list_tasks: ListTasks
    count_tasks: CountTasks
    run_batch: RunBatch
    once: Once
