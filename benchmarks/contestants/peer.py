"""What all peers share: the database and its rows."""

from benchmarks.contestants import peer_data
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Crowd, Population


class Peer:
    """A contestant that is not ours."""

    warm_up = 0

    def populate(self, cluster: Cluster, database: str, crowd: Crowd) -> Population:
        return peer_data.populate(cluster, database, crowd)
