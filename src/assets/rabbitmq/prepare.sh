#!/bin/bash
# Leaves the definitions with their passwords, and the Erlang cookie in the home folder, before the broker starts.
set -euo pipefail
umask 077

source /etc/rabbitmq-definitions/fill-definitions.sh
printf '%s' "$text" > /run/rabbitmq/definitions.json

cookie=/var/lib/rabbitmq/.erlang.cookie
printf '%s' "$(</run/secrets/rabbitmq-cookie/cookie)" > "$cookie"
chmod 0600 "$cookie"
