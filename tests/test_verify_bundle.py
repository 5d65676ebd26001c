"""A bundle is checked by the program, by the script that lies in it, and by `sha256sum`, `openssl` and `warcio`."""

import json
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.evidence import stranger
from monitor.evidence.manifest import digests_of, manifest_of
from monitor.evidence.problems import WHAT, Code
from monitor.evidence.tree import bundle_tree
from monitor.evidence.verify_bundle import check_bundle
from tests.commands import monitor
from tests.evidence_store import changed, files_of, flips, sealed_bundle, unpacked_bundle
from tests.time_authority import make_authority, needs_openssl

pytestmark = needs_openssl

SCRIPT = Path(stranger.__file__).parent / "verify.py"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpacked, for tests that leave it as it was."""
    return unpacked_bundle(tmp_path_factory.mktemp("unpacked") / "bundle")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return unpacked_bundle(tmp_path / "bundle")


def seen(path: Path) -> dict[str, Code]:
    """What the program finds, by file."""
    with bundle_tree(path) as tree:
        return {problem.where: problem.code for problem in check_bundle(tree).problems}


def script(folder: Path) -> tuple[int, str]:
    """What the bundle's own script says, run in this process: exit code and output."""
    output, path = StringIO(), sys.path
    sys.path = [str(folder), *path]  # as when it is started
    try:
        with pytest.raises(SystemExit) as ended, redirect_stdout(output):
            runpy.run_path(str(folder / "verify.py"))
    finally:
        sys.path = path
    return int(ended.value.code or 0), output.getvalue()


def sums_hold(folder: Path) -> bool:
    """Whether `sha256sum -c` is content with the bundle's list."""
    command = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def forge(folder: Path) -> None:
    """Make the bundle's own list anew, as a forger would."""
    files = {name: (folder / name).read_bytes() for name in files_of(folder) if name != "SHA256SUMS"}
    (folder / "SHA256SUMS").write_bytes(manifest_of(digests_of(files)))


def test_tools_that_are_not_ours_check_an_unpacked_bundle(bundle: Path) -> None:
    """In an empty folder, without this package on the path."""

    def ends_well(*command: str | Path, folder: Path = bundle) -> str:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    printed = ends_well(sys.executable, "-I", "-S", "verify.py")
    assert "DAMAGED" not in printed
    assert printed.count("signed. Time stamp: ") == 2
    assert "UNSTAMPED ledger/000002.head" in printed
    assert printed.endswith("All is as it was sealed.\n")
    ends_well("sha256sum", "-c", "--strict", "SHA256SUMS")
    captures = sorted((bundle / "captures").iterdir())
    for capture in captures:
        ends_well("sha256sum", "-c", "--strict", "SHA256SUMS", folder=capture)
    warcs = sorted(bundle.glob("captures/*/capture.warc.gz"))
    assert (len(captures), len(warcs)) == (4, 3)
    ends_well(Path(sys.executable).parent / "warcio", "check", *warcs)
    ledger = bundle / "ledger"
    for data, name in (("000001.head", "000001/local-1"), ("000001/local-2.sums", "000001/local-2")):
        files = ["-data", data, "-in", f"{name}.tsr", "-CAfile", "roots/local.pem"]
        verified = ends_well("openssl", "ts", "-verify", *files, folder=ledger)
        assert "Verification: OK" in verified
        ends_well("openssl", "ts", "-verify", *files, "-untrusted", f"{name}.pem", folder=ledger)
        assert "Time stamp: " in ends_well("openssl", "ts", "-reply", "-in", f"{name}.tsr", "-text", folder=ledger)
    ends_well("sha256sum", "-c", "--strict", "000001/local-2.sums", folder=ledger)
    assert sorted(files_of(bundle)) == sorted(zipfile.ZipFile(sealed_bundle()).namelist())


def test_the_script_is_short_and_imports_the_standard_library_alone() -> None:
    lines = SCRIPT.read_text("utf-8").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 120
    imported = [line.partition(";")[0] for line in lines if line.startswith(("import ", "from "))]
    names = {name.strip() for line in imported for name in line.removeprefix("import ").split(",")}
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize("source", ["zip", "folder"])
def test_a_whole_bundle_is_said_to_be(shared: Path, source: str) -> None:
    done = monitor("evidence", "verify", sealed_bundle() if source == "zip" else shared)
    assert done.returncode == 0, done.stdout
    assert "All is as it was sealed: 4 captures" in done.stdout
    assert done.stdout.count("Time stamp local-") == 2
    assert "Root certificate of local: SHA-256 " in done.stdout
    record = json.loads(monitor("evidence", "verify", "--json", shared).stdout)
    assert (record["state"], record["unstamped"], record["problems"]) == ("whole", [2], [])
    assert [stamp["state"] for stamp in record["stamps"]] == ["verified", "verified"]


def test_every_changed_bit_is_found_by_all(shared: Path) -> None:
    for name in files_of(shared):
        path = shared / name
        for number, data in enumerate(flips(path.read_bytes())):
            with changed(path, data):
                # a changed line of the list accuses the file that it names
                assert name in seen(shared) or (name == "SHA256SUMS" and seen(shared))
                if number % 3 == 1:  # the middle of the file, and of digests
                    assert not sums_hold(shared)
                    code, printed = script(shared) if name != "verify.py" else (1, f"DAMAGED  '{name}'")
                    assert code == 1
                    assert f"DAMAGED  '{name}'" in printed or name == "SHA256SUMS"


def test_a_forger_who_makes_the_list_anew_is_found_all_the_same(shared: Path) -> None:
    """Captures, proofs, heads, what renewals stamp, and the stamps: nothing of it rests on the bundle's list."""
    anchored = [name for name in files_of(shared) if name.startswith(("captures/", "proofs/", "ledger/"))]
    sums = (shared / "SHA256SUMS").read_bytes()
    for name in anchored:
        path = shared / name
        data = path.read_bytes()
        with changed(path, bytes([data[0] ^ 1]) + data[1:]):
            forge(shared)
            assert name in seen(shared)
            if not name.endswith((".tsq", "local-1.pem", "local-2.pem")):  # they prove nothing that the script says
                assert script(shared)[0] == 1
        (shared / "SHA256SUMS").write_bytes(sums)


def test_missing_and_extra_files_are_found(shared: Path) -> None:
    for name in files_of(shared):
        aside = shared.parent / "aside"
        (shared / name).rename(aside)
        assert name in seen(shared)
        if name != "verify.py":
            assert script(shared)[0] == 1
        aside.rename(shared / name)
    for name in ("x", "captures/x", "proofs/x.json", "ledger/x", "ledger/000009.head", "ledger/000001/other-1.tsr",
                 "captures/x/SHA256SUMS", ".hidden"):  # fmt: skip
        path = shared / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        assert name in seen(shared)
        code, printed = script(shared)
        assert code == 1
        assert f"DAMAGED  '{name}'" in printed
        path.unlink()
        if name == "captures/x/SHA256SUMS":
            path.parent.rmdir()
    assert (seen(shared), script(shared)[0]) == ({}, 0)


def test_swapped_captures_proofs_heads_and_stamps_are_found(bundle: Path) -> None:
    for kind in ("captures/*", "proofs/*", "ledger/*.head", "ledger/*/*.tsr", "captures/*/SHA256SUMS"):
        first, second = sorted(bundle.glob(kind))[:2]
        for _ in range(2):  # and back
            first.rename(bundle / "aside")
            second.rename(first)
            (bundle / "aside").rename(second)
            if _ == 0:
                assert seen(bundle)
                assert script(bundle)[0] == 1
                forge(bundle)
                assert seen(bundle)
                assert script(bundle)[0] == 1
        forge(bundle)
    assert (seen(bundle), script(bundle)[0]) == ({}, 0)


def test_links_are_no_files(bundle: Path, tmp_path: Path) -> None:
    page = next(bundle.glob("captures/*/page.html"))
    shutil.move(page, tmp_path / "moved")
    page.symlink_to(tmp_path / "moved")
    assert seen(bundle)[page.relative_to(bundle).as_posix()] == Code.NO_FILE
    assert script(bundle)[0] == 1


def test_a_stamp_of_a_foreign_authority_is_found(bundle: Path, tmp_path: Path) -> None:
    """It stamps the very head; only the root that the reader compares tells."""
    foreign = make_authority(tmp_path / "foreign")
    stamp = bundle / "ledger" / "000001" / "local-1.tsr"
    stamp.write_bytes(foreign.reply((bundle / "ledger" / "000001" / "local-1.tsq").read_bytes()))
    forge(bundle)
    assert seen(bundle)["ledger/000001/local-1.tsr"] == Code.STAMP
    code, printed = script(bundle)
    assert code == 1
    assert "DAMAGED  'ledger/000001/local-1.tsr': openssl ts -verify refuses it" in printed


def test_without_openssl_the_script_says_what_it_did_not_check(bundle: Path) -> None:
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=bundle, env={"PATH": ""}, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("UNCHECKED ledger/000001/local-") == 2


def test_without_the_root_certificate_stamps_are_unchecked(bundle: Path) -> None:
    (bundle / "ledger" / "roots" / "local.pem").unlink()
    forge(bundle)
    done = monitor("evidence", "verify", bundle)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("not checked (no root certificate of this authority") == 2
    assert "Without a checked time stamp: 2 batches" in done.stdout
    code, printed = script(bundle)
    assert (code, printed.count("UNCHECKED")) == (0, 2)


def test_a_bundle_without_stamps_is_unstamped_and_whole(bundle: Path) -> None:
    shutil.rmtree(bundle / "ledger" / "000001")
    forge(bundle)
    done = monitor("evidence", "verify", bundle)
    assert (done.returncode, "Without a checked time stamp: 2 batches; no damage" in done.stdout) == (0, True)
    code, printed = script(bundle)
    assert (code, printed.count("UNSTAMPED")) == (0, 2)


@pytest.mark.parametrize("proof", [
    b"", b"[]", b"{", b"[" * 100_000, b'{"batch": 1, "line": 2, "index": "0", "captures": "1", "path": {}}',
    b'{"batch": "000001", "line": "", "index": -1, "captures": 0, "path": []}',
    b'{"batch": "../../../etc/passwd", "line": "", "index": 0, "captures": 1, "path": ["zz"]}',
    b'{"batch": "000001", "line": "", "index": true, "captures": 1, "path": []}',
    b'{"batch": "000001", "line": "x", "index": 0, "captures": 9' + b"9" * 3000 + b', "path": []}',
])  # fmt: skip
def test_hostile_proofs_are_damage(bundle: Path, proof: bytes) -> None:
    path = next(bundle.glob("proofs/*"))
    path.write_bytes(proof)
    forge(bundle)
    assert seen(bundle)[path.relative_to(bundle).as_posix()] in (Code.FORM, Code.PROOF)
    code, printed = script(bundle)
    assert code == 1
    assert f"DAMAGED  'proofs/{path.name}'" in printed


@pytest.fixture(scope="module")
def tampered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked_bundle(tmp_path_factory.mktemp("tampered") / "bundle")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_is_done_to_a_bundle_is_found(tampered: Path, data: st.DataObject) -> None:
    names = [name for name in files_of(tampered) if name != "verify.py"]
    path = tampered / data.draw(st.sampled_from(names))
    other = tampered / data.draw(st.sampled_from(names))
    before, there = path.read_bytes(), other.read_bytes()
    match data.draw(st.sampled_from(["edit", "remove", "exchange", "add"])):
        case "edit":
            at = data.draw(st.integers(0, len(before)))
            path.write_bytes(
                before[:at] + data.draw(st.binary(max_size=3)) + before[at + data.draw(st.integers(0, 3)) :]
            )
        case "remove":
            path.unlink()
        case "exchange":
            path.write_bytes(there)
            other.write_bytes(before)
        case "add":
            path.with_name(f"{path.name}0").write_bytes(before)
    is_same = path.exists() and (path.read_bytes(), other.read_bytes()) == (before, there)
    is_whole = is_same and not path.with_name(f"{path.name}0").exists()
    try:
        assert (not seen(tampered)) == is_whole
        assert (script(tampered)[0] == 0) == is_whole
    finally:
        path.write_bytes(before)
        other.write_bytes(there)
        path.with_name(f"{path.name}0").unlink(missing_ok=True)


def test_the_commands_of_the_guide_work_as_they_stand(bundle: Path) -> None:
    """In both languages, with the names filled in."""
    guide = (bundle / "VERIFY.md").read_text("utf-8")
    blocks = re.findall(r"(?:^ {4,}\S.*\n)+", guide, re.MULTILINE)
    inline = re.findall(r"`((?:sha256sum|\(cd|warcio) [^`]*\w[^`]{3,})`", guide)
    capture = next(bundle.glob("captures/*/capture.warc.gz")).parent.name
    tools = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    commands = [
        command.replace("NAME", "local").replace("ID", capture)
        for command in [*blocks, *inline]
        if command != "sha256sum -c"
    ]
    for command in commands:
        in_ledger = re.search(r"roots/|\.sums", command) and "cd ledger" not in command
        script = f"cd ledger\n{command}" if in_ledger else command
        done = subprocess.run(["bash", "-ec", script], cwd=bundle, env=tools, capture_output=True, check=False)
        assert done.returncode == 0, (script, done.stdout, done.stderr)
    for tool in ("sha256sum -c", "openssl ts -verify", "openssl ts -reply", "openssl x509", "warcio", "verify.py"):
        assert sum(tool in command for command in commands) >= 2, tool


def test_every_kind_of_damage_is_said_in_words() -> None:
    assert set(WHAT) == set(Code)
