"""Counting attempts at passwords and registrations, and verifying passwords."""
