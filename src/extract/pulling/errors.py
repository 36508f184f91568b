"""What can go wrong while pulling."""

from __future__ import annotations


class PullError(ValueError):
    """Nothing can be pulled: the feeds file or the folder cannot be used; the message says what to do."""


class FetchError(ValueError):
    """One address cannot be fetched.

    Attributes:
        passing: whether a later try may succeed: a time-out, an overloaded server, a host that is not found.
        wait: seconds that the server asked to wait before the next try, None where it did not say.
    """

    def __init__(self, reason: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait
