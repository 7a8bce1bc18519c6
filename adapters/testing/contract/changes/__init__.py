"""The contract of the record of changes."""
