#!/usr/bin/env bash
# Init script of PostgreSQL's official image, sourced or executed: makes the role that owns the application's database.
# Safe to run again.
#
#   POSTGRES_USER POSTGRES_DB       as given to the image
#   DATABASE_OWNER                  the role
#   DATABASE_OWNER_PASSWORD_FILE    file that holds its password
(
  set -euo pipefail
  if [ "${DATABASE_OWNER:?is missing}" = "$POSTGRES_USER" ]; then
    echo "DATABASE_OWNER is $DATABASE_OWNER, the superuser; give the application a role of its own" >&2
    exit 64
  fi
  [ -s "${DATABASE_OWNER_PASSWORD_FILE:?is missing}" ] || { echo "$DATABASE_OWNER_PASSWORD_FILE is empty or missing" >&2; exit 64; }
  # psql reads the password itself: it is never an argument. The log settings keep it out of the server's log.
  psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set=owner="$DATABASE_OWNER" << 'SQL'
\set password `cat "$DATABASE_OWNER_PASSWORD_FILE"`
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
SELECT format('CREATE ROLE %I', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
ALTER ROLE :"owner" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
ALTER DATABASE :"DBNAME" OWNER TO :"owner";
ALTER SCHEMA public OWNER TO :"owner";
SQL
)
