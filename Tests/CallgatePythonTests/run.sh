#!/usr/bin/env bash
# Installs the wheel that was built, and the frameworks that its adapters are for, in an environment of their own, and
# runs the tests there.
#
#     run.sh FOLDER [PYTEST'S ARGUMENTS]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
shift
python=$folder/tests/bin/python
[ -x "$python" ] || "${PYTHON:-python3}" -m venv "$folder/tests"
"$python" -m pip install -q --disable-pip-version-check -r "$here/requirements.txt" || {
    echo "test-python: what $here/requirements.txt names could not be installed" >&2
    exit 1
}
"$python" -m pip install -q --disable-pip-version-check --force-reinstall --no-deps "$folder"/callgate-*.whl
PYTHONDONTWRITEBYTECODE=1 exec "$python" -m pytest "$here" "$@"
