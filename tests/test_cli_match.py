"""`monitor match`: titles in, matches out, one line each."""

import json

from tests.commands import WATCHLIST, monitor, monitor_process


def test_titles_in_matches_out() -> None:
    lines = ['{"id": "a", "title": "诺*沃克 电钻"}', "", '{"id": 2, "title": null}', '{"title": "garden chair"}']
    done = monitor_process("match", str(WATCHLIST), stdin="\n".join(lines))
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert (second, third) == ({"id": 2, "matches": []}, {"id": None, "matches": []})
    (match,) = first["matches"]
    assert match.pop("why").startswith("诺*沃克: the Chinese name 诺德沃克 (nuò dé wò kè)")
    expected = {"brand": "nordwerk", "score": 0.85, "kind": "masked", "mention": "诺*沃克", "start": 0, "end": 4}
    assert match == expected


def test_a_wrong_line_is_named_and_those_before_it_are_answered() -> None:
    done = monitor("match", str(WATCHLIST), stdin='{"id": 1, "title": "Nordwerk"}\n["no object"]\n')
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert "stdin, line 2: not a JSON object" in done.stderr
    assert "Traceback" not in done.stderr
