"""python ask.py "what to do", with ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN set as for `claude` itself."""

import asyncio
import sys

from claude_agent_sdk import ClaudeAgentOptions, ResultMessage, query


async def main(prompt: str) -> None:
    options = ClaudeAgentOptions(allowed_tools=["Read"], setting_sources=[])
    async for message in query(prompt=prompt, options=options):
        if isinstance(message, ResultMessage):
            print(message.result or message.subtype)


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "say hello"))
