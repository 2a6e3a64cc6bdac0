"""Loaded by a Python whose PYTHONPATH starts here: uvicorn waits for a worker that loads, instead of killing it after 5 s.

On a busy machine LiteLLM takes longer than that to load, so that its workers would be killed and started for ever.
"""

from uvicorn.supervisors.multiprocess import Process


def is_alive(process: Process, timeout: float = 5) -> bool:
    """As uvicorn's own, with a minute more."""
    return process.process.is_alive() and process.ping(timeout + 60)


Process.is_alive = is_alive
