"""Virtual keys without a database: a key `sk-team-NAME` belongs to the team NAME, `sk-user-NAME` to a user without one, the
master key to the administrator. What follows a `~` is the metadata of both, `{"team": {…}, "key": {…}}` in base64url."""

import base64
import json
import os
from typing import Final

from fastapi import Request
from litellm.proxy._types import LitellmUserRoles, ProxyException, UserAPIKeyAuth

TEAM_KEY: Final = "sk-team-"
USER_KEY: Final = "sk-user-"


async def user_api_key_auth(request: Request, api_key: str) -> UserAPIKeyAuth:
    """Raises ProxyException 401 for a key that is neither a team's, a user's nor the master key."""
    if api_key == os.environ["LITELLM_MASTER_KEY"]:
        return UserAPIKeyAuth(api_key=api_key, user_role=LitellmUserRoles.PROXY_ADMIN)
    if not api_key.startswith((TEAM_KEY, USER_KEY)):
        raise ProxyException(message="unknown key", type="auth_error", param="key", code=401)
    name, _, written = api_key.removeprefix(TEAM_KEY).removeprefix(USER_KEY).partition("~")
    metadata = json.loads(base64.urlsafe_b64decode(written + "==")) if written else {}
    owner = {"team_id": name, "team_metadata": metadata.get("team")} if api_key.startswith(TEAM_KEY) else {"user_id": name}
    role = LitellmUserRoles.INTERNAL_USER
    return UserAPIKeyAuth(api_key=api_key, user_role=role, metadata=metadata.get("key", {}), **owner)
