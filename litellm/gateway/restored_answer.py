"""LiteLLM's answer on its way to the client: untouched, restored whole, or restored as a stream."""

from gateway.answer_refusal import answer_refusal
from gateway.holder import Holder
from gateway.masker_client import MaskerClient
from gateway.read_body import Message, Send, header
from gateway.refusal import Refusal
from gateway.restored_stream import RestoredStream
from gateway.set_header import replace_header
from gateway.stamp_policy import stamp_policy

UNPROVEN = Refusal(503, "gateway: LiteLLM answered without its masking hook; the operator should run npm run verify")
# The masker's code for what a policy forbids.
BLOCKED = "blocked"
LENGTH = b"content-length"


class RestoredAnswer:
    """Stands in for `send` while LiteLLM answers. `close` must be awaited when LiteLLM is done or was cancelled."""

    def __init__(self, holder: Holder, masker: MaskerClient, send: Send) -> None:
        self._holder = holder
        self._masker = masker
        self._send = stamp_policy(send, lambda: holder.policy)
        self._start: Message = {}
        self._parts: list[bytes] = []
        self._expected: "RestoredStream | None" = None
        self._stream: "RestoredStream | None" = None
        self._untouched = False
        self._answered = False

    def expect_stream(self) -> None:
        """Opens the masker's end while the provider thinks, so that the first event need not wait for it."""
        if self._expected is None:
            self._expected = RestoredStream(self._holder, self._masker, self._send)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            await self._begin()
        elif message["type"] == "http.response.body" and not self._answered:
            await self._go_on(message)
        elif self._untouched:
            await self._send(message)

    async def send_rest(self) -> None:
        """LiteLLM failed: of a stream, what it gave before still goes out."""
        if self._stream is not None:
            await self._stream.send_rest()

    async def close(self) -> None:
        """Leaves no task and no connection behind."""
        for stream in (self._expected, self._stream):
            if stream is not None:
                await stream.close()

    @property
    def broke_off(self) -> bool:
        """Whether the answer was ended here, so that an exception out of LiteLLM is its consequence."""
        return self._answered or (self._stream is not None and self._stream.over)

    async def _begin(self) -> None:
        holder = self._holder
        if holder.refusal is not None or (holder.masked_raw is None and self._start["status"] < 400):
            self._answered = True
            await answer_refusal(self._send, holder.api, holder.refusal or UNPROVEN)
        elif holder.ticket is None or not _is_restorable(self._start):
            self._untouched = True
            await self._send(self._start)
        elif header(self._start, b"content-type").startswith(b"text/event-stream"):
            self._stream = self._expected or RestoredStream(holder, self._masker, self._send)
            self._stream.begin(replace_header(self._start, LENGTH, None))

    async def _go_on(self, message: Message) -> None:
        if self._untouched:
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._stream is not None:
            await self._stream.feed(body, more)
            return
        self._parts.append(body)
        if not more:
            self._answered = True
            await self._send_whole(b"".join(self._parts))

    async def _send_whole(self, raw: bytes) -> None:
        holder = self._holder
        try:
            restored = await self._masker.restore_response(
                raw, ticket=holder.ticket or "", api=holder.api, name=holder.name
            )
        except Refusal as refusal:
            # The guard refused a tool call: the same request may bring the same call. All else may be over soon.
            final = refusal if refusal.code == BLOCKED else Refusal(503, refusal.message, refusal.retry_after)
            await answer_refusal(self._send, holder.api, final)
            return
        await self._send(replace_header(self._start, LENGTH, str(len(restored)).encode()))
        await self._send({"type": "http.response.body", "body": restored, "more_body": False})


def _is_restorable(start: Message) -> bool:
    kind = header(start, b"content-type").lower()
    return kind.startswith(b"text/event-stream") or b"json" in kind
