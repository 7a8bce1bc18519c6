package main

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

type Status string

const (
	Todo       Status = "todo"
	InProgress Status = "in_progress"
	Done       Status = "done"
	Cancelled  Status = "cancelled"
)

var transitions = map[Status][]Status{
	Todo:       {InProgress, Done, Cancelled},
	InProgress: {Todo, Done, Cancelled},
	Done:       {Todo, InProgress},
	Cancelled:  {Todo},
}

type Priority string

const (
	Low      Priority = "low"
	Medium   Priority = "medium"
	High     Priority = "high"
	Critical Priority = "critical"
)

type Task struct {
	ID          uuid.UUID  `json:"id"`
	UserID      uuid.UUID  `json:"user_id"`
	Title       string     `json:"title"`
	Description *string    `json:"description"`
	Status      Status     `json:"status"`
	Priority    Priority   `json:"priority"`
	DueAt       *time.Time `json:"due_at"`
	CompletedAt *time.Time `json:"completed_at"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	Version     int32      `json:"version"`
}

type Page struct {
	Limit  int `form:"limit,default=50" binding:"min=1,max=100"`
	Offset int `form:"offset,default=0" binding:"min=0"`
}

// Field of a body: absent, or present with a value that may be null where T is a pointer.
type Field[T any] struct {
	Value   T
	Present bool
}

func (f *Field[T]) UnmarshalJSON(data []byte) error {
	f.Present = true
	return json.Unmarshal(data, &f.Value)
}

type NewTask struct {
	Title       string          `json:"title"`
	Description *string         `json:"description"`
	Priority    Field[Priority] `json:"priority"`
	DueAt       *time.Time      `json:"due_at"`
}

type TaskEdit struct {
	Title       Field[string]     `json:"title"`
	Description Field[*string]    `json:"description"`
	Status      Field[Status]     `json:"status"`
	Priority    Field[Priority]   `json:"priority"`
	DueAt       Field[*time.Time] `json:"due_at"`
}
