"""The package is typed, and misuse is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# With the packages that it remembers: those of the adapters take half a minute.
CACHE = Path(sys.prefix) / "mypy-cache"

USE = """
import callgate
from agents import Agent
from callgate.openai_agents import wrap_agent
guard = callgate.Guard("policies/")
decision: callgate.Decision = guard.check("pay", {"amount": 5}, session="s")
effect: str = decision.effect

@guard.tool
def pay(amount: int) -> str:
    return "paid"

@guard.tool("later", context={"user": "ann"})
async def later(amount: int) -> str:
    return pay(amount)

async def ask() -> None:
    await guard.acheck("pay", {}, session="s")
    await guard.acheck("pay", {}, sesion="s")

def wrapped(agent: Agent[None]) -> Agent[None]:
    return wrap_agent(guard, agent, sesion="s")

pay("five")
guard.check("pay", sesion="s")
decision.effekt
"""


def mypy(*arguments: str) -> str:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(CACHE), *arguments]
    return subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False).stdout


def test_the_package_is_strict() -> None:
    assert mypy("-p", "callgate") == ""


def test_misuse_is_found(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(USE)
    lines = [line.split(":")[1] for line in mypy(str(tmp_path / "use.py")).splitlines() if ": error:" in line]
    assert lines == ["19", "22", "24", "25", "26"]
