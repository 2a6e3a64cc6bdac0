"""One stream through the masker: a duplex request with LiteLLM's bytes going in and the client's coming out."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Optional

from gateway.answer_refusal import answer_refusal
from gateway.api_errors import error_event
from gateway.holder import Holder
from gateway.masker_client import MaskerClient
from gateway.read_body import Message, Send
from gateway.refusal import Refusal

QUEUED_CHUNKS = 64
# Networks drop connections that are silent for longer, some in silence; the least that is common is a minute.
IDLE_SECONDS = 30
# How long a client and the masker have for what is left of a stream in whose middle LiteLLM failed.
REST_SECONDS = 10.0
CUT = Refusal(503, "masker: it stopped in the middle of this answer; try again once it is up")


class StreamOver(OSError):
    """Raised into LiteLLM's `send` once the client's stream has ended, so that LiteLLM cancels the provider's."""


class RestoredStream:
    """Opens the masker's end at once. After `begin`, `feed` takes LiteLLM's chunks and waits where masker or client is
    slower; a task passes on what comes back. When the masker fails, the client gets an error event: never bytes that were
    not restored."""

    def __init__(self, holder: Holder, masker: MaskerClient, send: Send) -> None:
        self._holder = holder
        self._masker = masker
        self._send = send
        self._start: Message = {}
        self._begun = asyncio.Event()
        self._started = False
        self._flowing = False
        self._fed = False
        self._last = b""
        self._ended = False
        self._failed = False
        self._queue: "asyncio.Queue[Optional[bytes]]" = asyncio.Queue(QUEUED_CHUNKS)
        self._passing = asyncio.create_task(self._pass_on())

    def begin(self, start: Message) -> None:
        """The provider streams: `start` goes out before the first restored bytes."""
        self._start = start
        self._begun.set()

    async def feed(self, chunk: bytes, more: bool) -> None:
        """Raises StreamOver when the client's stream has ended before LiteLLM's."""
        if chunk:
            await self._put(chunk)
        if not more:
            await self._put(None)
            await self._passing
        elif not self._flowing:
            # LiteLLM never waits between chunks that are there already: the first ones would stay here with them.
            await asyncio.sleep(0)

    async def send_rest(self) -> None:
        """After a failure of LiteLLM's: what it gave before goes out, but no end of a stream that ended well."""
        self._failed = True
        with suppress(OSError, asyncio.TimeoutError):
            await asyncio.wait_for(self.feed(b"", more=False), REST_SECONDS)

    async def close(self) -> None:
        """Ends the masker's request, whatever state it is in."""
        self._passing.cancel()
        await asyncio.gather(self._passing, return_exceptions=True)

    @property
    def over(self) -> bool:
        """Whether the client's stream has ended."""
        return self._passing.done()

    async def _put(self, chunk: Optional[bytes]) -> None:
        if not self._queue.full() and not self._passing.done():
            self._queue.put_nowait(chunk)
            return
        putting = asyncio.create_task(self._queue.put(chunk))
        try:
            await asyncio.wait([putting, self._passing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            putting.cancel()
        if self._passing.done():
            raise StreamOver

    async def _pass_on(self) -> None:
        refusal = await self._restore()
        if refusal is not None and not self._fed:
            # A masker that was stopped while the provider thought, or a connection that was, took nothing with it.
            await self._begun.wait()
            refusal = await self._restore()
        if refusal is not None:
            await self._fail(refusal)
        elif not self._failed:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _restore(self) -> Optional[Refusal]:
        """The whole stream through one request to the masker; what ended it, if that is no end of a stream."""
        holder = self._holder
        opened = time.monotonic()
        try:
            async with self._masker.restore_stream(
                self._chunks(), ticket=holder.ticket or "", api=holder.api, name=holder.name
            ) as restored:
                await self._begun.wait()
                is_stale = not self._fed and time.monotonic() - opened > IDLE_SECONDS
                # Of a fast provider the masker may have had all by now, and have answered all of it.
                if is_stale or restored.exception() is not None or (restored.at_eof() and not self._ended):
                    return CUT
                self._started = True
                await self._send(self._start)
                async for chunk in restored.iter_any():
                    await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
                    self._flowing, self._last = True, chunk
        except Refusal as refusal:
            return refusal
        return None

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        """What has come by now goes as one piece, so that a fast provider costs few writes."""
        yield b""  # aiohttp sends a request's headers with the first bytes of its body, even if there are none
        while not self._ended:
            waiting = [await self._queue.get()]
            while not self._queue.empty():
                waiting.append(self._queue.get_nowait())
            chunks = [chunk for chunk in waiting if chunk is not None]
            self._ended = len(chunks) < len(waiting)
            if chunks:
                self._fed = True
                yield b"".join(chunks)

    async def _fail(self, refusal: Refusal) -> None:
        if not self._started:
            await answer_refusal(self._send, self._holder.api, Refusal(503, refusal.message, refusal.retry_after))
            return
        event = error_event(self._holder.api, CUT, self._last)
        await self._send({"type": "http.response.body", "body": event, "more_body": False})
