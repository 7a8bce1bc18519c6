"""Sending with httpx; everything else is shared."""
