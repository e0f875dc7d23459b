#!/bin/sh
# Starts Redis with the configuration that is given and the login: the server gets a digest of the password, which stands in no file.
set -eu
umask 0077

[ -n "${REDISCLI_AUTH:-}" ] || { echo 'start: REDISCLI_AUTH is empty, Redis would take commands from everybody' >&2; exit 78; }
digest=$(printf %s "$REDISCLI_AUTH" | sha256sum)
{ cat "$1"; echo "user default on #${digest%% *} ~* &* +@all"; } > /run/redis/redis.conf
exec redis-server /run/redis/redis.conf
