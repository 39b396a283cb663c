"""What keeps a database from being used, said to the person at the desk."""

from __future__ import annotations

from gongkai.forms import Text


class DatabaseRefusedError(Exception):
    """The database cannot be used; `message` says why and what to do, and never has a password."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message
