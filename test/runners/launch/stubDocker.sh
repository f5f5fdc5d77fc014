#!/bin/sh
# Stands in for docker: notes how it was called in $DOCKER_CALLS; a container is the stub engine on the published port.
printf '%s\n' "$*" >> "$DOCKER_CALLS"
[ "$1" = run ] || exit 0
printf 'token in its environment: %s\n' "$HF_TOKEN" >> "$DOCKER_CALLS"
for argument in "$@"; do last=$argument; done
exec "$STUB_NODE" "$STUB_ENGINE" --port "$last"
