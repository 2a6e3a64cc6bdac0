#!/bin/sh
# Redis with its password from the environment, on standard input: on a command line every process could read it.
# The user exporter, for whoever is in the same network, sees how full it is, and no key.
set -eu
exec redis-server "${REDIS_CONFIG:-/usr/local/etc/redis/redis.conf}" "$@" - <<CONFIG
requirepass ${REDIS_PASSWORD:?set REDIS_PASSWORD}
user exporter on nopass resetkeys resetchannels -@all +ping +info
CONFIG
