"""The ASGI wrapper around LiteLLM's whole app."""

import json
from typing import Any

from gateway.answer_refusal import answer_refusal
from gateway.canary import Canary
from gateway.classify_route import RouteClass, classify_route, list_opaque_kinds
from gateway.count_tokens import exchange_counted
from gateway.end_retries import end_retries
from gateway.holder import OPAQUE
from gateway.masked_exchange import exchange_masked
from gateway.masker_client import MaskerClient
from gateway.read_body import ClientGone, Receive, Scope, Send
from gateway.refusal import Refusal
from gateway.refuse_headers import refuse_headers
from gateway.refuse_settings import refuse_settings
from gateway.refuse_websocket import refuse_websocket
from gateway.request_name import name_request, tell_name, with_name
from gateway.settings import Settings
from gateway.strip_url import strip_path, strip_query

HEALTH = "/masker/health"


class Guard:
    """Nothing reaches LiteLLM but through here."""

    def __init__(self, app: Any, settings: Settings, masker: MaskerClient) -> None:
        self.app = app
        self.settings = settings
        self.masker = masker
        self.canary = Canary(self, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and self._is_opened(scope):
            token = OPAQUE.set(True)
            try:
                await self.app(scope, receive, send)
            finally:
                OPAQUE.reset(token)
        elif scope["type"] == "websocket":
            await refuse_websocket(scope, send, may_open=bool(list_opaque_kinds(_route_path(scope))))
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _route_path(scope) == HEALTH:
            await self._answer_health(send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _route_path(scope)
        route = classify_route(scope["method"], path)
        if route.kind == "local" and not _is_pass_through(path):
            await self.app(scope, receive, send)
            return
        name = name_request(scope)
        send = end_retries(scope, tell_name(send, name))
        try:
            strip_query(scope)
            if not route.known:
                strip_path(scope)
            _refuse(route, path)
            refuse_headers(scope)
            refuse_settings()
            if "masker.scope" not in scope:
                self.canary.require_passed()
            exchange = exchange_masked if route.kind == "masked" else exchange_counted
            await exchange(
                self.app,
                with_name(scope, name),
                receive,
                send,
                name=name,
                api=route.api,
                masker=self.masker,
                settings=self.settings,
            )
        except Refusal as refusal:
            await answer_refusal(send, route.api, refusal)
        except ClientGone:
            pass  # there is nobody to answer

    def _is_opened(self, scope: Scope) -> bool:
        """Whether MASKER_OPAQUE_ROUTES opens the route: then nothing on it is masked, and nothing of it kept back. A masked
        route stays masked, also where an admin's pass-through, such as `/`, has it below itself: LiteLLM's own comes first."""
        path = _route_path(scope)
        kind = classify_route(scope["method"], path).kind if scope["type"] == "http" else "refused"
        if self.settings.opaque.intersection(list_opaque_kinds(path)):
            return kind == "refused"
        if "pass_through" not in self.settings.opaque or scope["type"] != "http":
            return False
        return kind in ("refused", "local") and _is_pass_through(path)

    async def _answer_health(self, send: Send) -> None:
        body = json.dumps({"canary": self.canary.state, "why": self.canary.why}).encode()
        status = 200 if self.canary.state == "passed" else 503
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _route_path(scope: Scope) -> str:
    """The path as Starlette's router sees it."""
    from starlette._utils import get_route_path

    return get_route_path(scope)


def _refuse(route: RouteClass, path: str) -> None:
    if route.kind == "local":
        raise Refusal(403, "route: an admin made it a pass-through to a provider, and nothing would be masked on it")
    if route.kind == "refused":
        # The path is told only where a row names it: an unknown one may hold anything.
        named = f"route {path}" if route.known and len(path) < 64 else "route"
        raise Refusal(403 if route.known else 404, f"{named}: refused, because {route.reason}")


def _is_pass_through(path: str) -> bool:
    from litellm.proxy.pass_through_endpoints.pass_through_endpoints import InitPassThroughEndpointHelpers

    return InitPassThroughEndpointHelpers.is_registered_pass_through_route(path)
