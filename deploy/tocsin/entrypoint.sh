#!/bin/sh
# Starts a command after replacing {secret:NAME} in TOCSIN_* and TEMPORAL_* variables by the content of
# /run/secrets/NAME. In a variable whose value is a URL the secret is percent-encoded.
set -eu
secrets=${SECRETS_DIR:-/run/secrets}

for name in $(env | sed -n 's/^\(\(TOCSIN\|TEMPORAL\)_[A-Z_]*\)=.*{secret:.*/\1/p'); do
  eval "rest=\$$name"
  value=
  while case $rest in *'{secret:'*'}'*) true ;; *) false ;; esac; do
    value=$value${rest%%'{secret:'*}
    rest=${rest#*'{secret:'}
    secret=${rest%%'}'*}
    rest=${rest#*'}'}
    if ! [ -s "$secrets/$secret" ]; then
      echo "$name names the secret $secret, which is missing or empty: run deploy/make-secrets.sh, or write it." >&2
      exit 1
    fi
    case $value in
      *://*) content=$(node -p 'encodeURIComponent(fs.readFileSync(process.argv[1], "utf8").trim())' "$secrets/$secret") ;;
      *) content=$(cat "$secrets/$secret") ;;
    esac
    value=$value$content
  done
  export "$name=$value$rest"
done

exec "$@"
