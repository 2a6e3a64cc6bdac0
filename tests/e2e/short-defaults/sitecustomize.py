"""Loaded by every Python whose PYTHONPATH starts here: aiohttp's default time limit, a hundred times shorter."""

import aiohttp.client

aiohttp.client.DEFAULT_TIMEOUT = aiohttp.ClientTimeout(total=3, sock_connect=3)
