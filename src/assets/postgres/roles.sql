-- Roles and databases of a server, as declared. Run by roles.sh in the database `postgres`; safe to run again.
--
-- A login role is a database's owner (named as given) or a client (user-<tier>). Rights hang on two groups a database,
-- read-<database> and write-<database>: a client is a member of one of them, or of the owner.
SET client_min_messages = warning;
SELECT pg_advisory_lock(hashtext('roles')) \g /dev/null
\set login 'logs in, kept by the roles Job'
\set group 'group of rights, kept by the roles Job'

CREATE TEMPORARY TABLE databases (name text, owner text);
CREATE TEMPORARY TABLE clients (role text, database text, rights text);
\copy databases FROM PROGRAM 'cat "$ACCESS/databases"' WITH (DELIMITER ' ')
\copy clients FROM PROGRAM 'cat "$ACCESS/clients"' WITH (DELIMITER ' ')

CREATE TEMPORARY VIEW logins AS SELECT owner AS role FROM databases UNION SELECT role FROM clients;
CREATE TEMPORARY VIEW groups AS
  SELECT rights || '-' || name AS role, name AS database, rights FROM databases, (VALUES ('read'), ('write')) AS r (rights);
CREATE TEMPORARY VIEW memberships AS
  SELECT c.role AS member, coalesce(g.role, d.owner) AS role
  FROM clients c JOIN databases d ON d.name = c.database LEFT JOIN groups g USING (database, rights);
-- Roles that this file made or took over, now or at an earlier run.
CREATE TEMPORARY VIEW kept AS
  SELECT oid, rolname AS role, rolcanlogin, shobj_description(oid, 'pg_authid') AS comment FROM pg_roles
  WHERE shobj_description(oid, 'pg_authid') IN (:'login', :'group');
CREATE TEMPORARY VIEW undeclared AS
  SELECT role, rolcanlogin FROM kept WHERE comment = :'login' AND role NOT IN (SELECT role FROM logins);

SELECT format('CREATE ROLE %I', role) FROM (SELECT role FROM logins UNION SELECT role FROM groups) AS r
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) ORDER BY role \gexec
SELECT format('ALTER ROLE %I LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role)
  FROM logins ORDER BY role \gexec
SELECT format('COMMENT ON ROLE %I IS %L', role, :'login') FROM logins ORDER BY role \gexec
SELECT format('COMMENT ON ROLE %I IS %L', role, :'group') FROM groups ORDER BY role \gexec

-- What is no longer declared can't log in and has no rights. The role stays: something may belong to it.
SELECT format('ALTER ROLE %I NOLOGIN PASSWORD NULL', role) FROM undeclared WHERE rolcanlogin ORDER BY role \gexec
SELECT DISTINCT format('REVOKE %I FROM %I', g.role, m.role)
  FROM pg_auth_members a JOIN kept g ON g.oid = a.roleid JOIN kept m ON m.oid = a.member
  WHERE (m.role, g.role) NOT IN (SELECT member, role FROM memberships) ORDER BY 1 \gexec
SELECT format('GRANT %I TO %I', role, member) FROM memberships ORDER BY 1 \gexec

SELECT format('CREATE DATABASE %I OWNER %I', name, owner) FROM databases
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) ORDER BY name \gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', name, owner) FROM databases ORDER BY name \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', database, role) FROM groups ORDER BY role \gexec
SELECT format('GRANT TEMPORARY ON DATABASE %I TO %I', database, role) FROM groups WHERE rights = 'write' ORDER BY role \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', name) FROM databases ORDER BY name \gexec

-- What an owner's client makes belongs to the owner, whoever of them made it.
SELECT format('ALTER ROLE %I IN DATABASE %I RESET role', k.role, d.datname)
  FROM pg_db_role_setting s JOIN kept k ON k.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
  WHERE EXISTS (SELECT FROM unnest(s.setconfig) AS setting WHERE setting LIKE 'role=%') ORDER BY 1 \gexec
SELECT format('ALTER ROLE %I IN DATABASE %I SET role = %L', c.role, c.database, d.owner)
  FROM clients c JOIN databases d ON d.name = c.database WHERE c.rights = 'owner' ORDER BY 1 \gexec

SELECT format('database %s: owner %s', name, owner) FROM databases ORDER BY name;
SELECT format('role %s: %s in %s', role, rights, database) FROM clients ORDER BY role, database;
SELECT format('role %s: no longer declared, cannot log in', role) FROM undeclared ORDER BY role;
