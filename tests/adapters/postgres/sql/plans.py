"""The plans that PostgreSQL makes for statements."""

import json
import re
from collections.abc import Iterator
from typing import Any

import asyncpg


async def plan_for(connection: asyncpg.Connection, sql: str, arguments: Any) -> list[dict[str, Any]]:
    """Every node of the plan that the server makes for these arguments."""
    return list(nodes_of(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *arguments)))


async def plan_once(connection: asyncpg.Connection, sql: str) -> list[dict[str, Any]]:
    """Every node of the plan that the server makes once for all arguments."""
    parameters = set(re.findall(r"\$\d+", sql))
    assert parameters
    async with connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS {sql}")
        nothing = ", ".join(["NULL"] * len(parameters))
        text = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked ({nothing})")
        await connection.execute("DEALLOCATE asked")
    return list(nodes_of(text))


def nodes_of(text: str) -> Iterator[dict[str, Any]]:
    waiting = [json.loads(text)[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.get("Plans", ())


def indexes(nodes: list[dict[str, Any]]) -> set[str]:
    return {node["Index Name"] for node in nodes if "Index Name" in node}


def kinds(nodes: list[dict[str, Any]]) -> set[str]:
    return {node["Node Type"] for node in nodes}
