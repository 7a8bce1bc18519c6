package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

// decode reads one JSON value with known fields only, and nothing behind it; gin's own binding ignores what follows.
func decode(c *gin.Context, into interface{ validate() error }) error {
	decoder := json.NewDecoder(c.Request.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return invalidInput{err}
	}
	if _, err := decoder.Token(); err != io.EOF {
		return invalidInput{errors.New("unexpected data after the body")}
	}
	if err := into.validate(); err != nil {
		return invalidInput{err}
	}
	return nil
}

func (t *NewTask) validate() error {
	t.Title = strings.TrimSpace(t.Title)
	if !t.Priority.Present {
		t.Priority.Value = Medium
	}
	return errors.Join(checkTitle(t.Title), checkDescription(t.Description), checkPriority(t.Priority.Value))
}

func (e *TaskEdit) validate() error {
	var title, status, priority error
	if e.Title.Present {
		e.Title.Value = strings.TrimSpace(e.Title.Value)
		title = checkTitle(e.Title.Value)
	}
	if e.Status.Present {
		status = checkStatus(e.Status.Value)
	}
	if e.Priority.Present {
		priority = checkPriority(e.Priority.Value)
	}
	return errors.Join(title, checkDescription(e.Description.Value), status, priority)
}

func checkTitle(title string) error {
	if length := utf8.RuneCountInString(title); length < 1 || length > 200 {
		return errors.New("title must be 1 to 200 characters")
	}
	return nil
}

func checkDescription(description *string) error {
	if description != nil && utf8.RuneCountInString(*description) > 2000 {
		return errors.New("description must be at most 2000 characters")
	}
	return nil
}

func checkStatus(status Status) error {
	if _, exists := transitions[status]; !exists {
		return errors.New("status must be todo, in_progress, done or cancelled")
	}
	return nil
}

func checkPriority(priority Priority) error {
	switch priority {
	case Low, Medium, High, Critical:
		return nil
	}
	return errors.New("priority must be low, medium, high or critical")
}
