"""kill -9 at each step of sealing: no half capture is ever named or put in place, and leftovers are swept."""

from pathlib import Path

import pytest

from bench.kills import STEPS, Step, kill_often, kill_sealing, make_store


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kills") / "store"
    make_store(root)
    return root


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_killed_at_each_step(template: Path, step: Step) -> None:
    assert kill_sealing(template, step, 0)


@pytest.mark.slow
def test_killed_often(template: Path) -> None:
    assert kill_often(template, 20, seed=7).total() == 20
