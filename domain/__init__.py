"""The core: tasks, their rules, and the ports through which it meets the world."""

from taskapi import guard

guard(__name__)
