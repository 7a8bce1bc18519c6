"""What is said of speed is what was measured."""

from benchmarks.summary import beside_the_peers, worker_by_worker
from tests.support.repository import ROOT


def test_the_table_in_the_readme_is_out_of_the_results() -> None:
    assert beside_the_peers() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_one_worker_and_two_is_out_of_the_results() -> None:
    assert worker_by_worker() in (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
