package main

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// Tasks has the handlers of /api/v1/tasks.
type Tasks struct{ store Store }

func (h Tasks) register(group *gin.RouterGroup) {
	group.GET("/:id", h.read)
	group.GET("", h.list)
	group.POST("", h.create)
	group.PATCH("/:id", h.edit)
}

func (h Tasks) owned(c *gin.Context) (Task, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return Task{}, invalidInput{err}
	}
	return h.store.read(c.Request.Context(), id, userOf(c))
}

func (h Tasks) read(c *gin.Context) {
	task, err := h.owned(c)
	respond(c, http.StatusOK, task, err)
}

func (h Tasks) list(c *gin.Context) {
	var page Page
	if err := c.ShouldBindQuery(&page); err != nil {
		fail(c, invalidInput{err})
		return
	}
	tasks, err := h.store.list(c.Request.Context(), userOf(c), page)
	if err != nil {
		fail(c, err)
		return
	}
	c.JSON(http.StatusOK, tasks)
}

func (h Tasks) create(c *gin.Context) {
	var body NewTask
	if err := decode(c, &body); err != nil {
		fail(c, err)
		return
	}
	task, err := h.store.insert(c.Request.Context(), userOf(c), body)
	if err == nil {
		c.Header("Location", "/api/v1/tasks/"+task.ID.String())
	}
	respond(c, http.StatusCreated, task, err)
}

func (h Tasks) edit(c *gin.Context) {
	var body TaskEdit
	if err := decode(c, &body); err != nil {
		fail(c, err)
		return
	}
	task, err := h.owned(c)
	if err == nil {
		task, err = apply(task, body)
	}
	if err == nil {
		task, err = h.store.update(c.Request.Context(), task)
	}
	respond(c, http.StatusOK, task, err)
}

func apply(task Task, edit TaskEdit) (Task, error) {
	if edit.Status.Present && edit.Status.Value != task.Status {
		next := edit.Status.Value
		if !slices.Contains(transitions[task.Status], next) {
			return Task{}, illegalTransition{task.Status, next}
		}
		task.Status, task.CompletedAt = next, nil
		if next == Done {
			now := time.Now()
			task.CompletedAt = &now
		}
	}
	replace(&task.Title, edit.Title)
	replace(&task.Description, edit.Description)
	replace(&task.Priority, edit.Priority)
	replace(&task.DueAt, edit.DueAt)
	return task, nil
}

func replace[T any](current *T, field Field[T]) {
	if field.Present {
		*current = field.Value
	}
}

func respond(c *gin.Context, status int, task Task, err error) {
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("ETag", fmt.Sprintf(`"%d"`, task.Version))
	c.JSON(status, task)
}
