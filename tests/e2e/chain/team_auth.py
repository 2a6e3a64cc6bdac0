"""Virtual keys without a database: a key `sk-team-NAME` belongs to the team NAME, the master key to the administrator."""

import os
from typing import Final

from fastapi import Request
from litellm.proxy._types import LitellmUserRoles, ProxyException, UserAPIKeyAuth

TEAM_KEY: Final = "sk-team-"


async def user_api_key_auth(request: Request, api_key: str) -> UserAPIKeyAuth:
    """Raises ProxyException 401 for a key that is neither a team's nor the master key."""
    if api_key == os.environ["LITELLM_MASTER_KEY"]:
        return UserAPIKeyAuth(api_key=api_key, user_role=LitellmUserRoles.PROXY_ADMIN)
    if api_key.startswith(TEAM_KEY):
        team = api_key.removeprefix(TEAM_KEY)
        return UserAPIKeyAuth(api_key=api_key, team_id=team, user_role=LitellmUserRoles.INTERNAL_USER)
    raise ProxyException(message="unknown key", type="auth_error", param="key", code=401)
