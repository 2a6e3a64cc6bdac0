"""Prints as JSON what the installed LiteLLM serves and strips, with the routes that it otherwise loads late."""

import json
from collections.abc import Iterator
from typing import Any

from litellm.proxy import _lazy_features, litellm_pre_call_utils, proxy_server
from litellm.proxy._types import LiteLLMRoutes
from litellm.proxy.auth import auth_utils


def walk(routes: Any, prefix: str = "") -> Iterator[dict[str, Any]]:
    """Every route, those of included routers too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from walk(route.original_router.routes, prefix + (route.include_context.prefix or ""))
        else:
            methods = sorted(getattr(route, "methods", None) or ())
            yield {"path": prefix + route.path, "methods": methods, "kind": type(route).__name__}


_lazy_features.register_all_features(proxy_server.app)
print(
    json.dumps(
        {
            "routes": list(walk(proxy_server.app.routes)),
            "providerRoutes": sorted(LiteLLMRoutes.llm_api_routes.value),
            "passThrough": sorted(LiteLLMRoutes.mapped_pass_through_routes.value),
            "strippedNames": sorted(
                {
                    *auth_utils._BANNED_REQUEST_BODY_PARAMS,
                    *litellm_pre_call_utils._UNTRUSTED_ROOT_CONTROL_FIELDS,
                    *litellm_pre_call_utils._UNTRUSTED_METADATA_CONTROL_FIELDS,
                    *litellm_pre_call_utils._CLIENT_PRICING_CONTROL_FIELDS,
                    *litellm_pre_call_utils._CLIENT_PRICING_METADATA_FIELDS,
                    *litellm_pre_call_utils._ROUTER_RESERVED_METADATA_FIELDS,
                    *litellm_pre_call_utils._request_blocked_callback_params,
                }
            ),
        }
    )
)
