// A walk with openapi-typescript and openapi-fetch: `walk.js URL` prints each step that went well.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import createClient from "openapi-fetch";

import type { components, paths } from "./api.js";

type Task = components["schemas"]["Task"];
type Problem = components["schemas"]["Problem"];

const password = "seven ferns drink 40 cups";
const email = `${randomUUID()}@example.com`;
const client = createClient<paths>({ baseUrl: process.argv[2]! });

function present<T>(value: T | undefined): T {
  assert(value !== undefined);
  return value;
}

/** Check the problem of a response and return it. */
function problem(result: { error?: Problem; response: Response }, status: number, code: string): Problem {
  const error = present(result.error);
  assert.deepEqual([result.response.status, error.status, error.code], [status, status, code]);
  console.log(status, code);
  return error;
}

const account = await client.POST("/api/v1/auth/register", { body: { email, password } });
assert.equal(account.data?.email, email);
console.log("register");

const tokens = await client.POST("/api/v1/auth/login", { body: { email, password } });
const authorization = `Bearer ${present(tokens.data).token}`;
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", authorization);
  },
});
console.log("log in");

const created = await client.POST("/api/v1/tasks", { body: { title: "Write integration tests", priority: "high" } });
const task: Task = present(created.data);
const other: Task = present((await client.POST("/api/v1/tasks", { body: { title: "Water the plants" } })).data);
assert.deepEqual([task.title, task.status, task.version], ["Write integration tests", "todo", 1]);
assert.deepEqual([task.description, task.due_at, other.priority], [null, null, "medium"]);
console.log("create");

const found = await client.GET("/api/v1/tasks", {
  params: { query: { status: ["todo", "done"], priority: ["high"] } },
});
assert.deepEqual(present(found.data).map((each) => each.id), [task.id]);
console.log("list with two filters");

const page = { limit: 1, sort: "created_at" } as const;
const first = await client.GET("/api/v1/tasks", { params: { query: page } });
const cursor = present(/cursor=([^&>]+)/.exec(present(first.response.headers.get("Link") ?? undefined))?.[1]);
const rest = await client.GET("/api/v1/tasks", { params: { query: { ...page, cursor } } });
assert.deepEqual([...present(first.data), ...present(rest.data)].map((each) => each.id), [task.id, other.id]);
console.log("next page");

const path = { task_id: task.id };
const read = await client.GET("/api/v1/tasks/{task_id}", { params: { path } });
assert.deepEqual(read.data, task);
console.log("read");

const header = { "If-Match": present(read.response.headers.get("ETag") ?? undefined) };
const edited = await client.PATCH("/api/v1/tasks/{task_id}", {
  params: { path, header },
  body: { status: "cancelled", description: "later" },
});
assert.deepEqual([edited.data?.status, edited.data?.description, edited.data?.version], ["cancelled", "later", 2]);
console.log("edit with If-Match");

const done = await client.PATCH("/api/v1/tasks/{task_id}", { params: { path }, body: { status: "done" } });
assert.deepEqual(problem(done, 409, "transition-not-allowed").allowed, ["todo"]);
const late = await client.PATCH("/api/v1/tasks/{task_id}", { params: { path, header }, body: { title: "Late" } });
problem(late, 412, "stale-task");
const unknown = await client.GET("/api/v1/tasks", { params: { query: { cursor: "never-issued" } } });
const violations = present(problem(unknown, 400, "invalid-input").errors);
assert.deepEqual(violations.map((violation) => violation.pointer), ["/cursor"]);

const batch = await client.POST("/api/v1/tasks/batch", {
  body: {
    atomic: false,
    operations: [
      { op: "create", task: { title: "Dig" } },
      { op: "delete", id: randomUUID() },
    ],
  },
});
const [made, missing] = present(batch.data).results;
assert.equal(made?.task?.title, "Dig");
assert.deepEqual([missing?.status, missing?.problem?.code], [404, "task-not-found"]);
console.log("batch");

const deleted = await client.DELETE("/api/v1/tasks/{task_id}", { params: { path, header: { "If-Match": '"2"' } } });
assert.equal(deleted.response.status, 204);
console.log("delete");

assert.equal((await client.POST("/api/v1/auth/logout")).response.status, 204);
console.log("log out");

const after = await client.GET("/api/v1/tasks/{task_id}", { params: { path: { task_id: other.id } } });
problem(after, 401, "invalid-token");
