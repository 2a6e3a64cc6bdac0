#!/bin/sh
# run-with-settings.sh PROGRAM [ARGUMENT...]: starts a program in a container with its settings as it expects them.
# Swarm hands secrets over as files: each file in /run/secrets becomes the variable of its name. A variable that is set and
# empty, as Compose passes an unused setting, is taken away: to LiteLLM an empty address is an address.
set -eu

for file in "${SECRETS_DIRECTORY:-/run/secrets}"/*; do
  name=${file##*/}
  case $name in [!A-Z]* | *[!A-Z0-9_]*) continue ;; esac
  if [ -f "$file" ]; then export "$name=$(cat "$file")"; fi
done

for name in $(env | sed -n 's/^\([A-Z][A-Z0-9_]*\)=$/\1/p'); do
  # A line of a longer value may look like an empty variable.
  if eval "[ -z \"\${$name-}\" ]"; then unset "$name"; fi
done

exec "$@"
