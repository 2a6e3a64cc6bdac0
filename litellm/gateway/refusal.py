"""The one error of the guard."""


class Refusal(Exception):
    """Ends a request. `message` says place, what and cure, and never holds a value: it is sent and logged as it is.
    400, 403, 404, 413 and 422 are final; 503 tells the client to try again."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
