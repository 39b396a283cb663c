"""The command line: thin; every command asks the rooms for the work and says what came of it."""

from gongkai.cli._main import main

__all__ = ["main"]
