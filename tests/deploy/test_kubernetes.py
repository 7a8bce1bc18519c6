"""The manifests fit together, and to this release."""

from entrypoints.server.signals import STOP_WITHIN
from tests.deploy.files import SETTINGS, documents, ensure_command, readable, served

OBJECTS = {document["kind"]: document for document in documents("kubernetes/taskapi.yaml")}
POD = OBJECTS["Deployment"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
GIVEN = {each["name"]: each for each in CONTAINER["env"]}


def test_all_of_it_is_there() -> None:
    assert set(OBJECTS) == {"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"}


def test_its_command_and_its_settings_are_known() -> None:
    ensure_command(CONTAINER["args"])
    for name, each in GIVEN.items():
        assert name in SETTINGS
        if "value" in each:
            readable(name, each["value"])


def test_secrets_come_from_a_secret() -> None:
    for name in ("DATABASE_URL", "JWT_SECRET"):
        assert GIVEN[name]["valueFrom"]["secretKeyRef"] == {"name": "taskapi", "key": name}


def test_its_probes_ask_for_what_is_served() -> None:
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    asked = {probe: CONTAINER[probe]["httpGet"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}

    assert {each["path"] for each in asked.values()} <= served()
    assert asked["livenessProbe"]["path"] == "/health"
    assert asked["readinessProbe"]["path"] == "/health/ready"
    assert {each["port"] for each in asked.values()} == {"http"}
    assert ports["http"] == int(SETTINGS["SERVER_PORT"].default or 0)
    assert ports["metrics"] == int(GIVEN["METRICS_PORT"]["value"])


def test_it_is_taken_out_before_it_stops_and_has_the_time_to() -> None:
    probe = CONTAINER["readinessProbe"]
    noticed = probe["periodSeconds"] * probe["failureThreshold"]
    drain = float(GIVEN["DRAIN_SECONDS"]["value"])

    assert drain >= 2 * noticed
    assert POD["terminationGracePeriodSeconds"] > drain + STOP_WITHIN


def test_labels_select_what_they_should() -> None:
    labels = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    selectors = [
        OBJECTS["Deployment"]["spec"]["selector"]["matchLabels"],
        OBJECTS["Service"]["spec"]["selector"],
        OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        OBJECTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ]
    assert selectors == [labels] * 4


def test_it_may_do_little_and_others_cannot_change_its_settings() -> None:
    assert POD["enableServiceLinks"] is False
    assert POD["automountServiceAccountToken"] is False
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert CONTAINER["securityContext"]["readOnlyRootFilesystem"] is True
