package peers.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;

enum Priority {
    @JsonProperty("low") LOW,
    @JsonProperty("medium") MEDIUM,
    @JsonProperty("high") HIGH,
    @JsonProperty("critical") CRITICAL;

    String stored() {
        return name().toLowerCase();
    }
}
