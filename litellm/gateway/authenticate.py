"""LiteLLM's authentication, for a route on which it runs no hook after it."""

import inspect
from typing import Any, Optional

from starlette.requests import Request

from gateway.read_body import Receive, Scope


async def authenticate(scope: Scope, receive: Receive, body: dict[str, Any]) -> Optional[Any]:
    """LiteLLM's UserAPIKeyAuth, or None where it refuses the caller: it will again, and then say why itself.

    Only whose key it is: budgets and rights, which may be counted when they are checked, are left to LiteLLM's own turn.
    The headers are read as FastAPI would, since each parameter's default names what reads it."""
    from litellm.proxy.auth.user_api_key_auth import user_api_key_auth, user_api_key_auth_builder

    request = Request(scope, receive)
    headers = {name: one.default for name, one in inspect.signature(user_api_key_auth).parameters.items()}
    try:
        given = {name: await one.dependency(request) for name, one in headers.items() if name != "request"}
        return await user_api_key_auth_builder(request=request, request_data=body, **given)
    except Exception:  # noqa: BLE001  whatever it is, nobody is authenticated
        return None
