#!/usr/bin/env bash
# Builds the package for Node: the addon, with libcallgate beside it, and the files in JavaScript.
#
#     build.sh LIBRARIES OUTPUT
#
# LIBRARIES is where `make c` has put libcallgate.so.1. What is built needs nothing that is installed but Node.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
libraries=$1
output=$2

headers=$("$here/headers.sh")
rm -rf "$output.new"
mkdir -p "$output.new/lib"
gcc -std=c11 -Wall -Wextra -Werror -O2 -fPIC -fvisibility=hidden -D_GNU_SOURCE \
    -I "$headers" -I "$here/../../CallgateC/include" "$here"/addon/*.c \
    -shared -o "$output.new/callgate.node" -L "$libraries" -l:libcallgate.so.1 \
    '-Wl,-rpath,$ORIGIN' -Wl,-z,relro -Wl,-z,now -s
install -m 755 --strip --strip-program=strip "$libraries/libcallgate.so.1" "$output.new/"
cp "$here"/package.json "$here"/README.md "$here"/index.* "$output.new/"
cp "$here"/lib/*.cjs "$output.new/lib/"
cp "$here/../../../LICENSE" "$output.new/"
rm -rf "$output"
mv "$output.new" "$output"
