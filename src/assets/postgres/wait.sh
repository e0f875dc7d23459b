# Waits for what a migration leaves in a database. Exit: 0 it is there; 75 not in time, so that it is tried again.
set -euo pipefail
export PGCONNECT_TIMEOUT=5
psql=(psql --no-psqlrc --quiet --no-password --tuples-only --no-align --set=ON_ERROR_STOP=1 --set=content="${CONTENT:?is missing}")
ask="SELECT format('SELECT EXISTS (SELECT FROM %s WHERE content = %L)', oid::regclass, :'content')
  FROM pg_class WHERE relname = 'schema_contents' AND relkind = 'r' \gexec"
say() { printf 'wait: %s\n' "$*" >&2; }

end=$((SECONDS + ${WAIT_SECONDS:-240}))
told=
while :; do
  if answer=$(printf '%s\n' "$ask" | "${psql[@]}" 2>&1); then
    if [[ $'\n'$answer$'\n' == *$'\n't$'\n'* ]]; then say "content $CONTENT is in database $PGDATABASE"; exit 0; fi
    state="content $CONTENT is not in database $PGDATABASE yet: its migration has not ended"
  elif [[ $answer == *FATAL:* ]]; then
    state="the server refuses $PGUSER: ${answer##*FATAL:  }"
  else
    state="no answer of the database: $answer"
  fi
  if [ "$state" != "$told" ]; then say "$state"; told=$state; fi
  if [ $SECONDS -ge $end ]; then say "gave up after ${WAIT_SECONDS:-240} s"; exit 75; fi
  sleep 2
done
