"""The guardrail that config.yaml names. Loading it sets the guard around LiteLLM's app, or ends the process."""

import sys
from pathlib import Path

# LiteLLM loads this file by its path, and knows nothing of the package beside it.
if str(Path(__file__).parent) not in sys.path:
    sys.path.append(str(Path(__file__).parent))

from gateway.refuse_to_start import refuse_to_start

try:
    from gateway.guardrail import MaskerGuardrail
except Exception as error:  # noqa: BLE001  whatever it is, LiteLLM must not start without the guard
    refuse_to_start(error)

__all__ = ["MaskerGuardrail"]
