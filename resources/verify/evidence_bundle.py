"""Evidence bundles: docs/spec/evidence.md, whose rules (E1 to E11) are named below. Used by fiducial_verify.py."""

import hashlib
import json
import re
import struct
import zlib

FIRST = "manifest.json"
MOST_MEMBERS, MOST_BYTES = 10_000, 4_000_000_000
LOCAL, CENTRAL, END = struct.Struct("<IHHHHHIIIHH"), struct.Struct("<IHHHHHHIIIHHHHHII"), struct.Struct("<IHHHHIIH")
VERSION, UTF8, DATE = 20, 0x0800, 0x0021
NAMES = re.compile(
    r"(manifest|contents|result|recipe|model|verifications|signatures)\.json|images/(board|golden)\.(bmp|jpg|png|tif)"
    r"|report\.pdf|vkeys|log/(checkpoint|(0|[1-9][0-9]{0,15})\.(json|tlog-proof))"
)


class NoBundle(Exception):
    """The file is none, or not in the one form of a bundle."""


class Problems:
    def __init__(self):
        self.all = []

    def add(self, code, path, message):
        self.all.append({"code": code, "path": path, "message": message})


# The archive: rules E1 to E4


def local_head(path, crc, size):
    return LOCAL.pack(0x04034B50, VERSION, UTF8, 0, 0, DATE, crc, size, size, len(path), 0) + path


def central_head(path, crc, size, offset):
    fixed = (0x02014B50, VERSION, VERSION, UTF8, 0, 0, DATE, crc, size, size, len(path), 0, 0, 0, 0, 0, offset)
    return CENTRAL.pack(*fixed) + path


def order(path):
    return (path != FIRST, path)


def members_of(data):
    """(path, content, whether its check value is right) of every file, in their order."""
    if not END.size <= len(data) <= MOST_BYTES:
        raise NoBundle(f"it has {len(data)} bytes")
    signature, _, _, count, _, length, start, _ = END.unpack_from(data, len(data) - END.size)
    if data[-END.size :] != END.pack(0x06054B50, 0, 0, count, count, length, start, 0) or start + length + END.size != len(data):
        raise NoBundle("its end is not where a bundle's end is")
    if not 1 <= count <= MOST_MEMBERS:
        raise NoBundle(f"it has {count} files")
    at, offset, found = start, 0, []
    for _ in range(count):
        if at + CENTRAL.size > len(data) - END.size:
            raise NoBundle("its list of files is cut off")
        fields = CENTRAL.unpack_from(data, at)
        crc, size, name_length = fields[7], fields[8], fields[10]
        path = data[at + CENTRAL.size : at + CENTRAL.size + name_length]
        name = path.decode("latin-1")
        if not NAMES.fullmatch(name):
            raise NoBundle(f"it has a file of a name that no bundle has: {name!r}")
        if (name == FIRST) != (not found) or (found and order(found[-1][0]) >= order(name)):
            raise NoBundle(f"its file {name} is not in its place")
        central, local = central_head(path, crc, size, offset), local_head(path, crc, size)
        if data[at : at + len(central)] != central or data[offset : offset + len(local)] != local:
            raise NoBundle(f"a head of its file {name} is wrong")
        end = offset + len(local) + size
        if end > start:
            raise NoBundle(f"its file {name} is larger than the bundle")
        content = data[offset + len(local) : end]
        found.append((name, content, zlib.crc32(content) == crc))
        at, offset = at + len(central), end
    if at != len(data) - END.size or offset != start:
        raise NoBundle("it has bytes that belong to no file")
    return found


# What it says


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def document(files, path, tools):
    """What a canonical JSON file says; None for any other."""
    try:
        data = files[path]
        value = json.loads(data.decode("utf-8"))
        return value if tools.canonical(value) == data else None
    except (KeyError, ValueError, RecursionError, tools.Unreadable):
        return None


def is_path(value):
    return isinstance(value, str) and len(value) <= 100


def is_hash(value):
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_listing(value, fields):
    return isinstance(value, list) and all(
        isinstance(each, dict) and set(each) == set(fields) and all(is_right(each[name]) for name, is_right in fields.items())
        for each in value
    )


def manifest_of(files, tools):
    """Rule E5."""
    value = document(files, FIRST, tools)
    right = (
        isinstance(value, dict)
        and set(value) == {"files", "format", "v"}
        and value["format"] == "fiducial-evidence"
        and value["v"] is not True
        and value["v"] == 1
        and is_listing(value["files"], {"bytes": is_count, "path": is_path, "sha256": is_hash})
    )
    return value if right else None


def contents_of(files, tools):
    """Rule E6."""
    value = document(files, "contents.json", tools)
    right = (
        isinstance(value, dict)
        and set(value) == {"entries", "files", "inspection", "made", "origin", "station", "v"}
        and value["v"] is not True
        and value["v"] == 1
        and all(isinstance(value[name], str) for name in ("inspection", "made", "origin", "station"))
        and isinstance(value["entries"], list)
        and value["entries"]
        and all(is_count(seq) for seq in value["entries"])
        and 0 < len(value["inspection"]) <= 100
        and len(value["made"]) <= 40
        and value["origin"]
        and is_listing(value["files"], {"path": is_path, "sha256": is_hash})
    )
    return value if right else None


def is_content(path):
    return path not in (FIRST, "contents.json", "vkeys") and not path.startswith("log/")


def compare_lists(files, listed, where, problems):
    says = {each["path"]: each for each in listed}
    for path, each in says.items():
        if path not in files:
            problems.add("EVIDENCE_FILE_MISSING", path, f"{where} names it, and it is not there")
        elif sha256(files[path]) != each["sha256"]:
            problems.add("EVIDENCE_FILE_CHANGED", path, f"its SHA-256 is not the one in {where}")
        elif "bytes" in each and len(files[path]) != each["bytes"]:
            problems.add("EVIDENCE_FILE_CHANGED", path, f"it has {len(files[path])} bytes, and {each['bytes']} in {where}")
    for path in files:
        if path not in says:
            problems.add("EVIDENCE_FILE_MISSING", path, f"it is there, and {where} does not name it")
    if [each["path"] for each in listed] != sorted(files, key=order) and set(says) == set(files):
        problems.add("EVIDENCE_FORMAT", where, "its files are not in order")


def check_lists(members, files, contents, entries, problems, tools):
    """Rules E5 to E7."""
    for path, _, is_intact in members:
        if not is_intact:
            problems.add("EVIDENCE_FILE_CHANGED", path, "its check value in the archive is wrong")
    manifest = manifest_of(files, tools)
    if manifest is None:
        problems.add("EVIDENCE_FORMAT", FIRST, "it is not what the specification says")
    else:
        others = {path: data for path, data in files.items() if path != FIRST}
        compare_lists(others, manifest["files"], FIRST, problems)
    if contents is None:
        problems.add("EVIDENCE_FORMAT", "contents.json", "it is not what the specification says")
        return
    spoken_of = {path: data for path, data in files.items() if is_content(path)}
    compare_lists(spoken_of, contents["files"], "contents.json", problems)
    if [entry["seq"] for entry in entries[:-1]] != contents["entries"]:
        problems.add("EVIDENCE_FILE_MISSING", "contents.json", "it lists other entries of the log than the bundle has")
    last = entries[-1] if entries else None
    made = {"id": contents["inspection"], "type": "inspection"}
    if (
        last is None
        or last["action"] != "evidence.created"
        or last["object"] != made
        or last["refs"].get("contents") != sha256(files["contents.json"])
    ):
        problems.add("EVIDENCE_NOT_LOGGED", "contents.json", "the last entry is not that a bundle of these contents was made")


def check_log(files, places, given, problems, tools):
    """Rules E8 and E9. The signing key's name and id, the log's size, and the entries that could be read."""
    key, checkpoint, entries = None, None, []
    try:
        keys = [tools.Key(line) for line in files["vkeys"].decode("utf-8").removesuffix("\n").split("\n")]
    except (KeyError, UnicodeDecodeError, tools.Unreadable):
        keys = []
        problems.add("EVIDENCE_CHECKPOINT_FORGED", "vkeys", "it is no list of verifier keys")
    try:
        checkpoint = tools.Checkpoint(files["log/checkpoint"].decode("utf-8"))
        signed = [one for one in keys if one.name == checkpoint.origin and checkpoint.note.is_signed_by(one)]
        if not signed:
            problems.add("EVIDENCE_CHECKPOINT_FORGED", "log/checkpoint", "no key of the bundle signed it")
        else:
            key = signed[0]
            if given is not None and all((one.name, one.type, one.public) != (key.name, key.type, key.public) for one in given):
                problems.add("EVIDENCE_KEY_UNKNOWN", "log/checkpoint", f"it is signed by {key.name}+{key.id.hex()}")
    except (KeyError, UnicodeDecodeError, tools.Unreadable) as why:
        problems.add("EVIDENCE_CHECKPOINT_FORGED", "log/checkpoint", f"it cannot be read ({why})")
    for place in places:
        path, data = f"log/{place}.json", files[f"log/{place}.json"]
        entry = tools.Entry(data)
        if entry.said is None:
            problems.add("EVIDENCE_ENTRY_DAMAGED", path, "it cannot be read")
        elif entry.canonical != data:
            problems.add("EVIDENCE_ENTRY_DAMAGED", path, "it is not in canonical form")
        elif entry.said["seq"] != place:
            problems.add("EVIDENCE_ENTRY_DAMAGED", path, f"it is entry {entry.said['seq']} of the log")
        else:
            entries.append(entry.said)
        why = proof_failure(files, place, data, checkpoint, tools)
        if why is not None:
            problems.add("EVIDENCE_PROOF_FAILED", f"log/{place}.tlog-proof", why)
    for path in files:
        match = re.fullmatch(r"log/(\d+)\.tlog-proof", path)
        if match and int(match[1]) not in places:
            problems.add("EVIDENCE_FILE_MISSING", path, "it proves an entry that is not in the bundle")
    if not places:
        problems.add("EVIDENCE_PROOF_FAILED", "log", "the bundle has no entry of the log")
    return key, checkpoint, entries


def proof_failure(files, place, entry, checkpoint, tools):
    if checkpoint is None:
        return "there is no state of the log to prove it by"
    try:
        head, _, note = files[f"log/{place}.tlog-proof"].decode("utf-8").partition("\n\n")
        first, index, *nodes = head.split("\n")
        if first != "c2sp.org/tlog-proof@v1" or index != f"index {place}":
            return "it is the proof of something else"
        if note != checkpoint.text:
            return "it leads to another state of the log"
        path = [tools.unbase64(node) for node in nodes]
    except (KeyError, ValueError, tools.Unreadable):
        return "it cannot be read"
    holds = len(path) <= 63 and tools.inclusion_holds(place, checkpoint.size, tools.leaf_hash(entry), path, checkpoint.root)
    return None if holds else "it does not lead to the log"


def decisions(entries, chosen, tools):
    names = ("actor", "action", "after", "before", "object", "reason", "seq", "time")
    return tools.canonical([{name: entry[name] for name in names} for entry in entries if chosen(entry)])


def check_documents(files, contents, entries, problems, tools):
    """Rule E10. The entry of the inspection."""
    if contents is None:
        return None
    inspection = contents["inspection"]

    def not_logged(path, why):
        problems.add("EVIDENCE_NOT_LOGGED", path, why)

    own = [e for e in entries if e["object"]["id"] == inspection]
    inspected = [e for e in own if e["action"] in ("inspection.completed", "inspection.failed")]
    if len(inspected) != 1:
        not_logged("contents.json", "not exactly one entry says that this board was inspected")
        return None
    refs = inspected[0]["refs"]
    images = [path for path in files if path.startswith("images/")]
    for role, ref in (("images/board.", "image"), ("images/golden.", "golden"), ("result.json", "result"), ("recipe.json", "recipe")):
        found = [sha256(files[path]) for path in files if path.startswith(role)]
        if found != ([refs[ref]] if ref in refs else []):
            not_logged(role.rstrip("."), f"it is not the {ref} that was inspected")
    if len(images) != (2 if "golden" in refs else 1):
        not_logged("images", "they are not those of the inspection")
    if "model.json" in files:
        model = document(files, "model.json", tools)
        if not isinstance(model, dict) or model.get("sha256") is None or model["sha256"] != refs.get("model"):
            not_logged("model.json", "it does not describe the model that ran")
    reports = [e["refs"].get("report") for e in entries if e["action"] == "report.created" and e["after"].get("inspection") == inspection]
    if "report.pdf" not in files or sha256(files["report.pdf"]) not in reports:
        not_logged("report.pdf", "no entry says that this report was made")

    def is_verification(entry):
        return entry["action"] == "verification.set" and entry["after"].get("inspection") == inspection

    for path, chosen in (("verifications.json", is_verification), ("signatures.json", lambda e: is_signature(e, inspection))):
        if files.get(path) != decisions(entries, chosen, tools):
            not_logged(path, "it does not say what the entries say")
    return inspected[0]


def is_signature(entry, inspection):
    return entry["action"] in ("board.signed_off", "board.reopened") and entry["object"]["id"] == inspection


def verify(data, given, tools):
    """A report as a dictionary. `given`: keys that came another way, or None; `tools`: the module fiducial_verify."""
    problems = Problems()
    try:
        members = members_of(data)
    except NoBundle as why:
        problems.add("EVIDENCE_ARCHIVE", "", f"this is no evidence bundle as the station writes it: {why}")
        return {"ok": False, "problems": problems.all, "facts": None, "trust": "bundle" if given is None else "given"}
    files = {path: content for path, content, _ in members}
    places = sorted(int(match[1]) for match in (re.fullmatch(r"log/(\d+)\.json", path) for path in files) if match)
    contents = contents_of(files, tools)
    key, checkpoint, entries = check_log(files, places, given, problems, tools)
    check_lists(members, files, contents, entries, problems, tools)
    inspected = check_documents(files, contents, entries, problems, tools)
    facts = None
    if contents is not None:
        after = inspected["after"] if inspected else {}
        signatures = [entry for entry in entries if is_signature(entry, contents["inspection"])]
        last = signatures[-1] if signatures and signatures[-1]["action"] == "board.signed_off" else None
        facts = {
            **{name: contents[name] for name in ("inspection", "station", "made", "origin")},
            **{name: str(after.get(name, "")) for name in ("part", "lot", "serial")},
            "verdict": str(after.get("verdict", after.get("status", ""))),
            "signedOff": last
            and {"verdict": str(last["after"].get("verdict", "")), "by": last["actor"]["name"], "time": last["time"]},
            "entries": len(places),
            "logSize": checkpoint.size if checkpoint else None,
            "key": f"{key.name}+{key.id.hex()}" if key else None,
        }
    return {"ok": not problems.all, "problems": problems.all, "facts": facts, "trust": "bundle" if given is None else "given"}


def lines(report):
    """The report as people read it."""
    facts = report["facts"]
    if facts is not None:
        board = " · ".join(facts[name] for name in ("part", "lot", "serial") if facts[name]) or "a board without a name"
        off = facts["signedOff"]
        signed = f"signed off as {off['verdict']} by {off['by']}, {off['time']}" if off else "not signed off"
        yield f"{board}: inspected {facts['verdict']}, {signed}"
        yield f"inspection {facts['inspection']}, station {facts['station']}, {facts['entries']} entries"
    for problem in report["problems"]:
        yield f"NOT PROVEN: {problem['code']}: {problem['path']}: {problem['message']}"
    if report["ok"]:
        yield "PROVEN: everything in the bundle is what the log says"
        if report["trust"] == "bundle":
            yield f"The key {facts['key']} is known from the bundle alone: compare it with one that came another way (--vkeys)."
