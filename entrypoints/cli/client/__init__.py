"""The commands for people: a client of a running taskapi, on top of `taskapi_client`."""
