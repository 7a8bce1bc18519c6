package peers.tasks;

import static java.sql.Types.TIMESTAMP_WITH_TIMEZONE;
import static java.sql.Types.VARCHAR;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TaskStore {

    private static final String COLUMNS = """
            id, user_id, title, description, status, priority,
            due_at, completed_at, created_at, updated_at, version
            """;
    private static final String READ = "SELECT " + COLUMNS + " FROM tasks WHERE id = ? AND user_id = ?";
    private static final String LIST = "SELECT " + COLUMNS
            + " FROM tasks WHERE user_id = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?";
    private static final String INSERT = """
            INSERT INTO tasks (id, user_id, title, description, priority, due_at)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING
            """ + COLUMNS;
    private static final String UPDATE = """
            UPDATE tasks
            SET title = ?, description = ?, status = ?, priority = ?, due_at = ?, completed_at = ?,
                updated_at = now(), version = version + 1
            WHERE id = ? AND user_id = ? AND version = ? RETURNING
            """ + COLUMNS;

    private final JdbcClient jdbc;

    TaskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Task> read(UUID id, UUID user) {
        return jdbc.sql(READ).param(id).param(user).query(TaskStore::task).optional();
    }

    List<Task> list(UUID user, int limit, int offset) {
        return jdbc.sql(LIST).param(user).param(limit).param(offset).query(TaskStore::task).list();
    }

    // Types are given where a value may be null: without one, Spring looks for it.
    Task insert(UUID user, NewTask task) {
        return jdbc.sql(INSERT)
                .param(1, UUID.randomUUID())
                .param(2, user)
                .param(3, task.getTitle())
                .param(4, task.getDescription(), VARCHAR)
                .param(5, task.getPriority().stored())
                .param(6, task.getDueAt(), TIMESTAMP_WITH_TIMEZONE)
                .query(TaskStore::task)
                .single();
    }

    /** Write a task; empty when it has changed since it was read. */
    Optional<Task> update(Task task, TaskEdit edit, OffsetDateTime completedAt) {
        return jdbc.sql(UPDATE)
                .param(1, edit.getTitle())
                .param(2, edit.getDescription(), VARCHAR)
                .param(3, edit.getStatus().stored())
                .param(4, edit.getPriority().stored())
                .param(5, edit.getDueAt(), TIMESTAMP_WITH_TIMEZONE)
                .param(6, completedAt, TIMESTAMP_WITH_TIMEZONE)
                .param(7, task.id())
                .param(8, task.userId())
                .param(9, task.version())
                .query(TaskStore::task)
                .optional();
    }

    private static Task task(ResultSet row, int number) throws SQLException {
        return new Task(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                Status.valueOf(row.getString(5).toUpperCase()),
                Priority.valueOf(row.getString(6).toUpperCase()),
                row.getObject(7, OffsetDateTime.class),
                row.getObject(8, OffsetDateTime.class),
                row.getObject(9, OffsetDateTime.class),
                row.getObject(10, OffsetDateTime.class),
                row.getInt(11));
    }
}
