"""The one error of the guard."""

from typing import Optional


class Refusal(Exception):
    """Ends a request. `message` says place, what and cure, and never holds a value: it is sent and logged as it is.
    400, 403, 404, 413 and 422 are final; 408, 429 and 503 tell the client to try again, after so many seconds.
    `code` is the masker's, `policy` the one that it applied, where it was the masker that refused."""

    def __init__(
        self, status: int, message: str, retry_after: int = 1, *, code: str = "", policy: Optional[str] = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after
        self.code = code
        self.policy = policy
