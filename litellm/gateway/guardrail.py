"""LiteLLM's end of the masking."""

from collections.abc import AsyncGenerator
from typing import Any, Optional

from fastapi import HTTPException
from litellm.integrations.custom_guardrail import CustomGuardrail
from litellm.proxy import proxy_server

import litellm
from gateway.holder import HOLDER, OPAQUE
from gateway.install_guard import install_guard
from gateway.mask_held_body import mask_held_body
from gateway.mask_scope import choose_scope
from gateway.refusal import Refusal
from gateway.refuse_to_start import refuse_to_start

guard = install_guard(proxy_server.app)


class MaskerGuardrail(CustomGuardrail):
    """Masks before the call and confirms after it. It cannot be switched off, neither by a key nor by a request."""

    def __init__(self, **options: Any) -> None:
        if any(isinstance(callback, MaskerGuardrail) for callback in litellm.callbacks):
            reason = "guardrails: the masker stands there twice; leave the one entry of config.yaml"
            if guard.canary.state == "passed":
                raise ValueError(reason)  # an admin's doing at run time: the first entry goes on
            refuse_to_start(reason)
        super().__init__(**options)

    def should_run_guardrail(self, data: Any, event_type: Any) -> bool:
        """Always: LiteLLM's own answer is no where a key's or team's metadata opts out of global guardrails."""
        return True

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """Runs after authentication, rate limits and budgets."""
        holder = HOLDER.get()
        if OPAQUE.get():
            return data
        if holder is None:
            raise HTTPException(403, "gateway: this route is not covered by the masking")
        holder.stages.add("pre_call")
        try:
            await mask_held_body(
                holder,
                data,
                key=user_api_key_dict,
                call_type=call_type,
                scope=holder.scope or choose_scope(guard.settings.scope, user_api_key_dict),
                masker=guard.masker,
            )
        except Refusal as refusal:
            holder.refusal = refusal
            holder.policy = holder.policy or refusal.policy
        if holder.refusal is not None:
            # Out here it has no context: callbacks get it, and the frames of the refusal have the body among their variables.
            raise HTTPException(holder.refusal.status, holder.refusal.message)
        return data

    async def async_post_call_success_hook(self, data: Any, user_api_key_dict: Any, response: Any) -> None:
        """The answer is restored on the wire; here it is only noted that LiteLLM's stage ran."""
        self._note_post_call()

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict: Any, response: Any, request_data: Any
    ) -> AsyncGenerator[Any, None]:
        """The same for a stream, whose chunks pass as they are."""
        self._note_post_call()
        async for chunk in response:
            yield chunk

    async def async_pre_call_deployment_hook(self, kwargs: dict[str, Any], call_type: Any) -> Optional[dict[str, Any]]:
        """Nothing: the request is masked, and masking it again would mask the placeholders."""
        return kwargs

    async def async_post_call_success_deployment_hook(self, request_data: Any, response: Any, call_type: Any) -> None:
        """Nothing."""

    @staticmethod
    def _note_post_call() -> None:
        holder = HOLDER.get()
        if holder is not None:
            holder.stages.add("post_call")
