"""Compiles the lines of a file with each implementation of CEL that can be imported.

Prints a line for each: its name, and the seconds of the quickest run, of the processor in user mode and
by the clock; or its name and why it was not measured. Tabs stand between them.
"""

import importlib.metadata
import resource
import sys
import time


def cel_python():
    import celpy

    environment = celpy.Environment()
    return lambda source: environment.program(environment.compile(source))


def cel_rust():
    import cel

    return cel.compile


# Distribution, what it implements CEL with, its compiler, and runs: the slow one takes seconds for each.
PEERS = [
    ("cel-python", "Python", cel_python, 1),
    ("common-expression-language", "cel-rust, from Python", cel_rust, 7),
]


def user_seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sources = file.read().splitlines()
    for distribution, language, make, runs in PEERS:
        try:
            compile_one = make()
            name = f"{distribution} {importlib.metadata.version(distribution)} ({language})"
            times = []
            for _ in range(runs):
                user, elapsed = user_seconds(), time.perf_counter()
                for source in sources:
                    compile_one(source)
                times.append((user_seconds() - user, time.perf_counter() - elapsed))
        except Exception as error:
            print(distribution, " ".join(str(error).split()), sep="\t")
            continue
        print(name, min(user for user, _ in times), min(elapsed for _, elapsed in times), sep="\t")


if __name__ == "__main__":
    main()
