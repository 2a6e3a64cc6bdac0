"""The three calls to the masker."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Optional, Union

import aiohttp

from gateway.parse_json import parse_json
from gateway.refusal import Refusal
from gateway.settings import Settings

CONNECT_SECONDS = 2.0
# A masker that is paused takes connections and never answers; one at work needs time by the size of the body.
PATIENCE_SECONDS = 5.0
SLOWEST_BYTES_PER_SECOND = 2_000_000
FINAL = (400, 413, 422)
DOWN = "masker: it cannot be reached, and nothing was sent to the provider; try again once it is up"


class MaskerClient:
    """All methods raise Refusal: 503 when the masker is down, cut off or not taking this gateway's key; 400, 413 and
    422 when it refuses the body."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.masker_url
        self._authorization = f"Bearer {settings.masker_key}"
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def mask_request(
        self, raw: bytes, *, scope: str, api: str, request_id: str, throwaway: bool = False
    ) -> Optional[bytes]:
        """The answer's JSON bytes, `{"ticket", "body"}`, or None where nothing was found."""
        headers = {"x-masker-scope": scope, "x-masker-api": api, "x-request-id": request_id}
        if throwaway:
            headers["x-masker-mode"] = "throwaway"
        status, answer = await self._post("/guardrail/request", raw, headers)
        return None if status == 204 else answer

    async def restore_response(self, raw: bytes, *, ticket: str, api: str, request_id: str) -> bytes:
        """A whole answer, restored."""
        headers = {"x-masker-ticket": ticket, "x-masker-api": api, "x-request-id": request_id}
        return (await self._post("/guardrail/response", raw, headers))[1]

    @asynccontextmanager
    async def restore_stream(
        self, frames: AsyncIterable[bytes], *, ticket: str, api: str, request_id: str
    ) -> AsyncGenerator[AsyncIterator[bytes], None]:
        """Sends SSE bytes while it yields the restored ones; opened once the masker has accepted."""
        headers = {"x-masker-ticket": ticket, "x-masker-api": api, "x-request-id": request_id}
        # A stream lasts as long as the model writes: aiohttp's own limit of 300 s in total would cut it.
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
        try:
            # On a new connection: a kept one may be dead, and a stream cannot be sent twice.
            async with self._request("/guardrail/stream", frames, headers, timeout, kept=False) as answer:
                if answer.status != 200:
                    raise _refusal(answer.status, await answer.read())
                yield answer.content.iter_any()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise Refusal(503, DOWN) from error

    async def _post(self, path: str, raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
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
            raise Refusal(503, DOWN) from error

    async def _post_once(
        self, path: str, raw: bytes, headers: dict[str, str], timeout: aiohttp.ClientTimeout, *, kept: bool
    ) -> tuple[int, bytes]:
        async with self._request(path, raw, headers, timeout, kept=kept) as answer:
            body = await answer.read()
            if answer.status not in (200, 204):
                raise _refusal(answer.status, body)
            return answer.status, body

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


def _refusal(status: int, body: bytes) -> Refusal:
    try:
        message = str(parse_json(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        message = f"answered {status} without a reason"
    if status in FINAL:
        return Refusal(status, f"masker: {message}")
    if status in (401, 403):
        message = "it does not take this gateway's key; give both the same MASKER_API_KEY"
    return Refusal(503, f"masker: {message}")
