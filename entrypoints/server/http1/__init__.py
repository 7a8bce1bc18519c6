"""HTTP/1.1 on asyncio: httptools parses requests; connections have bounds of time and memory (decision 17)."""
