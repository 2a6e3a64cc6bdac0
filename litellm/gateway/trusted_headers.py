"""LiteLLM's settings by which a client's header, in which nothing is masked, would be taken at its word or sent on."""

from typing import Any

# With these in general_settings LiteLLM sends headers of the client's to a provider.
FORWARDING = ("forward_client_headers_to_llm_api", "forward_openai_org_id", "user_header_name")


def list_trusted_headers(general: Any, models: Any) -> list[str]:
    """Sentences with the cure, for general_settings and the mapping litellm_settings.model_group_settings."""
    wrong = [
        f"general_settings.{name}: LiteLLM would send a client's headers to providers unmasked; leave it out"
        for name in FORWARDING
        if general.get(name)
    ]
    if (models or {}).get(FORWARDING[0]):
        wrong.append(f"litellm_settings.model_group_settings.{FORWARDING[0]}: the same for some models; leave it out")
    mappings = general.get("user_header_mappings") or []
    for one in mappings if isinstance(mappings, list) else [mappings]:
        if isinstance(one, dict) and str(one.get("litellm_user_role")).lower() == "internal_user":
            wrong.append("general_settings.user_header_mappings: a client could name another's scope; leave it out")
    return wrong
