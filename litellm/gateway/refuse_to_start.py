"""The end of a process that would not be protected."""

import os
import sys
from typing import NoReturn

# Uvicorn does not start a worker again that ended so.
STARTUP_FAILURE = 3


def refuse_to_start(reason: object) -> NoReturn:
    """LiteLLM would log one line about an error in a guardrail and start without it, so no exception will do."""
    print(f"masker: LiteLLM is not started, because it would not be protected: {reason}", file=sys.stderr, flush=True)
    os._exit(STARTUP_FAILURE)
