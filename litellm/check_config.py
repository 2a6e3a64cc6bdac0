"""Says whether a config.yaml starts LiteLLM protected: python litellm/check_config.py litellm/config.yaml"""

import sys
from typing import Any

import yaml

from gateway.trusted_headers import list_trusted_headers

GUARDRAIL = "masker_guardrail.MaskerGuardrail"
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
    models = (config.get("litellm_settings") or {}).get("model_group_settings")
    return wrong + list_trusted_headers(settings, models)


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
