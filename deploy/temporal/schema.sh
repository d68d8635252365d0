#!/bin/sh
# Brings the two databases of the Temporal server to the schema of this version; safe to repeat. The tool carries the
# schema itself. Connection: SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_password)
export SQL_PASSWORD

bring_up_to_date() {
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-name "postgresql/v12/$2"
}
bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
