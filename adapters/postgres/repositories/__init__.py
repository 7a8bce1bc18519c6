"""The repositories of one unit of work: reads are coalesced with those of others, writes are recorded."""
