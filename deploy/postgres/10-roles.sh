#!/bin/sh
# Runs once, when the database cluster is made: the login roles and the three databases. Passwords come from secret
# files. What each role may do is granted by the migrations.
secrets=${SECRETS_DIR:-/run/secrets}
for name in tocsin_owner tocsin_api tocsin_worker tocsin_relay temporal; do
  if ! [ -s "$secrets/${name}_password" ]; then
    echo "The secret ${name}_password is missing or empty: run deploy/make-secrets.sh first." >&2
    exit 1
  fi
done

# psql reads each password itself (the backquotes), so that none is an argument that others can list.
SECRETS_DIR=$secrets psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat "$SECRETS_DIR/tocsin_owner_password"`
\set api_password `cat "$SECRETS_DIR/tocsin_api_password"`
\set worker_password `cat "$SECRETS_DIR/tocsin_worker_password"`
\set relay_password `cat "$SECRETS_DIR/tocsin_relay_password"`
\set temporal_password `cat "$SECRETS_DIR/temporal_password"`

create role tocsin_owner login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'owner_password';
create role tocsin_api login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'api_password';
create role tocsin_worker login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'worker_password';
create role tocsin_relay login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'relay_password';
create role temporal login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'temporal_password';

create database tocsin owner tocsin_owner;
create database temporal owner temporal;
create database temporal_visibility owner temporal;

-- A new database lets everybody in by default.
revoke all on database tocsin, temporal, temporal_visibility, postgres from public;
grant connect on database tocsin to tocsin_api, tocsin_worker, tocsin_relay;
SQL
