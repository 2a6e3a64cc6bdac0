"""Streams stdin through the masker at MASKER_PORT as a provider would that thinks for longer than a silent connection is trusted;
prints what the client gets."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "litellm"))

from gateway import masker_client, restored_stream
from gateway.holder import Holder
from gateway.masker_client import MaskerClient
from gateway.request_name import name_request
from gateway.settings import read_settings

restored_stream.IDLE_SECONDS = 0.1
masker_client.PATIENCE_SECONDS = 2.0


async def send(message: Any) -> None:
    sys.stdout.write(message.get("body", b"").decode())


async def main() -> None:
    settings = read_settings({**os.environ, "LITELLM_MASTER_KEY": "abcdefghijklmnopqrstuvwx"})
    name = name_request({"headers": []})
    holder = Holder(api="anthropic", raw=b"", body={}, hollow={}, name=name, ticket="ticket")
    stream = restored_stream.RestoredStream(holder, MaskerClient(settings), send)
    await asyncio.sleep(float(sys.argv[1]))
    stream.begin({"type": "http.response.start", "status": 200, "headers": []})
    for frame in sys.stdin.buffer.read().split(b"|"):
        await stream.feed(frame, more=True)
    await stream.feed(b"", more=False)
    await stream.close()


asyncio.run(main())
