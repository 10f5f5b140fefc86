#!/usr/bin/env bash
# Links libcallgate.so and libcallgate.a out of a release build, the Swift runtime inside, and writes callgate.pc.
#
#     link.sh BUILD OUTPUT
#
# BUILD is SwiftPM's folder of the release products, after `swift build -c release --product CallgateC`.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build=$1
output=$2
header=$here/include/callgate.h
mkdir -p "$output"

# What is exported is what the header declares: helpers in C have names that begin alike.
exported=$output/callgate.symbols
sed -n '/^#ifndef CALLGATE_H/,$p' "$header" | grep -v '^ *\*' | grep -oE '\bcallgate_[a-z_]+\(' | tr -d '(' | sort -u >"$exported"
version=$(sed -n 's/^#define CALLGATE_VERSION "\(.*\)"$/\1/p' "$header")
abi=$(sed -n 's/^#define CALLGATE_ABI //p' "$header")
{
    echo "{ global:"
    sed 's/$/;/' "$exported"
    echo "local: *; };"
} >"$output/callgate.map"

# Every object of a Swift module is taken whole: what finds a conformance at run time refers to it by no symbol. Only
# the Swift part of Yams stays out, which nobody calls, and which would bring Foundation and its ICU.
objects=$output/callgate.objects
grep -v '/Yams\.build/' "$build/CallgateC.product/Objects.LinkFileList" >"$objects"

runtime=$(swiftc -print-target-info -static-stdlib | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
architecture=$(uname -m)
swift_libraries=(
    -L "$runtime/linux" --start-group
    -lswiftCore -lswift_Concurrency -lswiftSynchronization -lswiftGlibc -lswift_StringProcessing -lswift_RegexParser
    -lFoundationEssentials -l_FoundationCShims -l_FoundationCollections -ldispatch -lBlocksRuntime -lswiftDispatch
    --end-group
)
start=$runtime/linux/$architecture/swiftrt.o
system_libraries="-lstdc++ -lm -lpthread -ldl"

# The shared library: nothing of Swift or C++ is looked for when it is loaded. It stays loaded: the runtime can't
# be taken out of a process. `make install` leaves the names of its functions out, which are a third of it.
linked=("${swift_libraries[@]/#/-Wl,}")
linked=("${linked[@]//-Wl,-L/-L}")
linked=("${linked[@]//-Wl,\//\/}")
clang -shared -fuse-ld=lld -o "$output/libcallgate.so.$abi.new" \
    "-Wl,-soname,libcallgate.so.$abi" "-Wl,--version-script,$output/callgate.map" \
    -Wl,--gc-sections -Wl,-z,nodelete -Wl,-z,defs -Wl,-z,relro -Wl,-z,now -Wl,--strip-debug \
    "$start" "@$objects" "${linked[@]}" -l:libstdc++.a -static-libgcc -lm -lpthread -ldl
mv "$output/libcallgate.so.$abi.new" "$output/libcallgate.so.$abi"
ln -sf "libcallgate.so.$abi" "$output/libcallgate.so"

# The static library: one object, in which all but the header's symbols are local, so that a program may have
# another Swift runtime, or another copy of what is in here. Groups are dissolved: a linker would otherwise take the
# program's piece of a name for one that is local here.
# shellcheck disable=SC2046
ld -r --force-group-allocation --gc-sections $(sed 's/^/-u /' "$exported") -o "$output/callgate-whole.o" \
    "$start" "@$objects" "${swift_libraries[@]}"
objcopy --keep-global-symbols="$exported" --strip-debug --strip-unneeded \
    "$output/callgate-whole.o" "$output/callgate.o"
rm -f "$output/libcallgate.a" "$output/callgate-whole.o"
ar rcs "$output/libcallgate.a" "$output/callgate.o"
rm "$output/callgate.o"

cat >"$output/callgate.pc" <<PC
prefix=@PREFIX@
includedir=\${prefix}/include
libdir=\${prefix}/lib

Name: callgate
Description: Decides whether an AI agent may make a tool call
Version: $version
Cflags: -I\${includedir}
Libs: -L\${libdir} -lcallgate
Libs.private: $system_libraries
PC
