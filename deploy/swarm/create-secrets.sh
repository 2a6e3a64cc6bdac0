#!/bin/sh
# create-secrets.sh [FILE]: gives Swarm the secrets of .env, one by one, each under the name of its variable.
set -eu
file=${1:-$(dirname "$0")/../../.env}

# Without the quotes that a value with spaces or braces has.
value_of() { sed -n "s/^$1=//p" "$file" | tail -n 1 | sed "s/^'\\(.*\\)'\$/\\1/; s/^\"\\(.*\\)\"\$/\\1/"; }

create() {
  # A secret cannot be empty; run-with-settings.sh takes an empty line for "not set".
  printf '%s\n' "$2" | docker secret create "$1" - >/dev/null
  echo "created $1"
}

for name in LITELLM_MASTER_KEY LITELLM_SALT_KEY UI_PASSWORD MASKER_API_KEY MASKER_KEYS MASKER_ENCRYPTION_KEY \
  MASKER_PREVIOUS_ENCRYPTION_KEYS REDIS_PASSWORD POSTGRES_PASSWORD ANTHROPIC_API_KEY OPENAI_API_KEY \
  GEMINI_API_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN VERTEXAI_CREDENTIALS; do
  create "$name" "$(value_of "$name")"
done
create REDIS_URL "redis://:$(value_of REDIS_PASSWORD)@redis:6379"
create DATABASE_URL "postgresql://litellm:$(value_of POSTGRES_PASSWORD)@postgres:5432/litellm"
