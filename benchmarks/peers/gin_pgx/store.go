package main

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const columns = `id, user_id, title, description, status, priority,
	due_at, completed_at, created_at, updated_at, version`

const (
	readTask = `SELECT ` + columns + ` FROM tasks WHERE id = $1 AND user_id = $2`

	listTasks = `SELECT ` + columns + ` FROM tasks
		WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`

	insertTask = `INSERT INTO tasks (id, user_id, title, description, priority, due_at)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING ` + columns

	updateTask = `UPDATE tasks
		SET title = $4, description = $5, status = $6, priority = $7, due_at = $8, completed_at = $9,
		    updated_at = now(), version = version + 1
		WHERE id = $1 AND user_id = $2 AND version = $3 RETURNING ` + columns
)

// Store runs the statements; pgx prepares each of them once per connection.
type Store struct{ pool *pgxpool.Pool }

func (s Store) read(ctx context.Context, id, user uuid.UUID) (Task, error) {
	return s.one(ctx, errNotFound, readTask, id, user)
}

func (s Store) list(ctx context.Context, user uuid.UUID, page Page) ([]Task, error) {
	rows, err := s.pool.Query(ctx, listTasks, user, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Task])
}

func (s Store) insert(ctx context.Context, user uuid.UUID, t NewTask) (Task, error) {
	return s.one(ctx, nil, insertTask, uuid.New(), user, t.Title, t.Description, t.Priority.Value, t.DueAt)
}

func (s Store) update(ctx context.Context, t Task) (Task, error) {
	return s.one(ctx, errStale, updateTask,
		t.ID, t.UserID, t.Version, t.Title, t.Description, t.Status, t.Priority, t.DueAt, t.CompletedAt)
}

// one returns the only row of a statement, or the error that stands for none.
func (s Store) one(ctx context.Context, none error, statement string, arguments ...any) (Task, error) {
	rows, err := s.pool.Query(ctx, statement, arguments...)
	if err != nil {
		return Task{}, err
	}
	task, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Task])
	if none != nil && errors.Is(err, pgx.ErrNoRows) {
		return Task{}, none
	}
	return task, err
}
