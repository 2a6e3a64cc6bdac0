"""Callbacks for LiteLLM that write all that each hook is given, one JSON line a call, to the file CALLBACKS_RECORD."""

import functools
import inspect
import json
import os
import traceback
from typing import Any

from litellm.integrations.custom_guardrail import CustomGuardrail
from litellm.integrations.custom_logger import CustomLogger

# The objects of these are opened, all others are written as their repr.
OPENED = ("litellm", "openai", "httpx", "fastapi", "starlette")
DEEPEST = 12


def record_hooks(cls: type) -> type:
    """Overrides every hook that LiteLLM may call: one of a later version is recorded, too."""
    for name, hook in vars(CustomLogger).items():
        if inspect.isfunction(hook) and ("_hook" in name or "log_" in name or name.endswith("_event")):
            setattr(cls, name, _recorded(name, hook))
    return cls


def _recorded(name: str, hook: Any) -> Any:
    if inspect.isasyncgenfunction(hook):

        @functools.wraps(hook)
        async def record_stream(self: Any, *given: Any, **named: Any) -> Any:
            self.record(name, given, named)
            async for chunk in hook(self, *given, **named):
                self.record(name, chunk)
                yield chunk

        return record_stream
    if inspect.iscoroutinefunction(hook):

        @functools.wraps(hook)
        async def record_async(self: Any, *given: Any, **named: Any) -> Any:
            self.record(name, given, named)
            return await hook(self, *given, **named)

        return record_async

    @functools.wraps(hook)
    def record(self: Any, *given: Any, **named: Any) -> Any:
        self.record(name, given, named)
        return hook(self, *given, **named)

    return record


class Recording:
    """`place` says where in LiteLLM's configuration the callback stands."""

    place = ""

    def record(self, hook: str, *given: Any) -> None:
        line = json.dumps({"place": self.place, "hook": hook, "given": unfold(given)}, ensure_ascii=True)
        # One write: hooks run in threads, too.
        with open(os.environ["CALLBACKS_RECORD"], "ab", buffering=0) as file:
            file.write(f"{line}\n".encode())


@record_hooks
class RecordingLogger(Recording, CustomLogger):
    place = "callbacks"


@record_hooks
class GuardrailBefore(Recording, CustomGuardrail):
    place = "before"


@record_hooks
class GuardrailAfter(Recording, CustomGuardrail):
    place = "after"


logger = RecordingLogger()


def unfold(value: Any, above: tuple[int, ...] = ()) -> Any:
    """JSON of a value and of all that it holds: attributes, causes of exceptions, local variables of their frames."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if id(value) in above or len(above) > DEEPEST:
        return "…"
    within = (*above, id(value))
    if isinstance(value, dict):
        return [[unfold(key, within), unfold(item, within)] for key, item in list(value.items())]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [unfold(item, within) for item in list(value)]
    parts = [repr(value)]
    if isinstance(value, BaseException):
        # As an error tracker sends it.
        parts += traceback.TracebackException.from_exception(value, capture_locals=True).format()
        parts += [unfold(item, within) for item in (value.args, value.__cause__, value.__context__)]
    if type(value).__module__.partition(".")[0] in OPENED or isinstance(value, BaseException):
        parts.append(unfold(getattr(value, "__dict__", None), within))
    return parts
