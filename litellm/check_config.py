"""Says whether a config.yaml starts LiteLLM protected: python litellm/check_config.py litellm/config.yaml"""

import sys
from typing import Any

import yaml

GUARDRAIL = "masker_guardrail.MaskerGuardrail"
# With these in general_settings LiteLLM sends headers of the client's to a provider, in which nothing is masked.
FORWARDING = ("forward_client_headers_to_llm_api", "forward_openai_org_id", "user_header_name")
CURE = "take the guardrails section from litellm/config.yaml of this repository"


def check_config(config: Any) -> list[str]:
    """What is wrong, as sentences with the cure; empty where nothing is."""
    if not isinstance(config, dict):
        return ["the file is not a YAML mapping"]
    guardrails = config.get("guardrails") or []
    params = [entry.get("litellm_params") or {} for entry in guardrails if isinstance(entry, dict)]
    ours = [entry for entry in params if entry.get("guardrail") == GUARDRAIL]
    if len(ours) != 1:
        return [f"guardrails: {len(ours)} entries of {GUARDRAIL}, LiteLLM would run unprotected; {CURE}"]
    wrong = []
    if set(ours[0].get("mode") or ()) != {"pre_call", "post_call"} or ours[0].get("default_on") is not True:
        wrong.append(f"guardrails: {GUARDRAIL} needs mode [pre_call, post_call] and default_on true; {CURE}")
    unknown = sorted({str(entry.get("guardrail")) for entry in params} - {GUARDRAIL})
    if unknown:
        # LiteLLM logs one line about a guardrail that it cannot load, and starts without it.
        wrong.append(f"guardrails: {', '.join(unknown)}: other guardrails see only masked text and may not load")
    settings = config.get("general_settings") or {}
    if settings.get("master_key") not in (None, "os.environ/LITELLM_MASTER_KEY"):
        wrong.append("general_settings.master_key: a key in the file; write os.environ/LITELLM_MASTER_KEY")
    return wrong + _list_trusted_headers(settings, config.get("litellm_settings") or {})


def _list_trusted_headers(general: Any, litellm: Any) -> list[str]:
    """Settings by which a client's header, in which nothing is masked, would be taken at its word or sent on."""
    wrong = [
        f"general_settings.{name}: LiteLLM would send a client's headers to providers unmasked; leave it out"
        for name in FORWARDING
        if general.get(name)
    ]
    if (litellm.get("model_group_settings") or {}).get(FORWARDING[0]):
        wrong.append(f"litellm_settings.model_group_settings.{FORWARDING[0]}: the same for some models; leave it out")
    mappings = general.get("user_header_mappings") or []
    for one in mappings if isinstance(mappings, list) else [mappings]:
        if isinstance(one, dict) and str(one.get("litellm_user_role")).lower() == "internal_user":
            wrong.append("general_settings.user_header_mappings: a client could name another's scope; leave it out")
    return wrong


def main(path: str) -> int:
    """Prints one line for each fault; the exit code is 1 if there is any."""
    try:
        with open(path, encoding="utf-8") as file:
            wrong = check_config(yaml.safe_load(file))
    except (OSError, yaml.YAMLError) as error:
        wrong = [f"cannot be read: {type(error).__name__}"]
    for line in wrong:
        print(f"{path}: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
