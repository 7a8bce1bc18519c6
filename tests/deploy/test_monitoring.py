"""Alerts and panels ask for numbers that there are."""

import json
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry

from entrypoints.observability.metrics.process_metrics import ProcessMetrics
from tests.deploy.files import documents, exported, labels_in, names_in, text

OF_PROMETHEUS = {"job", "instance", "le"}


def alerts() -> dict[str, str]:
    (rules,) = documents("prometheus/alerts.yaml")
    return {rule["alert"]: rule["expr"] for group in rules["groups"] for rule in group["rules"]}


def panels() -> Iterator[tuple[str, str]]:
    for panel in json.loads(text("grafana/taskapi.json"))["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]


QUERIES = [*alerts().items(), *panels()]


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_a_query_uses_exported_metrics(name: str, query: str) -> None:
    unknown = names_in(query) - exported()

    assert not unknown, name
    assert query.count("(") == query.count(")")
    assert query.count("{") == query.count("}")


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_a_query_knows_the_labels(name: str, query: str) -> None:
    registry = CollectorRegistry()
    ProcessMetrics.create(registry)
    labels = {label for collector in registry._collector_to_names for label in getattr(collector, "_labelnames", ())}

    assert labels_in(query) - labels - OF_PROMETHEUS == set(), name


def test_every_number_is_on_the_dashboard() -> None:
    shown = {name for _, query in panels() for name in names_in(query)}
    families = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in exported()}

    assert {name for name in families if not any(each.startswith(name) for each in shown)} == set()


def test_every_alert_says_what_is_wrong_how_urgent_it_is_and_what_to_do() -> None:
    (rules,) = documents("prometheus/alerts.yaml")
    handbook = text("../docs/operations.md")
    for rule in rules["groups"][0]["rules"]:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert f"`{rule['alert']}`" in handbook


def test_every_panel_has_a_place_of_its_own() -> None:
    places = [tuple(panel["gridPos"].values()) for panel in json.loads(text("grafana/taskapi.json"))["panels"]]

    assert len(set(places)) == len(places)


def test_every_number_is_explained() -> None:
    handbook = text("../docs/operations.md")
    families = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in exported()}

    assert {name for name in families if f"`{name}`" not in handbook} == set()
