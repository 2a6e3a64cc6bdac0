"""Prints as JSON which of LiteLLM's routes have code that asks a provider: [[path, methods]]."""

import dis
import importlib
import inspect
import json
import types
from collections.abc import Iterator
from typing import Any

from litellm.proxy import _lazy_features, proxy_server

# What a provider is asked by, under LiteLLM's own names.
ASKING = {
    *("acompletion", "atext_completion", "text_completion", "aresponses", "anthropic_messages", "agenerate_content"),
    *("aembedding", "embedding", "arerank", "rerank", "amoderation", "aimage_generation", "aspeech", "atranscription"),
    *("acount_tokens", "count_tokens", "count_prompt_tokens", "ahealth_check", "perform_health_check", "asearch"),
    *("acreate_file", "acreate_batch", "route_request", "base_process_llm_request", "pass_through_request"),
}
# Calls from function to function that are followed.
DEPTH = 4


def walk(routes: Any, prefix: str = "") -> Iterator[tuple[str, list[str], Any]]:
    """Every route with a function, those of included routers too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from walk(route.original_router.routes, prefix + (route.include_context.prefix or ""))
        elif hasattr(route, "endpoint"):
            yield prefix + route.path, sorted(getattr(route, "methods", None) or ()), route.endpoint


def asks(function: Any, depth: int, seen: set[int]) -> bool:
    """Whether its code, or that of what it names within LiteLLM's proxy, names one of ASKING."""
    function = inspect.unwrap(getattr(function, "__func__", function))
    if not isinstance(function, types.FunctionType) or id(function) in seen:
        return False
    seen.add(id(function))
    codes = list(nested(function.__code__))
    names = {name for code in codes for name in code.co_names}
    if names & ASKING:
        return True
    spaces = [function.__globals__, *(vars(module) for code in codes for module in imported(code))]
    named = [space[name] for name in names for space in spaces if name in space]
    return depth > 0 and any(asks(one, depth - 1, seen) for each in named for one in functions_of(each))


def nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of the functions within it, too."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from nested(constant)


def imported(code: types.CodeType) -> Iterator[types.ModuleType]:
    """Modules of the proxy that the function imports when it runs."""
    for instruction in dis.get_instructions(code):
        if instruction.opname == "IMPORT_NAME" and str(instruction.argval).startswith("litellm.proxy"):
            yield importlib.import_module(instruction.argval)


def functions_of(named: Any) -> list[Any]:
    """The function itself, or all of a class."""
    if not str(getattr(named, "__module__", "")).startswith("litellm.proxy"):
        return []
    return list(vars(named).values()) if isinstance(named, type) else [named]


_lazy_features.register_all_features(proxy_server.app)
asking = [[path, methods] for path, methods, endpoint in walk(proxy_server.app.routes) if asks(endpoint, DEPTH, set())]
print(json.dumps(asking))
