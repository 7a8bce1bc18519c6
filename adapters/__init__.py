"""The adapters: stores, security, and the system, as the ports of the domain require them."""

from taskapi import guard

guard(__name__, "domain", "application")
