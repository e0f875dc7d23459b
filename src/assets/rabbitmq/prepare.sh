#!/bin/bash
# Puts the passwords into the definitions and the Erlang cookie into the home folder, before the broker starts.
# Only shell builtins touch the passwords, so that none shows up in a list of processes.
set -euo pipefail
umask 077

template=/etc/rabbitmq-template/definitions.json
passwords=/run/secrets/rabbitmq-users
definitions=/run/rabbitmq/definitions.json
cookie=/run/secrets/rabbitmq-cookie/cookie

text=$(<"${DEFINITIONS_TEMPLATE:-$template}")
for file in "${PASSWORDS_DIR:-$passwords}"/*; do
  user=${file##*/}
  password=$(<"$file")
  if [[ ! $password =~ ^[A-Za-z0-9]{8,}$ ]]; then
    echo "password of user '$user' has characters other than letters and digits, or fewer than 8: replace it in its Secret" >&2
    exit 65
  fi
  text=${text//"{{password:$user}}"/$password}
done
if [[ $text =~ \{\{password:([^}]*)\}\} ]]; then
  echo "no password for user '${BASH_REMATCH[1]}': its Secret is missing from the mounted ones" >&2
  exit 65
fi
printf '%s' "$text" > "${DEFINITIONS_FILE:-$definitions}"

home=${RABBITMQ_HOME:-/var/lib/rabbitmq}
printf '%s' "$(<"${COOKIE_FILE:-$cookie}")" > "$home/.erlang.cookie"
chmod 0600 "$home/.erlang.cookie"
