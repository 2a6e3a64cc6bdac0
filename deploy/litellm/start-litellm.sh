#!/bin/sh
# start-litellm.sh [OPTION...]: LiteLLM with the guard, in its official image. LiteLLM alone would start unprotected where the
# configuration lost the guardrail, and with a weak password for its admin UI, so both are checked first.
set -eu
: "${GATEWAY_DIRECTORY:=/gateway}" "${LITELLM_CONFIG:=$GATEWAY_DIRECTORY/config.yaml}"
export PYTHONPATH="$GATEWAY_DIRECTORY" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Else it fetches each of these from the network before it starts.
export LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS=True LITELLM_LOCAL_AUTOROUTER_PRESETS=True
export LITELLM_LOCAL_BLOG_POSTS=True LITELLM_LOCAL_POLICY_TEMPLATES=True
# Else it reads a .env above its packages by itself: with a checkout that is the .env of `npm start` or of Compose.
export PYTHON_DOTENV_DISABLED=1

# Python stays at the soft limit, often 1024; a stream takes three.
ulimit -S -n "$(ulimit -H -n)"

python "$GATEWAY_DIRECTORY/check_config.py" "$LITELLM_CONFIG"
python "$GATEWAY_DIRECTORY/check_settings.py"
# The edge keeps idle connections for 60 s: LiteLLM's own 5 s would close one just as it is used again.
exec litellm --config "$LITELLM_CONFIG" --keepalive_timeout 75 "$@"
