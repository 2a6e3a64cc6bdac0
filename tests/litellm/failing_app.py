"""Prints what an error tracker sends of a failure that passes the guard: the frames with their local variables. The request's body is
stdin's; the argument says on which kind of route it comes."""

import asyncio
import sys
import traceback
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "litellm"))

from gateway.count_tokens import exchange_counted
from gateway.masked_exchange import exchange_masked
from gateway.masker_client import MaskerClient
from gateway.request_name import name_request
from gateway.settings import read_settings
from litellm.proxy import proxy_server

EXCHANGES = {"masked": exchange_masked, "counted": exchange_counted}
KEYS = {"MASKER_API_KEY": "abcdefghijklmnopqrstuvwx", "LITELLM_MASTER_KEY": "abcdefghijklmnopqrstuvwx"}


async def fail(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError(f"LiteLLM's own, of {await receive()}")


async def receive_stdin() -> Any:
    return {"type": "http.request", "body": sys.stdin.buffer.read(), "more_body": False}


async def main() -> None:
    # Whoever comes without a key is refused.
    proxy_server.master_key = KEYS["LITELLM_MASTER_KEY"]
    settings = read_settings(KEYS)
    scope = {"type": "http", "method": "POST", "path": "/v1/messages", "query_string": b"", "headers": []}
    given = {"name": name_request(scope), "api": "anthropic", "masker": MaskerClient(settings), "settings": settings}
    try:
        await EXCHANGES[sys.argv[1]](fail, scope, receive_stdin, fail, **given)
    except RuntimeError as error:
        print(*traceback.TracebackException.from_exception(error, capture_locals=True).format())


asyncio.run(main())
