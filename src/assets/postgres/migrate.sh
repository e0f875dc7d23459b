#!/usr/bin/env bash
# Applies the SQL files of a folder in the order of their names, each once, each in a transaction with its record.
# Needs bash, psql and sha256sum, as in PostgreSQL's official Debian image.
#
#   MIGRATIONS              folder of files like 0001_initial_schema.sql (default /migrations)
#   PGHOST PGPORT PGUSER PGDATABASE   as for psql
#   PGPASSWORD_FILE         file that holds the password (else PGPASSFILE or PGPASSWORD, as for psql)
#   WAIT_SECONDS            how long to wait for the server (default 120)
#   LOCK_SECONDS            how long to wait for another migration, and for locks on tables (default 120)
#
# Exit: 0 all applied; 64 bad input; 75 the server did not come; 3 a file failed or was changed after it was applied.
set -euo pipefail

folder=${MIGRATIONS:-/migrations}
refuse() { printf 'migrate: %s\n' "$*" >&2; exit 64; }

shopt -s nullglob
files=("$folder"/*.sql)
[ ${#files[@]} -gt 0 ] || refuse "no *.sql files in $folder"
numbers=' '
for file in "${files[@]}"; do
  name=${file##*/}
  [[ $name =~ ^([0-9]{4})_[a-z0-9_-]+\.sql$ ]] || refuse "file name $name, but names are like 0001_initial_schema.sql"
  [[ $numbers != *" ${BASH_REMATCH[1]} "* ]] || refuse "two files have the number ${BASH_REMATCH[1]}"
  numbers+="${BASH_REMATCH[1]} "
  # Bodies between dollar signs have lines of this form too: such files are judged while they run.
  if grep -qiE '^[[:space:]]*(begin|commit|rollback|start transaction|end)([[:space:]]+(work|transaction))?[[:space:]]*;' "$file" &&
     ! grep -qE '\$[a-z_]*\$' "$file"; then
    refuse "$name controls transactions, but each file runs in one that is made for it"
  fi
done

if [ -n "${PGPASSWORD_FILE:-}" ]; then
  [ -r "$PGPASSWORD_FILE" ] || refuse "password file $PGPASSWORD_FILE cannot be read"
  PGPASSWORD=$(< "$PGPASSWORD_FILE")
  export PGPASSWORD
fi
export PGCONNECT_TIMEOUT=5
psql=(psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1)

end=$((SECONDS + ${WAIT_SECONDS:-120}))
until problem=$("${psql[@]}" --command 'SELECT 1' 2>&1 > /dev/null); do
  if [ $SECONDS -ge $end ]; then
    printf 'migrate: the server did not come within %s s: %s\n' "${WAIT_SECONDS:-120}" "$problem" >&2
    exit 75
  fi
  sleep 1
done

# One session for all: its lock keeps a second migration out, and ends with it.
{
  cat << SQL
SET lock_timeout = '${LOCK_SECONDS:-120}s';
SET client_min_messages = warning;
SELECT pg_advisory_lock(hashtext('schema_migrations')) \g /dev/null
CREATE TABLE IF NOT EXISTS schema_migrations (
  version    text PRIMARY KEY,
  checksum   text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_migrations IS 'Files applied by the migration Job, with the sha256 of each';
SQL
  for pass in check apply; do
    for file in "${files[@]}"; do
      checksum=$(sha256sum < "$file")
      printf '%s\n' "\\set file '${file##*/}'" "\\set path '$file'" "\\set checksum '${checksum%% *}'"
      if [ $pass = check ]; then
        cat << 'SQL'
SELECT set_config('migrate.file', :'file', false), set_config('migrate.checksum', :'checksum', false) \g /dev/null
DO $$
DECLARE applied text := (SELECT checksum FROM schema_migrations WHERE version = current_setting('migrate.file'));
BEGIN
  IF applied <> current_setting('migrate.checksum') THEN
    RAISE EXCEPTION 'migration % was changed after it had been applied (applied with sha256 %, the file has %)',
      current_setting('migrate.file'), applied, current_setting('migrate.checksum')
      USING HINT = 'Restore the file, and put the change into a new one.';
  END IF;
END $$;
SQL
      else
        cat << 'SQL'
SELECT NOT EXISTS (SELECT FROM schema_migrations WHERE version = :'file') AS missing \gset
SELECT set_config('migrate.file', :'file', false) \g /dev/null
\if :missing
BEGIN;
SELECT pg_current_xact_id() AS transaction \gset
\i :path
SELECT pg_current_xact_id()::text <> :'transaction' AS left_transaction \gset
\if :left_transaction
DO $$ BEGIN RAISE EXCEPTION '% ended the transaction made for it; it is not recorded', current_setting('migrate.file'); END $$;
\endif
INSERT INTO schema_migrations (version, checksum) VALUES (:'file', :'checksum');
COMMIT;
\echo applied :file
\else
\echo 'already applied' :file
\endif
SQL
      fi
    done
  done
} | "${psql[@]}"
