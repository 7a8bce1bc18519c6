package peers.tasks;

import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tasks")
class TaskController {

    private final TaskStore store;
    private final JsonMapper mapper;
    private final Validator validator;

    TaskController(TaskStore store, JsonMapper mapper, Validator validator) {
        this.store = store;
        this.mapper = mapper;
        this.validator = validator;
    }

    @GetMapping("/{id}")
    ResponseEntity<Task> read(@AuthenticationPrincipal Jwt token, @PathVariable UUID id) {
        return tagged(ResponseEntity.ok(), owned(id, token));
    }

    @GetMapping
    List<Task> list(
            @AuthenticationPrincipal Jwt token,
            @RequestParam(defaultValue = "50") @Min(1) @Max(100) int limit,
            @RequestParam(defaultValue = "0") @Min(0) int offset) {
        return store.list(userOf(token), limit, offset);
    }

    @PostMapping
    ResponseEntity<Task> create(
            @AuthenticationPrincipal Jwt token, @Valid @RequestBody NewTask body) {
        Task task = store.insert(userOf(token), body);
        return tagged(ResponseEntity.created(URI.create("/api/v1/tasks/" + task.id())), task);
    }

    @PatchMapping("/{id}")
    ResponseEntity<Task> edit(
            @AuthenticationPrincipal Jwt token,
            @PathVariable UUID id,
            @RequestBody ObjectNode body) {
        Task task = owned(id, token);
        TaskEdit edit = merged(task, body);
        Task updated = store.update(task, edit, completedAt(task, edit.getStatus()))
                .orElseThrow(() -> new ResponseStatusException(CONFLICT, "the task has changed meanwhile"));
        return tagged(ResponseEntity.ok(), updated);
    }

    private static UUID userOf(Jwt token) {
        return UUID.fromString(token.getSubject());
    }

    private Task owned(UUID id, Jwt token) {
        return store.read(id, userOf(token)).orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "not found"));
    }

    private TaskEdit merged(Task task, ObjectNode body) {
        TaskEdit edit = TaskEdit.of(task);
        try {
            mapper.readerForUpdating(edit).readValue(body);
        } catch (JacksonException error) {
            throw new ResponseStatusException(BAD_REQUEST, error.getOriginalMessage());
        }
        validator.validate(edit).stream().findFirst().ifPresent(violation -> {
            throw new ResponseStatusException(
                    BAD_REQUEST, violation.getPropertyPath() + " " + violation.getMessage());
        });
        return edit;
    }

    private static OffsetDateTime completedAt(Task task, Status next) {
        if (next == task.status()) {
            return task.completedAt();
        }
        if (!task.status().canBecome(next)) {
            throw new ResponseStatusException(
                    CONFLICT, "a task that is %s cannot become %s".formatted(task.status().stored(), next.stored()));
        }
        return next == Status.DONE ? OffsetDateTime.now(ZoneOffset.UTC) : null;
    }

    private static ResponseEntity<Task> tagged(ResponseEntity.BodyBuilder response, Task task) {
        return response.eTag("\"%d\"".formatted(task.version())).body(task);
    }
}
