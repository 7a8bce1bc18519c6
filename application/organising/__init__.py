"""Projects, and the structure of tasks."""
