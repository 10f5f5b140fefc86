#!/usr/bin/env bash
# Builds the wheel, with libcallgate inside, after `make c`.
#
#     build.sh LIBRARIES OUTPUT
#
# LIBRARIES is the folder of libcallgate.so.1. OUTPUT gets the wheel, and the folders that it is built in. PYTHON is the
# interpreter (python3).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
libraries=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
python=${PYTHON:-python3}

stage=$output/stage
rm -rf "$stage" "$output"/*.whl
mkdir -p "$stage/include"
cp -r "$here/src" "$here/native" "$here/pyproject.toml" "$here/setup.py" "$here/README.md" "$stage/"
find "$stage" -name __pycache__ -prune -exec rm -rf {} +
cp "$here/../../CallgateC/include/callgate.h" "$stage/include/"
# The names of its functions are a third of it.
strip -o "$stage/src/callgate/libcallgate.so.1" "$libraries/libcallgate.so.1"

[ -x "$output/tools/bin/pip" ] || "$python" -m venv "$output/tools"
"$output/tools/bin/pip" install -q --disable-pip-version-check 'setuptools>=77'
"$output/tools/bin/pip" wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w "$output" "$stage"
rm -rf "$stage"
