"""LiteLLM's own checks of a body, once more on the filled one, because before the hook they saw only its hollow."""

from collections.abc import Mapping
from typing import Any

from gateway.refusal import Refusal


async def recheck_body(masked: Mapping[str, Any], key: Any) -> None:
    """`key` is LiteLLM's UserAPIKeyAuth. Raises Refusal 400 for a banned parameter, 403 for a tool that the key or
    its team may not use."""
    from litellm.proxy import proxy_server
    from litellm.proxy._types import ProxyException
    from litellm.proxy.auth.auth_checks import check_tools_allowlist
    from litellm.proxy.auth.auth_utils import is_request_body_safe

    model = masked.get("model")
    try:
        is_request_body_safe(
            request_body=dict(masked),
            general_settings=proxy_server.general_settings,
            llm_router=proxy_server.llm_router,
            model=model if isinstance(model, str) else "",
            route=key.request_route,
        )
        if masked.get("tools") or masked.get("functions"):
            await check_tools_allowlist(dict(masked), key, None, key.request_route or "")
    except ValueError as error:
        raise Refusal(400, f"body: {error}") from None
    except ProxyException as error:
        raise Refusal(403, f"tools: {error.message}") from None
