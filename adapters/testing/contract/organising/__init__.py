"""Promises about projects, labels, subtasks and references between them."""
