"""The extension module, for every CPython from 3.11 on; build.sh puts the library and the header in place."""

import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "callgate._callgate",
            sorted(glob.glob("native/*.c")),
            include_dirs=["native", "include"],
            library_dirs=["src/callgate"],
            libraries=[":libcallgate.so.1"],
            runtime_library_dirs=["$ORIGIN"],
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            extra_compile_args=["-std=c11", "-O2", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-Werror"],
            py_limited_api=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
