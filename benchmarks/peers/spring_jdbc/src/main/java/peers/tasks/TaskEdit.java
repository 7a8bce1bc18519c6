package peers.tasks;

import jakarta.validation.constraints.NotNull;

/** The fields of a task that may be edited; a body is merged into those of the stored task. */
class TaskEdit extends NewTask {

    @NotNull
    private Status status;

    static TaskEdit of(Task task) {
        TaskEdit edit = new TaskEdit();
        edit.setTitle(task.title());
        edit.setDescription(task.description());
        edit.setStatus(task.status());
        edit.setPriority(task.priority());
        edit.setDueAt(task.dueAt());
        return edit;
    }

    public Status getStatus() {
        return status;
    }

    public void setStatus(Status status) {
        this.status = status;
    }
}
