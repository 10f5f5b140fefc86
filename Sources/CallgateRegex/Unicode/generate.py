#!/usr/bin/env python3
"""Writes the Unicode tables in Generated/ from the Unicode Character Database.

    generate.py [--unicode DIR] [--output DIR] [--check]

DIR for --unicode holds DerivedGeneralCategory.txt (in extracted/), Scripts.txt and
CaseFolding.txt; Debian's package `unicode-data` puts them into /usr/share/unicode.
With --check nothing is written, and the exit status is 1 where a file differs.

Encoding: a number is a sequence of digits of an alphabet of 64, five bits each, the lowest
first; bit 5 of a digit says that another one follows.
- A set of scalars is, per range in rising order, the gap since the end of the range before
  and the range's length minus one.
- The folding orbits are runs of (start since the start of the run before, length minus one,
  stride minus one, distance to the next scalar of the orbit in zigzag form). The last scalar of
  an orbit leads to its first.
"""
import argparse
import pathlib
import re
import sys

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
VERSION = "15.0.0"
WIDTH = 104


def number(value):
    digits = ""
    while True:
        rest = value >> 5
        digits += ALPHABET[(value & 31) | (32 if rest else 0)]
        if not rest:
            return digits
        value = rest


def records(path):
    text = path.read_text(encoding="utf-8")
    if not re.match(rf"# {path.stem}-{re.escape(VERSION)}\.txt", text):
        sys.exit(f"{path}: is not of Unicode {VERSION}")
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def ranges_by_name(path, leave_out=()):
    found = {}
    for span, name, *_ in records(path):
        low, _, high = span.partition("..")
        if name not in leave_out:
            found.setdefault(name, []).append((int(low, 16), int(high or low, 16)))
    return found


def encoded_ranges(ranges):
    merged = []
    for low, high in sorted(ranges):
        if merged and merged[-1][1] + 1 == low:
            merged[-1][1] = high
        else:
            merged.append([low, high])
    text, end = "", 0
    for low, high in merged:
        text += number(low - end) + number(high - low)
        end = high + 1
    return text


def next_in_orbit(path):
    orbits = {}
    for scalar, status, folded, *_ in records(path):
        if status in "CS":
            orbits.setdefault(int(folded, 16), set()).add(int(scalar, 16))
    following = {}
    for folded, members in orbits.items():
        ring = sorted(members | {folded})
        for index, scalar in enumerate(ring):
            following[scalar] = ring[(index + 1) % len(ring)]
    return following


def encoded_folds(following):
    distance = {scalar: after - scalar for scalar, after in following.items()}
    text, previous = "", 0
    while distance:
        start = min(distance)
        step = distance[start]

        def length(stride):
            count = 1
            while distance.get(start + count * stride) == step:
                count += 1
            return count

        stride = 2 if length(2) > length(1) else 1
        count = length(stride)
        zigzag = step * 2 if step >= 0 else -step * 2 - 1
        text += number(start - previous) + number(count - 1) + number(stride - 1) + number(zigzag)
        previous = start
        for index in range(count):
            del distance[start + index * stride]
    return text


def literal_lines(row):
    """The row as source lines of a multi-line string; a backslash joins them."""
    parts = [row[i:i + WIDTH] for i in range(0, len(row), WIDTH)]
    return ["    " * 2 + part + "\\" for part in parts[:-1]] + ["    " * 2 + parts[-1]]


def swift(comment, name, rows):
    lines = [
        f"// Written by generate.py from the Unicode Character Database {VERSION}; not edited by hand.",
        "",
        "extension UnicodeTables {",
        f"    /// {comment}",
        f'    static let {name}: String = """',
    ]
    for row in rows:
        lines += literal_lines(row)
    lines += ['        """', "}", ""]
    return "\n".join(lines)


def main():
    here = pathlib.Path(__file__).resolve().parent
    options = argparse.ArgumentParser()
    options.add_argument("--unicode", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    options.add_argument("--output", type=pathlib.Path, default=here / "Generated")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()

    # RE2 knows no unassigned scalars: its `C` is Cc, Cf, Co and Cs.
    categories = ranges_by_name(given.unicode / "extracted" / "DerivedGeneralCategory.txt", leave_out=("Cn",))
    scripts = ranges_by_name(given.unicode / "Scripts.txt")
    folds = next_in_orbit(given.unicode / "CaseFolding.txt")

    def rows(table):
        return [f"{name} {encoded_ranges(table[name])}" for name in sorted(table)]

    files = {
        "UnicodeTables+Categories.swift": swift(
            "One row for each general category that has scalars: its name and its ranges.",
            "encodedCategories", rows(categories)),
        "UnicodeTables+Scripts.swift": swift(
            "One row for each script: its name and its ranges.",
            "encodedScripts", rows(scripts)),
        "UnicodeTables+CaseFolds.swift": swift(
            "The orbits of simple case folding that have more than one scalar.",
            "encodedCaseFolds", [encoded_folds(folds)]),
    }
    stale = False
    for name, text in files.items():
        path = given.output / name
        if given.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path}: differs from what {VERSION} gives; run generate.py", file=sys.stderr)
                stale = True
        else:
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
