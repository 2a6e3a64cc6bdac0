"""An HTTP request to an ASGI app without a socket."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from gateway.read_body import Message


async def call_in_process(
    app: Any, path: str, body: Mapping[str, Any], *, key: str, extra: Mapping[str, Any]
) -> tuple[int, bytes]:
    """POSTs JSON; gives status and body. `extra` joins the ASGI scope, which no client can reach."""
    raw = json.dumps(body).encode()
    sent: list[Message] = []
    requests = [{"type": "http.request", "body": raw, "more_body": False}]

    async def receive() -> Message:
        if requests:
            return requests.pop()
        await asyncio.Event().wait()  # this client never leaves
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(path, len(raw), key) | dict(extra), receive, send)
    status = next((message["status"] for message in sent if message["type"] == "http.response.start"), 0)
    return status, b"".join(message.get("body", b"") for message in sent)


def _scope(path: str, length: int, key: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"content-length", str(length).encode()),
            (b"authorization", f"Bearer {key}".encode()),
        ],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "state": {},
    }
