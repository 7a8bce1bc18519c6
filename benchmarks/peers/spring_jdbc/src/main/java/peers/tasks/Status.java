package peers.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;

enum Status {
    @JsonProperty("todo") TODO,
    @JsonProperty("in_progress") IN_PROGRESS,
    @JsonProperty("done") DONE,
    @JsonProperty("cancelled") CANCELLED;

    boolean canBecome(Status next) {
        return switch (this) {
            case TODO -> Set.of(IN_PROGRESS, DONE, CANCELLED).contains(next);
            case IN_PROGRESS -> Set.of(TODO, DONE, CANCELLED).contains(next);
            case DONE -> Set.of(TODO, IN_PROGRESS).contains(next);
            case CANCELLED -> next == TODO;
        };
    }

    String stored() {
        return name().toLowerCase();
    }
}
