#!/bin/sh
# Makes the secret files that docker-compose.yml mounts, at random; files that exist stay as they are.
# The folder is its owner's alone (0700). The files in it are readable (0444), because each container reads its own
# files as a user of its own and Compose keeps the mode of the file on the host.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets

make() {
  [ -e "secrets/$1" ] && return
  umask 022
  "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
  echo "made deploy/secrets/$1"
}
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
empty() { :; }

make master_key key
for name in postgres_admin tocsin_owner tocsin_api tocsin_worker tocsin_relay temporal; do
  make "${name}_password" password
done
# Of your mail provider: write it here and name it in TOCSIN_SMTP_URL as {secret:smtp_password}.
make smtp_password empty
echo 'Back up deploy/secrets/master_key apart from the database: without it what is sealed cannot be read.'
