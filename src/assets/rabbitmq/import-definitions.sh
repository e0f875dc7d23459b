#!/bin/bash
# Imports the definitions into the running broker by its management API: no connection is cut, nothing is deleted.
# Needs bash and base64 alone: not every image of the broker has a client of HTTP.
#
#   BROKER_HOST BROKER_PORT   the management API
#   IMPORT_USER               who logs in, with the tag administrator
#   WAIT_SECONDS              how long to wait for the broker (default 300)
#
# Exit: 0 imported; 65 the broker or this script refuses the definitions; 75 the broker did not come; 77 it refuses the login.
set -euo pipefail
export LC_ALL=C

note() { printf 'definitions: %s\n' "$*"; }

source "${0%/*}/fill-definitions.sh"
login=$(printf '%s:%s' "$IMPORT_USER" "$(<"$passwords/$IMPORT_USER")" | base64)
login=${login//$'\n'/}

# request METHOD PATH BODY: sets `status` and `answer`; fails when nobody answers.
request() {
  status='' answer=''
  {
    printf '%s /api/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
      "$1" "$2" "$BROKER_HOST" "$login" "${#3}" "$3" >&3 || return 1
    IFS= read -r -d '' -t 60 answer <&3 || true
  } 3<>"/dev/tcp/$BROKER_HOST/$BROKER_PORT" || return 1
  [[ $answer =~ ^HTTP/1\.1\ ([0-9]{3}) ]] || return 1
  status=${BASH_REMATCH[1]}
}

end=$((SECONDS + ${WAIT_SECONDS:-300}))
# 5xx: it is still starting.
until request POST definitions "$text" 2> /dev/null && [[ $status != 5* ]]; do
  if ((SECONDS >= end)); then
    note "$BROKER_HOST:$BROKER_PORT does not answer${status:+ but with status $status}" >&2
    exit 75
  fi
  sleep 2
done

case $status in
  2*) note "imported into $BROKER_HOST" ;;
  401)
    note "the broker refuses the login of '$IMPORT_USER': its Secret has another password than the broker knows; restart the broker's pod, which takes all passwords anew" >&2
    exit 77
    ;;
  *)
    for file in "$passwords"/*; do answer=${answer//"$(<"$file")"/***}; done
    note "the broker refuses them, status $status: ${answer##*$'\r\n\r\n'}" >&2
    exit 65
    ;;
esac

request GET 'users?columns=name' '' 2> /dev/null || exit 0
while [[ $answer =~ \"name\":\"([^\"]*)\" ]]; do
  [[ -e $passwords/${BASH_REMATCH[1]} ]] ||
    note "user '${BASH_REMATCH[1]}' is not declared and can still log in: if nobody needs it, rabbitmqctl delete_user ${BASH_REMATCH[1]}"
  answer=${answer#*"${BASH_REMATCH[0]}"}
done
