"""Who takes part, ours first."""

from collections.abc import Mapping

from benchmarks.contestants.contestant import Contestant
from benchmarks.contestants.express_pg import ExpressPg
from benchmarks.contestants.fastapi_sqlalchemy import FastapiSqlalchemy
from benchmarks.contestants.gin_pgx import GinPgx
from benchmarks.contestants.rust_peer import ACTIX, AXUM
from benchmarks.contestants.spring_jdbc import SpringJdbc
from benchmarks.contestants.taskapi import Taskapi

CONTESTANTS: Mapping[str, Contestant] = {
    contestant.name: contestant
    for contestant in (Taskapi(), AXUM, ACTIX, GinPgx(), ExpressPg(), SpringJdbc(), FastapiSqlalchemy())
}
