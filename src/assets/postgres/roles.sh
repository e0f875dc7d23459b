#!/usr/bin/env bash
# Gives a server the databases, owners and clients that are declared: roles with their passwords, and what they may do.
# Safe to run again, on an empty server and on one with data. Needs bash, setsid and psql, as in PostgreSQL's official images.
#
#   ACCESS                  folder of two files, a line each: `databases` (name owner) and `clients` (role database right)
#   PASSWORDS               folder with a file of each role's password
#   PGHOST PGPORT PGUSER    as for psql; a superuser
#   PGPASSWORD_FILE         file that holds its password
#   WAIT_SECONDS            how long to wait for the server (default 120)
#
# Exit: 0 done; 64 bad input; 75 the server did not come; 77 it refuses the superuser's password; 3 a statement failed.
set -euo pipefail

: "${ACCESS:?is missing}" "${PASSWORDS:?is missing}"
export ACCESS
scripts=$(dirname "${BASH_SOURCE[0]}")
refuse() { printf 'roles: %s\n' "$*" >&2; exit 64; }

# A builtin writes the passwords and psql hashes them: none is an argument, crosses the network or stands in the server's log.
passwords=$(
  { while read -r _ owner; do echo "$owner"; done < "$ACCESS/databases"
    while read -r role _; do echo "$role"; done < "$ACCESS/clients"; } | sort -u | while read -r role; do
    [ -s "$PASSWORDS/$role" ] || refuse "no password of $role: $PASSWORDS/$role is empty or missing"
    password=$(< "$PASSWORDS/$role")
    [[ $password != *[[:cntrl:]]* ]] || refuse "the password of $role has a line break or another control character"
    printf '\\password "%s"\n%s\n%s\n' "$role" "$password" "$password"
  done
)

[ -r "${PGPASSWORD_FILE:?is missing}" ] || refuse "password file $PGPASSWORD_FILE cannot be read"
PGPASSWORD=$(< "$PGPASSWORD_FILE")
export PGPASSWORD PGCONNECT_TIMEOUT=5
export PGOPTIONS='-c log_statement=none -c log_min_error_statement=panic -c log_min_duration_statement=-1'
psql=(psql --no-psqlrc --quiet --no-password --tuples-only --no-align --set=ON_ERROR_STOP=1)

end=$((SECONDS + ${WAIT_SECONDS:-120}))
until problem=$("${psql[@]}" --dbname postgres --command 'SELECT 1' 2>&1 > /dev/null); do
  if [[ $problem == *'password authentication failed'* ]]; then
    printf 'roles: the server refuses %s: its password is not that of the Secret, which is newer than the data; set it in the pod of the server, whose socket asks for none\n' "$PGUSER" >&2
    exit 77
  fi
  if [ $SECONDS -ge $end ]; then
    printf 'roles: the server did not come within %s s: %s\n' "${WAIT_SECONDS:-120}" "$problem" >&2
    exit 75
  fi
  sleep 1
done

"${psql[@]}" --dbname postgres --file "$scripts/roles.sql"
# Without a terminal \password takes the lines that follow it; what it asks for goes to stderr. Two Jobs at once take turns.
lock="SELECT pg_advisory_lock(hashtext('roles')) \\g /dev/null"
if ! problem=$(printf '%s\n' "$lock" "$passwords" | setsid "${psql[@]}" --dbname postgres 2>&1); then
  printf '%s\n' "$problem" >&2
  exit 3
fi
while read -r database owner; do
  "${psql[@]}" --dbname "$database" --set=owner="$owner" --file "$scripts/rights.sql"
done < "$ACCESS/databases"
