#!/bin/sh
# Stands in for docker: writes its calls to $DOCKER_CALLS and runs the stub engine, with the last argument as its port.
printf '%s\n' "$*" >> "$DOCKER_CALLS"
[ "$1" = run ] || exit 0
printf 'token in its environment: %s\n' "$HF_TOKEN" >> "$DOCKER_CALLS"
for argument in "$@"; do last=$argument; done
exec "$STUB_NODE" "$STUB_ENGINE" --port "$last"
