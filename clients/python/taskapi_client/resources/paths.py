"""Where the API is, below the base URL."""

API = "/api/v1"
