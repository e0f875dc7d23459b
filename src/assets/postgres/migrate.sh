#!/usr/bin/env bash
# Applies SQL files of a folder in the order of their names, each once, each in a transaction with its record. When all are applied it
# records their content, which clients wait for: the sha256 of what `sha256sum FILE...` prints.
# Needs bash, psql and sha256sum, as in PostgreSQL's official images.
#
#   migrate.sh FILE...      the files to run, like 0001_initial_schema.sql; others in the folder are left alone
#
#   MIGRATIONS              their folder (default /migrations)
#   CONTENT                 content that the files must have (default: any)
#   PGHOST PGPORT PGUSER PGDATABASE   as for psql
#   PGPASSWORD_FILE         file that holds the password (else PGPASSFILE or PGPASSWORD, as for psql)
#   WAIT_SECONDS            how long to wait for the server (default 120)
#   LOCK_SECONDS            how long to wait for another migration, and for locks on tables (default 120)
#
# Exit: 0 all applied; 64 bad input; 75 the server did not come; 3 a file failed or was changed after it was applied.
set -euo pipefail
export LC_ALL=C

folder=${MIGRATIONS:-/migrations}
note() { printf 'migrate: %s\n' "$*" >&2; }
refuse() { note "$@"; exit 64; }

[ $# -gt 0 ] || refuse 'no files are named, give those to run'
mapfile -t names < <(printf '%s\n' "$@" | sort)
numbers=' '
for name in "${names[@]}"; do
  [[ $name =~ ^([0-9]{4})_[a-z0-9_-]+\.sql$ ]] || refuse "file name $name, but names are like 0001_initial_schema.sql"
  [[ $numbers != *" ${BASH_REMATCH[1]} "* ]] || refuse "two files have the number ${BASH_REMATCH[1]}"
  numbers+="${BASH_REMATCH[1]} "
  file=$folder/$name
  [ -r "$file" ] || refuse "file $name is not in $folder, but it is one of those to run"
  # Bodies between dollar signs have lines of this form too: such files are judged while they run.
  if grep -qiE '^[[:space:]]*(begin|commit|rollback|start transaction|end)([[:space:]]+(work|transaction))?[[:space:]]*;' "$file" &&
     ! grep -qE '\$[a-z_]*\$' "$file"; then
    refuse "$name controls transactions, but each file runs in one that is made for it"
  fi
done
for file in "$folder"/*.sql; do
  [[ " ${names[*]} " == *" ${file##*/} "* || ! -e $file ]] || note "${file##*/} is left alone: it is not one of those to run"
done
content=$(cd "$folder" && sha256sum "${names[@]}" | sha256sum)
content=${content%% *}
[ "${CONTENT:-$content}" = "$content" ] || refuse "the files in $folder have content $content, but those to run have $CONTENT: they were changed, or are not there yet"

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
    note "the server did not come within ${WAIT_SECONDS:-120} s: $problem"
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
CREATE TABLE IF NOT EXISTS schema_contents (
  content    text PRIMARY KEY,
  reached_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_migrations IS 'Files applied by the migration Job, with the sha256 of each';
COMMENT ON TABLE schema_contents IS 'Contents reached by the migration Job, which clients wait for';
GRANT SELECT ON schema_migrations, schema_contents TO PUBLIC;
SELECT DISTINCT format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %s', c.oid::regclass, a.grantee::regrole)
  FROM pg_class c, aclexplode(c.relacl) a
  WHERE c.oid IN ('schema_migrations'::regclass, 'schema_contents'::regclass) AND a.grantee NOT IN (c.relowner, 0) \gexec
SQL
  for pass in check apply; do
    for name in "${names[@]}"; do
      checksum=$(sha256sum < "$folder/$name")
      printf '%s\n' "\\set file '$name'" "\\set path '$folder/$name'" "\\set checksum '${checksum%% *}'"
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
  printf '%s\n' "\\set content '$content'" 'INSERT INTO schema_contents (content) VALUES (:'"'content'"') ON CONFLICT DO NOTHING;' '\echo content :content'
} | "${psql[@]}"
