"""Proof before traffic: each worker sends a planted identifier through its own app and watches both ends."""

import asyncio
import secrets
from typing import Any

from gateway.call_in_process import call_in_process
from gateway.canary_trials import Trial, body_of, list_trials
from gateway.canary_upstream import CanaryUpstream
from gateway.refusal import Refusal
from gateway.settings import Settings

# A scope of its own, so that planted identifiers take no number of anybody's.
SCOPE = "canary"
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0


class Unproven(Exception):
    """The reason holds no value."""


class NotYet(Unproven):
    """Something that the proof needs is not up."""


class Canary:
    """`state` is pending, failed or passed; provider traffic is refused until it has passed. After a failure it is
    tried again, because the masker may not be up yet."""

    def __init__(self, guard: Any, settings: Settings) -> None:
        self.state = "pending"
        self.why = "LiteLLM is starting"
        self._guard = guard
        self._settings = settings
        self._task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """Starts the proof once a loop runs."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._prove())

    def require_passed(self) -> None:
        """Raises Refusal 503 while there is no proof."""
        if self.state != "passed":
            self.start()
            raise Refusal(503, f"gateway: it is still proving its hooks ({self.why}); try again in a moment")

    async def _prove(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while self.state != "passed":
            try:
                await self._try_all()
                self.state, self.why = "passed", "masked and restored on a route of every API"
            except Unproven as unproven:
                self.state, self.why = "pending" if isinstance(unproven, NotYet) else "failed", str(unproven)
            except Exception as error:  # noqa: BLE001  whatever it is, traffic stays refused and /masker/health tells
                self.state, self.why = "failed", f"the canary broke off: {type(error).__name__}"
            await asyncio.sleep(0 if self.state == "passed" else pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _try_all(self) -> None:
        from litellm.proxy import proxy_server

        if proxy_server.llm_router is None:
            raise NotYet("LiteLLM has no model yet")
        async with CanaryUpstream(proxy_server.llm_router) as upstream:
            # What only looks like a placeholder is masked whatever the profile, the kinds and the lists in use are.
            planted = f"ec2-{1_000_000 + secrets.randbelow(9_000_000)}"
            for trial in list_trials(planted, upstream.models):
                await self._try(upstream, trial, planted.encode())

    async def _try(self, upstream: CanaryUpstream, trial: Trial, planted: bytes) -> None:
        stages: set[str] = set()
        upstream.seen.clear()
        status, answer = await call_in_process(
            self._guard,
            trial.path,
            body_of(trial, upstream.models[trial.provider]),
            key=self._settings.master_key,
            extra={"masker.scope": SCOPE, "masker.stages": stages},
        )
        if status != 200:
            raise (NotYet if status == 503 else Unproven)(f"{trial.name}: answered {status}{_message(answer)}")
        if len(upstream.seen) != 1 or planted in upstream.seen[0]:
            raise Unproven(f"{trial.name}: the planted identifier was not masked on its way to the provider")
        if trial.is_restored and planted not in answer:
            raise Unproven(f"{trial.name}: the planted identifier was not restored on its way to the client")
        if not stages >= trial.stages:
            raise Unproven(f"{trial.name}: LiteLLM ran only the stages {sorted(stages)}")


def _message(answer: bytes) -> str:
    """The error's text, which the masker and the guard write without values."""
    from gateway.parse_json import parse_json

    try:
        return f" ({parse_json(answer)['error']['message']})"
    except (ValueError, KeyError, TypeError):
        return ""
