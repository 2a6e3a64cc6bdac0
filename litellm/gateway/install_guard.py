"""Sets the guard around LiteLLM's app, once, however often the guardrail's module is loaded."""

import os
import sys
from typing import Any, Optional

from gateway.guard import Guard
from gateway.masker_client import MaskerClient
from gateway.settings import read_settings, scrub_environment


def install_guard(app: Any) -> Guard:
    """Wraps a FastAPI app's middleware stack, built or not. Raises SettingsError."""
    installed: Optional[Guard] = getattr(app.state, "masker_guard", None)
    if installed is not None:
        return installed
    scrub_environment()
    settings = read_settings(os.environ)
    if settings.opaque:
        print(_warn_of(settings.opaque), file=sys.stderr, flush=True)
    masker = MaskerClient(settings)
    if app.middleware_stack is None:
        app.middleware_stack = app.build_middleware_stack()
    guard = Guard(app.middleware_stack, settings, masker)
    app.middleware_stack = guard
    app.state.masker_guard = guard
    guard.canary.start()
    return guard


def _warn_of(opaque: frozenset[str]) -> str:
    return (
        f"WARNING: MASKER_OPAQUE_ROUTES opens {', '.join(sorted(opaque))}: what goes over these routes is NOT masked, "
        "secrets included. Empty the setting to close them."
    )
