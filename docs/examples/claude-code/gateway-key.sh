#!/bin/sh
# Prints the gateway's key. Here from a file that only its owner may read; a password manager's command does as well:
#   security find-generic-password -s gateway -w     op read op://team/gateway/key     vault kv get -field=key secret/gateway
cat "$HOME/.claude/gateway-key"
