package peers.tasks;

import java.time.OffsetDateTime;
import java.util.UUID;

record Task(
        UUID id,
        UUID userId,
        String title,
        String description,
        Status status,
        Priority priority,
        OffsetDateTime dueAt,
        OffsetDateTime completedAt,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        int version) {}
