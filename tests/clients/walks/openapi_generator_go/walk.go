// A walk with the Go client of openapi-generator: `walk URL` prints each step that went well.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"

	taskapi "example.org/taskapi/client"
)

const (
	password = "seven ferns drink 40 cups"
	unknown  = "01890000-0000-7000-8000-000000000000"
)

var cursorOf = regexp.MustCompile(`cursor=([^&>]+)`)

func must(err error) {
	if err != nil {
		log.Fatalf("%T: %v", err, err)
	}
}

func check(ok bool, what any) {
	if !ok {
		log.Fatalf("unexpected: %+v", what)
	}
}

// problem checks the problem of a call that failed and returns it.
func problem(response *http.Response, err error, status int, code string) taskapi.Problem {
	var failure *taskapi.GenericOpenAPIError
	check(errors.As(err, &failure), err)
	typed, ok := failure.Model().(taskapi.Problem)
	check(ok, failure.Model())
	check(response.StatusCode == status && int(typed.Status) == status && typed.Code == code, typed)
	fmt.Println(status, code)
	return typed
}

func main() {
	ctx := context.Background()
	configuration := taskapi.NewConfiguration()
	configuration.Servers = taskapi.ServerConfigurations{{URL: os.Args[1]}}
	client := taskapi.NewAPIClient(configuration)
	tasks := client.TasksAPI

	email := fmt.Sprintf("%x@example.com", rand.Uint64())
	registration := *taskapi.NewRegistration(email, password)
	account, _, err := client.AccountsAPI.Register(ctx).Registration(registration).Execute()
	must(err)
	check(!account.CreatedAt.IsZero(), account)
	fmt.Println("register")

	credentials := *taskapi.NewCredentials(email, password)
	tokens, _, err := client.SessionsAPI.LogIn(ctx).Credentials(credentials).Execute()
	must(err)
	ctx = context.WithValue(ctx, taskapi.ContextAccessToken, tokens.Token)
	fmt.Println("log in")

	draft := *taskapi.NewCreateTask("Write integration tests")
	draft.SetPriority(taskapi.HIGH)
	task, _, err := tasks.CreateTask(ctx).CreateTask(draft).Execute()
	must(err)
	check(task.Title == draft.Title && task.Status == taskapi.TODO && task.Version == 1, task)
	other, _, err := tasks.CreateTask(ctx).CreateTask(*taskapi.NewCreateTask("Water the plants")).Execute()
	must(err)
	check(other.Priority == taskapi.MEDIUM && !other.Description.IsSet() || other.Description.Get() == nil, other)
	fmt.Println("create")

	statuses, priorities := []taskapi.Status{taskapi.TODO, taskapi.DONE}, []taskapi.Priority{taskapi.HIGH}
	found, _, err := tasks.ListTasks(ctx).Status(statuses).Priority(priorities).Execute()
	must(err)
	check(len(found) == 1 && found[0].Id == task.Id, found)
	fmt.Println("list with two filters")

	page := tasks.ListTasks(ctx).Limit(1).Sort(taskapi.CREATED_AT)
	first, response, err := page.Execute()
	must(err)
	cursor := cursorOf.FindStringSubmatch(response.Header.Get("Link"))
	check(len(cursor) == 2, response.Header)
	rest, _, err := page.Cursor(cursor[1]).Execute()
	must(err)
	check(first[0].Id == task.Id && rest[0].Id == other.Id, rest)
	fmt.Println("next page")

	read, response, err := tasks.ReadTask(ctx, task.Id).Execute()
	must(err)
	check(read.UpdatedAt.Equal(task.UpdatedAt) && read.Title == task.Title, read)
	fmt.Println("read")

	tag := response.Header.Get("ETag")
	change := *taskapi.NewEditTask()
	change.SetStatus(taskapi.CANCELLED)
	change.SetDescription("later")
	edited, _, err := tasks.EditTask(ctx, task.Id).EditTask(change).IfMatch(tag).Execute()
	must(err)
	check(edited.Status == taskapi.CANCELLED && edited.GetDescription() == "later" && edited.Version == 2, edited)
	fmt.Println("edit with If-Match")

	done := *taskapi.NewEditTask()
	done.SetStatus(taskapi.DONE)
	_, response, err = tasks.EditTask(ctx, task.Id).EditTask(done).Execute()
	refused := problem(response, err, 409, "transition-not-allowed")
	check(len(refused.Allowed) == 1 && refused.Allowed[0] == taskapi.TODO, refused)
	late := *taskapi.NewEditTask()
	late.SetTitle("Late")
	_, response, err = tasks.EditTask(ctx, task.Id).EditTask(late).IfMatch(tag).Execute()
	problem(response, err, 412, "stale-task")
	_, response, err = tasks.ListTasks(ctx).Cursor("never-issued").Execute()
	broken := problem(response, err, 400, "invalid-input")
	check(len(broken.Errors) == 1 && broken.Errors[0].Pointer == "/cursor", broken)

	batch := *taskapi.NewBatchBody(false, []taskapi.BatchOperation{
		taskapi.CreateOperationAsBatchOperation(taskapi.NewCreateOperation("create", *taskapi.NewCreateTask("Dig"))),
		taskapi.DeleteOperationAsBatchOperation(taskapi.NewDeleteOperation("delete", unknown)),
	})
	outcomes, _, err := tasks.RunBatch(ctx).BatchBody(batch).Execute()
	must(err)
	check(outcomes.Results[0].Task.Title == "Dig", outcomes)
	check(outcomes.Results[1].Problem.Code == "task-not-found", outcomes)
	fmt.Println("batch")

	_, err = tasks.DeleteTask(ctx, task.Id).IfMatch(`"2"`).Execute()
	must(err)
	fmt.Println("delete")

	_, err = client.SessionsAPI.LogOut(ctx).Execute()
	must(err)
	fmt.Println("log out")

	_, response, err = tasks.ReadTask(ctx, other.Id).Execute()
	problem(response, err, 401, "invalid-token")
}
