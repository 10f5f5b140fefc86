"""What tests share. They run against the wheel that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import callgate
import pytest

SPEC = Path(__file__).resolve().parents[2] / "spec"


@pytest.fixture
def example() -> Iterator[callgate.Guard]:
    with callgate.Guard(SPEC / "examples/policy.yaml") as guard:
        yield guard


@pytest.fixture
def spec() -> Path:
    return SPEC


STATEFUL = """
tools:
  get_issue: {result: untrusted}
  read_file: {labels: [private], result: trusted}
  create_issue: {sends: external}
flow: {lethal_trifecta: deny}
approvals: {timeout: 10m}
results:
  - {name: keys_stay, tool: "*", when: 'result.text.contains("PRIVATE KEY")', block: true}
rules:
  - {name: reads, tool: [get_issue, read_file, create_issue], action: allow}
  - {name: large, tool: pay, when: args.amount > 100, action: require_approval, approvers: [finance]}
  - {name: rate, tool: pay, action: deny, limit: {max: 2, per: 1h}}
"""


@pytest.fixture
def stateful() -> Iterator[callgate.Guard]:
    with callgate.Guard(text=STATEFUL) as guard:
        yield guard


@pytest.fixture
def sessionless() -> Iterator[callgate.Guard]:
    """Likewise, where no rule looks at sessions, so that calls need none."""
    with callgate.Guard(text=STATEFUL.replace("flow: {lethal_trifecta: deny}\n", "")) as guard:
        yield guard
