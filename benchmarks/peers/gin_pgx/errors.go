package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
)

var (
	errUnauthorized = errors.New("invalid token")
	errNotFound     = errors.New("not found")
	errStale        = errors.New("the task has changed meanwhile")
)

type invalidInput struct{ error }

type illegalTransition struct{ from, to Status }

func (t illegalTransition) Error() string {
	return fmt.Sprintf("a task that is %s cannot become %s", t.from, t.to)
}

// fail ends a request with the response that belongs to an error.
func fail(c *gin.Context, err error) {
	status := statusOf(err)
	message := err.Error()
	switch status {
	case http.StatusUnauthorized:
		c.Header("WWW-Authenticate", "Bearer")
	case http.StatusInternalServerError:
		slog.Error("request failed", "error", err)
		message = "internal error"
	}
	c.AbortWithStatusJSON(status, gin.H{"error": message})
}

func statusOf(err error) int {
	var input invalidInput
	var transition illegalTransition
	switch {
	case errors.As(err, &input):
		return http.StatusBadRequest
	case errors.Is(err, errUnauthorized):
		return http.StatusUnauthorized
	case errors.Is(err, errNotFound):
		return http.StatusNotFound
	case errors.As(err, &transition), errors.Is(err, errStale):
		return http.StatusConflict
	default:
		return http.StatusInternalServerError
	}
}
