"""The three calls to the masker."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple, Optional, Union

import aiohttp

from gateway.parse_json import parse_json
from gateway.refusal import Refusal
from gateway.request_name import RequestName
from gateway.settings import Settings

# Both also count the time in which LiteLLM's own loop is busy: a hundred requests at once take it seconds.
CONNECT_SECONDS = 10.0
# A masker that is paused takes connections and never answers; one at work needs time by the size of the body.
PATIENCE_SECONDS = 15.0
SLOWEST_BYTES_PER_SECOND = 2_000_000
FINAL = (400, 413, 422)
POLICY = "x-masker-policy"
MASK = "/guardrail/request"
DOWN = "masker: it cannot be reached, and nothing was sent to the provider; try again once it is up"
LOST = "masker: it cannot be reached to restore this answer; try again once it is up"

Mode = Literal["store", "throwaway", "proof"]
Answer = tuple[int, bytes, Mapping[str, str]]


class Masked(NamedTuple):
    """`answer` is JSON, `{"ticket", "body"}`, or None where the body goes on as it is; `policy` is what was applied."""

    answer: Optional[bytes]
    policy: str


class MaskerClient:
    """All methods raise Refusal: 503 when the masker is down, busy, cut off or not taking this gateway's key; 429 when
    the scope asks too often; 400, 413 and 422 when it refuses the body."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.masker_url
        self._authorization = f"Bearer {settings.masker_key}"
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def mask_request(
        self, raw: bytes, *, scope: str, api: str, name: RequestName, policy: str, mode: Mode = "store"
    ) -> Masked:
        """`policy` as `choose_policy` makes it. `throwaway` keeps nothing; `proof` masks whatever the policy is."""
        headers = {"x-masker-scope": scope, "x-masker-api": api, **name.headers(), POLICY: policy}
        status, answer, given = await self._post(MASK, raw, {**headers, "x-masker-mode": mode})
        if not given.get(POLICY):
            raise Refusal(503, "masker: it does not say which policy it applied; run the version of this gateway")
        return Masked(None if status == 204 else answer, given[POLICY])

    async def restore_response(self, raw: bytes, *, ticket: str, api: str, name: RequestName) -> bytes:
        """A whole answer, restored."""
        headers = {"x-masker-ticket": ticket, "x-masker-api": api, **name.headers()}
        return (await self._post("/guardrail/response", raw, headers))[1]

    @asynccontextmanager
    async def restore_stream(
        self, frames: AsyncIterable[bytes], *, ticket: str, api: str, name: RequestName
    ) -> AsyncGenerator[aiohttp.StreamReader, None]:
        """Sends SSE bytes while it yields the restored ones; opened once the masker has accepted. Broken off before the first
        of `frames`, it may be asked for again."""
        headers = {"x-masker-ticket": ticket, "x-masker-api": api, **name.headers()}
        # A stream lasts as long as the model writes: aiohttp's own limit of 300 s in total would cut it.
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
        try:
            # On a new connection: a kept one may be dead, and a stream cannot be sent twice.
            asking = self._request("/guardrail/stream", frames, headers, timeout, kept=False)
            # The masker answers before it has read anything. A process of it that is killed may take the connection along.
            async with await asyncio.wait_for(asking, PATIENCE_SECONDS) as answer:
                if answer.status != 200:
                    raise _refusal(answer.status, await answer.read(), answer.headers)
                yield answer.content
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise Refusal(503, LOST) from error

    async def _post(self, path: str, raw: bytes, headers: dict[str, str]) -> Answer:
        patience = PATIENCE_SECONDS + len(raw) / SLOWEST_BYTES_PER_SECOND
        timeout = aiohttp.ClientTimeout(total=patience, sock_connect=CONNECT_SECONDS)
        try:
            try:
                return await self._post_once(path, raw, headers, timeout, kept=True)
            except aiohttp.ClientConnectorError:
                raise
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionResetError):
                # The masker closed a kept connection, or was started anew, just as it was taken up again.
                return await self._post_once(path, raw, headers, timeout, kept=False)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise Refusal(503, DOWN if path == MASK else LOST) from error

    async def _post_once(
        self, path: str, raw: bytes, headers: dict[str, str], timeout: aiohttp.ClientTimeout, *, kept: bool
    ) -> Answer:
        async with self._request(path, raw, headers, timeout, kept=kept) as answer:
            body = await answer.read()
            if answer.status not in (200, 204):
                raise _refusal(answer.status, body, answer.headers)
            return answer.status, body, answer.headers

    def _request(
        self,
        path: str,
        data: Union[bytes, AsyncIterable[bytes]],
        headers: dict[str, str],
        timeout: aiohttp.ClientTimeout,
        *,
        kept: bool,
    ) -> "aiohttp.client._RequestContextManager":
        sent = {"authorization": self._authorization, "content-type": "application/json", **headers}
        return self._session(kept).post(
            self._url + path, data=data, headers=sent, timeout=timeout, allow_redirects=False
        )

    def _session(self, kept: bool) -> aiohttp.ClientSession:
        """Made where a loop runs. One keeps its connections, the other makes a new one for each request."""
        if kept not in self._sessions:
            # Every open stream holds a connection: with a limit the next client would wait for one.
            connector = aiohttp.TCPConnector(limit=0, force_close=not kept)
            jar = aiohttp.DummyCookieJar()
            self._sessions[kept] = aiohttp.ClientSession(connector=connector, auto_decompress=False, cookie_jar=jar)
        return self._sessions[kept]


def _refusal(status: int, body: bytes, headers: Mapping[str, str]) -> Refusal:
    try:
        error = parse_json(body)["error"]
        code, message = str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        code, message = "", f"answered {status} without a reason"
    if status in FINAL:
        return Refusal(status, f"masker: {message}", code=code, policy=headers.get(POLICY))
    if status in (401, 403):
        message = "it does not take this gateway's key; give both the same MASKER_API_KEY"
    wait = headers.get("retry-after", "")
    # 429: this caller asks too often. All else is the gateway's own trouble, and may be over soon.
    return Refusal(429 if status == 429 else 503, f"masker: {message}", int(wait) if wait.isdigit() else 1)
