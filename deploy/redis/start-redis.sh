#!/bin/sh
# Redis with its password from the environment, on standard input: on a command line every process could read it.
set -eu
exec redis-server "${REDIS_CONFIG:-/usr/local/etc/redis/redis.conf}" "$@" - <<CONFIG
requirepass ${REDIS_PASSWORD:?set REDIS_PASSWORD}
CONFIG
