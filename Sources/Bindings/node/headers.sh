#!/usr/bin/env bash
# Says where node_api.h is: Node's own headers, else those of Debian's libnode-dev. N-API is the same in each version
# of Node from 18 on.
set -euo pipefail

prefix=$(node -p 'require("path").resolve(process.execPath, "../..")')
for headers in "$prefix/include/node" /usr/include/node; do
    if [ -f "$headers/node_api.h" ]; then
        echo "$headers"
        exit 0
    fi
done
echo "callgate: node_api.h is missing; install Node with its headers, in Debian libnode-dev" >&2
exit 1
