"""Check the bundle that this file lies in: python3 verify.py (3.8 or newer). VERIFY.md says what it proves."""
import sys; sys.path.pop(0)  # no program that lies beside this file is run
import calendar, hashlib, json, os, pathlib, re, shutil, subprocess, time
ROOT, FAULTS, sha = pathlib.Path(__file__).resolve().parent, [""][1:], hashlib.sha256
HEAD = r"evidence ledger 1\nbatch ([0-9]{6})\nprevious (.{64})\nsealed [\w.:-]+\ncaptures ([0-9]+)\nroot (.{64})\n"
def say(name: str, fault: str = "", note: str = "") -> bool:
    print("DAMAGED  %s: %s" % (ascii(name), fault) if fault else "OK       %s%s" % (ascii(name)[1:-1], note))
    FAULTS.extend([name] if fault else [])
    return not fault
def read(name: str) -> bytes:  # of a link, or what is no file in this folder: bytes whose digest stands in no list
    path = ROOT / name; return path.read_bytes() if path.is_file() and path.resolve() == path else os.urandom(32)
def check_list(folder: str, name: str, needed: "set[str] | None" = None) -> None:  # needed: else all that is there
    top, text = ROOT / folder, read(folder + name).decode("latin-1")
    there = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_symlink() or not path.is_dir()}
    listed = {file: digest for digest, file in re.findall(r"([\da-f]{64})  (\w[\w./-]*)\n", text, re.ASCII)}
    for file in sorted(listed.keys() | (needed or there - {name})):
        if sha(read(folder + file)).hexdigest() != listed.get(file): say(folder + file, "missing, changed or extra")
    good = text == "".join("%s  %s\n" % (listed[file], file) for file in sorted(listed)) != ""
    say(folder + name, "" if good else "missing, or no list of digests", ": %d files" % len(listed))
def root(node: bytes, index: int, size: int, path: "list[bytes]") -> bytes:  # where it leads: RFC 9162, 2.1.3
    if size < 2: return b"" if path or index else node
    half = 1 << (size - 1).bit_length() - 1
    if index < half: return sha(b"\1" + root(node, index, half, path[:-1]) + path[-1]).digest()
    return sha(b"\1" + path[-1] + root(node, index - half, size - half, path[:-1])).digest()
def head(batch: str, parts: str) -> str: return re.sub(HEAD, parts, read("ledger/%s.head" % batch).decode("latin-1"))
def check_proof(capture: str) -> None:  # that it leads from the capture's line in the ledger to its batch's head
    try:
        proof, manifest = json.loads(read("proofs/%s.json" % capture)), read("captures/%s/SHA256SUMS" % capture)
        line = "%s  captures/%s/SHA256SUMS" % (sha(manifest).hexdigest(), capture)
        leaf, path = sha(b"\0" + line.encode()).digest(), list(map(bytes.fromhex, proof["path"]))
        said = "%(batch)s %(captures)d " % proof + root(leaf, proof["index"], proof["captures"], path).hex()
        good = line == proof["line"] and said == head(proof["batch"], r"\1 \3 \4")
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError): good = False
    say("proofs/%s.json" % capture, "" if good else "does not lead from the capture to the head of its batch")
def check_head(batch: str, first: str) -> None:  # its form, and that it names the head before it, where one belongs
    before = sha(read("ledger/%06d.head" % (int(batch) - 1))).hexdigest() if int(batch) > 1 else "0" * 64
    good = re.fullmatch(batch + (" .{64}" if batch == first != "000001" else " " + before), head(batch, r"\1 \2"))
    say("ledger/%s.head" % batch, "" if good else "no head of a ledger, or not the one after the head before it")
def ask(*words: str) -> str:
    return subprocess.run(["openssl", "ts", *words], cwd=ROOT / "ledger", capture_output=True).stdout.decode("latin-1")
def is_stamped(batch: str, name: str, number: int) -> bool:  # the time stands after TST info: above, anybody's words
    tsrs, trusted = ["%s/%s-%d.tsr" % (batch, name, n + 1) for n in range(number)], "roots/%s.pem" % name
    data, tsr = "%s/%s-%d.sums" % (batch, name, number) if number > 1 else batch + ".head", tsrs[-1]
    if number > 1: check_list("ledger/", data, {batch + ".head", *tsrs[:-1]})
    if sha(read("ledger/" + data)).digest() not in read("ledger/" + tsr): return say("ledger/" + tsr, "of another head")
    if not shutil.which("openssl") or not (ROOT / "ledger" / trusted).is_file():
        return bool(print("UNCHECKED ledger/%s: to check who signed takes openssl and ledger/%s" % (tsr, trusted)))
    at = re.search(r"Time stamp: (.{15})\S*( \d+) GMT", ask("-reply", "-in", tsr, "-text").rpartition("TST info:\n")[2])
    when = str(calendar.timegm(time.strptime("".join(at.groups()), "%b %d %H:%M:%S %Y"))) if at else "0"
    good = at and "OK" in ask("-verify", "-data", data, "-in", tsr, "-CAfile", trusted, "-attime", when)
    return say("ledger/" + tsr, "" if good else "openssl ts -verify refuses it", ": signed. %s" % (at and at[0]))
check_list("", "SHA256SUMS"); files = read("SHA256SUMS").decode("latin-1")
for capture in sorted(set(re.findall(r"  (?:captures|proofs)/(.+?)(?:/|\.json\n|\n)", files))):
    check_list("captures/%s/" % capture, "SHA256SUMS"); check_proof(capture)
heads = re.findall(r"  ledger/([0-9]{6})\.head\n", files)
for batch in heads: check_head(batch, heads[0])
stamps = re.findall(r"  ledger/([0-9]{6})/([a-z\d-]+)-([1-9]\d{0,3})\.tsr\n", files)
stamped = max((batch for batch, name, number in stamps if is_stamped(batch, name, int(number))), default="")
for batch in filter(stamped.__lt__, heads): print("UNSTAMPED ledger/%s.head: nothing here proves its time" % batch)
sys.exit(print("DAMAGED: %d" % len(FAULTS) if FAULTS else "All is as it was sealed.") or bool(FAULTS))
