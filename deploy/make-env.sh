#!/bin/sh
# make-env.sh [DIRECTORY]: makes .env there (by default in the repository), or completes the one that is there, so that
# Compose and Swarm find every setting. A secret that is empty or missing gets a fresh value; a value is never changed.
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$repository}/.env
umask 077
draft=$(mktemp "$file.XXXXXX")
trap 'rm -f "$draft" "$draft.next"' EXIT

if [ -f "$file" ]; then example='' && cat "$file"; else example=new && cat "$repository/.env.example"; fi >"$draft"
if [ -n "$(tail -c 1 "$draft")" ]; then echo >>"$draft"; fi

# What is missing of deploy/env.example; its comments only where the whole file is new.
while IFS= read -r line; do
  case $line in
    [A-Z]*) if ! grep -q "^${line%%=*}=" "$draft"; then printf '%s\n' "$line"; fi ;;
    *) if [ -n "$example" ]; then printf '%s\n' "$line"; fi ;;
  esac
done <"$repository/deploy/env.example" >"$draft.next"
cat "$draft.next" >>"$draft"

for name in LITELLM_MASTER_KEY LITELLM_SALT_KEY UI_PASSWORD MASKER_API_KEY MASKER_ENCRYPTION_KEY REDIS_PASSWORD \
  POSTGRES_PASSWORD GRAFANA_PASSWORD; do
  if grep -q "^$name=." "$draft"; then continue; fi
  case $name in
    LITELLM_*) value=sk-$(openssl rand -hex 32) ;;
    MASKER_ENCRYPTION_KEY) value=$(openssl rand -base64 32) ;;
    *) value=$(openssl rand -hex 32) ;;
  esac
  # The value goes by the environment: a command line can be read by every process.
  NAME=$name VALUE=$value awk '
    $0 == ENVIRON["NAME"] "=" && !done { print $0 ENVIRON["VALUE"]; done = 1; next }
    { print }
    END { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"] }
  ' "$draft" >"$draft.next"
  mv "$draft.next" "$draft"
  echo "made $name"
done

mv "$draft" "$file"
