"""What check_config.py refuses at the start, asked again of each request: an admin may change it at run time."""

from gateway.refusal import Refusal
from gateway.trusted_headers import list_trusted_headers


def refuse_settings() -> None:
    """Raises Refusal 403 as long as LiteLLM is set to trust headers."""
    from litellm.proxy import proxy_server

    import litellm

    models = litellm.model_group_settings
    wrong = list_trusted_headers(proxy_server.general_settings, models and dict(models))
    if wrong:
        raise Refusal(403, wrong[0])
