"""The provider that the canary's requests reach: a server on the loopback that says back what it was told."""

import json
import secrets
from types import TracebackType
from typing import Any, Optional

from aiohttp import web
from litellm.types.router import Deployment, LiteLLM_Params

from gateway.canary_answers import answer_of

LOOPBACK = "127.0.0.1"
# What LiteLLM adds each provider's paths to.
BASES = {"anthropic": "", "openai": "/v1", "gemini": "", "cohere": ""}


class CanaryUpstream:
    """Open, it is a deployment of LiteLLM's router under names that nobody can guess; `seen` has the bodies it got."""

    def __init__(self, router: Any) -> None:
        self.seen: list[bytes] = []
        name = f"masker-canary-{secrets.token_hex(8)}"
        self.models = {provider: f"{name}-{provider}" for provider in BASES}
        self._router = router
        self._deployed: list[str] = []
        self._runner: Optional[web.AppRunner] = None

    async def __aenter__(self) -> "CanaryUpstream":
        app = web.Application()
        app.router.add_post("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        port = self._runner.addresses[0][1]
        for provider, base in BASES.items():
            self._deploy(provider, f"http://{LOOPBACK}:{port}{base}")
        return self

    async def __aexit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        for deployment in self._deployed:
            self._router.delete_deployment(id=deployment)
        if self._runner is not None:
            await self._runner.cleanup()

    def _deploy(self, provider: str, base: str) -> None:
        params = LiteLLM_Params(
            model=f"{provider}/{self.models[provider]}",
            api_base=base,
            api_key="none",
            # Without a price LiteLLM logs a traceback for each answer; without the cache's, a warning.
            input_cost_per_token=0,
            output_cost_per_token=0,
            cache_read_input_token_cost=0,
        )
        deployment = Deployment(model_name=self.models[provider], litellm_params=params)
        self._router.add_deployment(deployment=deployment)
        self._deployed.append(str(deployment.model_info.id))

    async def _answer(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.seen.append(raw)
        kind, text = answer_of(request.path, json.loads(raw))
        return web.Response(text=text, content_type=kind)
