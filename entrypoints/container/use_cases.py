"""Connects the use cases with the adapters."""

from datetime import timedelta
from time import monotonic_ns

from dependency_injector import providers

from adapters.security.ciphers import StreamCipher
from adapters.security.pseudonyms import KeyedPseudonyms
from application import (
    AttemptCounter,
    Authenticate,
    AuthenticateToken,
    AwaitChanges,
    ChangePassword,
    CountTasks,
    CreateProject,
    CreateTask,
    CreateToken,
    CreateUser,
    DeleteAccount,
    DeleteLabel,
    DeleteProject,
    DeleteTask,
    DeleteUser,
    DisableUser,
    DryRun,
    EditProject,
    EditTask,
    EnableUser,
    EncryptedReceipts,
    EndAllSessions,
    EndSession,
    ExportAccount,
    FindUser,
    IssueTokens,
    KnownNetworks,
    Limits,
    ListLabels,
    ListProjects,
    ListSessions,
    ListTasks,
    ListTokens,
    ListUsers,
    LogIn,
    MoveProject,
    MoveTask,
    Once,
    PasswordVerifier,
    ReadAccount,
    ReadChanges,
    ReadHistory,
    ReadPast,
    ReadProgress,
    ReadProject,
    ReadSnapshot,
    ReadTask,
    ReceiptBudget,
    Receipts,
    Register,
    RenameLabel,
    RevokeAllTokens,
    RevokeToken,
    RotateSession,
    RunBatch,
    SetPassword,
    StreamChanges,
    SummarizeTasks,
    UndoChanges,
)
from application.use_cases import UseCases
from domain.accounts.allowance import Limit
from domain.changes.kinds import ObjectKind
from domain.projects.project import Project
from domain.tasks.task import Task
from entrypoints.container.adapters import Adapters
from entrypoints.settings import Settings

REGISTRATION_WINDOW = timedelta(hours=1)


def _limits(settings: Settings) -> Limits:
    limits = settings.limits
    return Limits(
        guesses_per_account=Limit(limits.login_guesses_per_account, limits.login_window),
        guesses_per_address=Limit(limits.login_guesses_per_address, limits.login_window),
        registrations_per_address=Limit(limits.registrations_per_address, REGISTRATION_WINDOW),
    )


class Container(Adapters):
    """All objects of one process, created on first use; `Container(settings=...)`.

    Any part can be replaced: `Container(settings=..., now=providers.Object(clock))`.
    """

    limits = providers.Singleton(_limits, Adapters.settings)
    pseudonyms = providers.Singleton(KeyedPseudonyms, Adapters.keys)
    attempts = providers.Singleton(AttemptCounter, Adapters.begin, Adapters.now, pseudonyms)
    known_networks = providers.Singleton(
        KnownNetworks, Adapters.begin, Adapters.now, pseudonyms, Adapters.settings.provided.tokens.refresh_lifetime
    )
    password_verifier = providers.Singleton(PasswordVerifier, Adapters.passwords, attempts, limits, known_networks)
    issue_tokens = providers.Singleton(IssueTokens, Adapters.access_tokens, Adapters.refresh_tokens)
    receipt_budget = providers.Singleton(
        ReceiptBudget,
        Adapters.rate_table,
        Adapters.settings.provided.limits.receipt_bytes_per_user,
        providers.Object(monotonic_ns),
    )
    receipts = providers.Singleton(Receipts, Adapters.now, receipt_budget)
    encrypted_receipts = providers.Singleton(
        EncryptedReceipts, receipts, providers.Singleton(StreamCipher, Adapters.keys)
    )

    create_task = providers.Singleton(CreateTask, Adapters.begin, Adapters.now, Adapters.new_id)
    edit_task = providers.Singleton(EditTask, Adapters.begin, Adapters.now)
    delete_task = providers.Singleton(DeleteTask, Adapters.begin, Adapters.now)
    read_changes = providers.Singleton(ReadChanges, Adapters.begin)
    list_sessions = providers.Singleton(ListSessions, Adapters.begin, Adapters.now)
    end_all_sessions = providers.Singleton(EndAllSessions, Adapters.begin, Adapters.now)
    list_tokens = providers.Singleton(ListTokens, Adapters.begin, Adapters.now)
    revoke_all_tokens = providers.Singleton(RevokeAllTokens, Adapters.begin)

    use_cases = providers.Singleton(
        UseCases,
        register=providers.Singleton(
            Register,
            Adapters.begin,
            Adapters.now,
            Adapters.new_id,
            Adapters.passwords,
            Adapters.password_policy,
            attempts,
            limits,
            known_networks,
            password_verifier,
            receipts,
        ),
        log_in=providers.Singleton(
            LogIn,
            Adapters.begin,
            Adapters.now,
            Adapters.new_id,
            Adapters.new_secret,
            Adapters.passwords,
            password_verifier,
            issue_tokens,
            encrypted_receipts,
            Adapters.settings.provided.tokens.refresh_lifetime,
            Adapters.settings.provided.tokens.sessions_per_account,
        ),
        rotate_session=providers.Singleton(
            RotateSession,
            Adapters.begin,
            Adapters.now,
            Adapters.new_secret,
            Adapters.refresh_tokens,
            issue_tokens,
            encrypted_receipts,
            Adapters.settings.provided.tokens.refresh_grace,
        ),
        authenticate=providers.Singleton(Authenticate, Adapters.begin, Adapters.now, Adapters.access_tokens),
        authenticate_token=providers.Singleton(AuthenticateToken, Adapters.begin, Adapters.now),
        create_token=providers.Singleton(
            CreateToken,
            Adapters.begin,
            Adapters.now,
            Adapters.new_id,
            Adapters.new_secret,
            encrypted_receipts,
            Adapters.settings.provided.tokens.personal_tokens_per_account,
        ),
        list_tokens=list_tokens,
        revoke_token=providers.Singleton(RevokeToken, Adapters.begin),
        list_sessions=list_sessions,
        end_session=providers.Singleton(EndSession, Adapters.begin, Adapters.now),
        end_all_sessions=end_all_sessions,
        change_password=providers.Singleton(
            ChangePassword,
            Adapters.begin,
            Adapters.now,
            Adapters.passwords,
            Adapters.password_policy,
            password_verifier,
            receipts,
        ),
        read_account=providers.Singleton(ReadAccount, Adapters.begin),
        delete_account=providers.Singleton(DeleteAccount, Adapters.begin, password_verifier),
        export_account=providers.Singleton(ExportAccount, Adapters.begin),
        create_task=create_task,
        read_task=providers.Singleton(ReadTask, Adapters.begin),
        read_progress=providers.Singleton(ReadProgress, Adapters.begin),
        edit_task=edit_task,
        move_task=providers.Singleton(MoveTask, Adapters.begin, Adapters.now),
        delete_task=delete_task,
        list_tasks=providers.Singleton(ListTasks, Adapters.begin),
        count_tasks=providers.Singleton(CountTasks, Adapters.begin),
        summarize_tasks=providers.Singleton(SummarizeTasks, Adapters.begin, Adapters.now),
        run_batch=providers.Singleton(RunBatch, Adapters.begin, Adapters.now, Adapters.new_id),
        create_project=providers.Singleton(CreateProject, Adapters.begin, Adapters.now, Adapters.new_id),
        read_project=providers.Singleton(ReadProject, Adapters.begin),
        edit_project=providers.Singleton(EditProject, Adapters.begin, Adapters.now),
        move_project=providers.Singleton(MoveProject, Adapters.begin, Adapters.now),
        delete_project=providers.Singleton(DeleteProject, Adapters.begin, Adapters.now),
        list_projects=providers.Singleton(ListProjects, Adapters.begin),
        list_labels=providers.Singleton(ListLabels, Adapters.begin),
        rename_label=providers.Singleton(RenameLabel, Adapters.begin, Adapters.now),
        delete_label=providers.Singleton(DeleteLabel, Adapters.begin, Adapters.now),
        once=providers.Singleton(Once, Adapters.begin, receipts),
        dry_run=providers.Singleton(DryRun, Adapters.begin),
        read_changes=read_changes,
        read_snapshot=providers.Singleton(ReadSnapshot, Adapters.begin),
        read_task_history=providers.Singleton(ReadHistory, Adapters.begin, ObjectKind.TASK),
        read_project_history=providers.Singleton(ReadHistory, Adapters.begin, ObjectKind.PROJECT),
        read_past_project=providers.Singleton(ReadPast, Adapters.begin, providers.Object(Project)),
        read_past_task=providers.Singleton(ReadPast, Adapters.begin, providers.Object(Task)),
        await_changes=providers.Singleton(AwaitChanges, read_changes, Adapters.feed),
        stream_changes=providers.Singleton(StreamChanges, Adapters.begin, Adapters.feed),
        undo_changes=providers.Singleton(UndoChanges, Adapters.begin, Adapters.now),
    )

    find_user = providers.Singleton(FindUser, Adapters.begin)
    list_users = providers.Singleton(ListUsers, Adapters.begin)
    create_user = providers.Singleton(
        CreateUser, Adapters.begin, Adapters.now, Adapters.new_id, Adapters.passwords, Adapters.password_policy
    )
    set_password = providers.Singleton(
        SetPassword,
        find_user,
        Adapters.begin,
        Adapters.passwords,
        Adapters.password_policy,
        end_all_sessions,
        revoke_all_tokens,
    )
    delete_user = providers.Singleton(DeleteUser, find_user, Adapters.begin)
    disable_user = providers.Singleton(
        DisableUser, find_user, Adapters.begin, Adapters.now, end_all_sessions, revoke_all_tokens
    )
    enable_user = providers.Singleton(EnableUser, find_user, Adapters.begin)
