#!/bin/sh
# Makes the namespace and sets how long closed workflows stay readable; safe to repeat. PostgreSQL keeps the truth for
# as long as the organisation's policy says. Server and namespace: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE.
set -eu
retention=${NAMESPACE_RETENTION:-30d}

attempt=0
until temporal operator cluster health >/dev/null 2>&1; do
  attempt=$((attempt + 1))
  if [ "$attempt" -ge 60 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy within two minutes." >&2
    exit 1
  fi
  sleep 2
done

ensure_namespace() {
  if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
  else
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
  fi
}
# The server needs some seconds until all of it knows a new namespace.
attempt=0
until ensure_namespace; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 10 ] || exit 1
  sleep 3
done
