-- What the groups of a database may do in it. Run by roles.sh in each database; safe to run again.
SET client_min_messages = warning;
SELECT pg_advisory_lock(hashtext('roles')) \g /dev/null
SELECT 'read-' || :'DBNAME' AS readers, 'write-' || :'DBNAME' AS writers \gset

BEGIN;
CREATE TEMPORARY VIEW schemas AS
  SELECT nspname AS schema FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema';
SELECT format('ALTER SCHEMA public OWNER TO %I', :'owner') FROM schemas WHERE schema = 'public' \gexec
SELECT 'REVOKE CREATE ON SCHEMA public FROM PUBLIC' FROM schemas WHERE schema = 'public' \gexec

-- What is there, whoever made it ...
SELECT format('GRANT USAGE ON SCHEMA %I TO %I, %I', schema, :'readers', :'writers') FROM schemas ORDER BY 1 \gexec
SELECT format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', schema, :'readers') FROM schemas ORDER BY 1 \gexec
SELECT format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', schema, :'readers') FROM schemas ORDER BY 1 \gexec
SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', schema, :'writers')
  FROM schemas ORDER BY 1 \gexec
SELECT format('GRANT SELECT, USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO %I', schema, :'writers')
  FROM schemas ORDER BY 1 \gexec
-- ... but what has been migrated is the owner's alone to write down.
SELECT format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %I', oid::regclass, :'writers')
  FROM pg_class WHERE relkind = 'r' AND obj_description(oid, 'pg_class') LIKE '%by the migration Job%' ORDER BY 1 \gexec
DROP VIEW schemas;

-- ... and what the owner makes later: a migration.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT USAGE ON SCHEMAS TO :"readers", :"writers";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT ON TABLES TO :"readers";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT ON SEQUENCES TO :"readers";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"writers";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, USAGE, UPDATE ON SEQUENCES TO :"writers";
COMMIT;
