"""Draws what a decision costs against the number of tools, rules and bytes, from a report of `make bench`.

    plot.py REPORT.json FOLDER

Three SVG files, which read as well on a light page as on a dark one.
"""

import json
import math
import os
import sys

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 80, 190, 48, 56
# Between light and dark, as the grey of texts is, and apart for those who see fewer colours.
COLORS = ["#3b82c4", "#d9822b", "#4a9e62", "#b8567f", "#8a78c9"]
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #777; }
.title { font-size: 15px; font-weight: 600; }
.tick { font-size: 12px; }
.grid { stroke: #888; stroke-opacity: 0.25; }
.axis { stroke: #888; }
"""


def power(value):
    """1, 10, 100, 1 k, 10 k, …"""
    for size, unit in [(1e9, "G"), (1e6, "M"), (1e3, "k")]:
        if value >= size:
            return f"{value / size:g}\u2009{unit}"
    return f"{value:g}"


def time(nanoseconds):
    for size, unit in [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]:
        if nanoseconds >= size:
            return f"{nanoseconds / size:g} {unit}"
    return f"{nanoseconds:g} ns"


def decades(values):
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def plot(title, across, lines):
    """Both axes are logarithmic. A line is its name and its points: (number, nanoseconds)."""
    left, right = decades([x for _, points in lines for x, _ in points])
    bottom, top = decades([y for _, points in lines for _, y in points])
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(x, y):
        return (
            LEFT + (math.log10(x) - left) / (right - left) * wide,
            TOP + high - (math.log10(y) - bottom) / (top - bottom) * high,
        )

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' role="img" aria-label="{title}">',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="26">{title}</text>',
    ]
    # Within few decades their halves and fifths are marked too.
    steps = [1, 2, 5] if top - bottom <= 2 else [1]
    for value in [step * 10.0**exponent for exponent in range(bottom, top + 1) for step in steps]:
        if value > 10.0**top:
            break
        _, y = place(10**left, value)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + wide}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{time(value)}</text>')
    for exponent in range(left, right + 1):
        x, _ = place(10**exponent, 10**bottom)
        out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + high}"/>')
        out.append(f'<text class="tick" x="{x:.1f}" y="{TOP + high + 18}" text-anchor="middle">{power(10.0**exponent)}</text>')
    out.append(f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{TOP + high}H{LEFT + wide}"/>')
    out.append(f'<text x="{LEFT + wide / 2}" y="{HEIGHT - 14}" text-anchor="middle">{across}</text>')
    middle = TOP + high / 2
    out.append(f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">one decision</text>')
    # Names stand at the lines' ends, from the lowest up, where they do not cover one another.
    names = []
    for (name, points), color in zip(lines, COLORS):
        path = "L".join("{:.1f} {:.1f}".format(*place(*point)) for point in sorted(points))
        out.append(f'<path fill="none" stroke="{color}" stroke-width="2" d="M{path}"/>')
        for point in points:
            x, y = place(*point)
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>')
        names.append([place(*max(points))[1], name, color])
    below = HEIGHT
    for y, name, color in sorted(names, reverse=True):
        below = min(y, below - 16)
        out.append(f'<text x="{LEFT + wide + 10}" y="{below + 4:.1f}" style="fill: {color}">{name}</text>')
    return "\n".join(out + ["</svg>", ""])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    folder = sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    times = {name: cost["nanoseconds"] for name, cost in report["benchmarks"].items() if "nanoseconds" in cost}
    times.update(report["large"])

    def numbered(prefix, suffix=""):
        names = [name for name in times if name.startswith(prefix) and name.endswith(suffix)]
        return [(int(name[len(prefix) : len(name) - len(suffix)]), times[name]) for name in names]

    sizes = {"200": 200, "1k": 1e3, "10k": 1e4, "100k": 1e5, "1M": 1e6}
    plots = {
        "tools": ("A decision against the number of tools, three rules each", "tools", [
            ("calls of one tool", numbered("tools/", "_hot")), ("of tools at random", numbered("tools/", "_random")),
        ]),
        "rules": ("A decision against the number of rules of the tool", "rules of one tool", [
            ("one field equals a text", numbered("field/")), ("hosts, by suffix", numbered("hosts/")),
            ("paths, by prefix", numbered("paths/")), ("patterns over one text", numbered("patterns/")),
            ("behind one guard", numbered("guard/")),
        ]),
        "bytes": ("A decision against the size of the call", "bytes of JSON", [
            ("one long text", [(size, times[f"size/{name}_text"]) for name, size in sizes.items()]),
            ("nested objects", [(size, times[f"size/{name}_nested"]) for name, size in sizes.items()]),
        ]),
    }
    for name, arguments in plots.items():
        with open(f"{folder}/{name}.svg", "w", encoding="utf-8") as file:
            file.write(plot(*arguments))


if __name__ == "__main__":
    main()
