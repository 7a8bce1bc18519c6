"""The record of changes: reading it, following it, and undoing changes."""
