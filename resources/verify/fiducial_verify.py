#!/usr/bin/env python3
"""Verifies a Fiducial audit log without Fiducial and without Node.

    fiducial_verify.py export DIR [--vkey KEY] [--witness KEY] [--anchor SIZE:ROOT] [--mark FILE] [--entries] [--json]
    fiducial_verify.py proof FILE --vkey KEY [--entry FILE] [--json]
    fiducial_verify.py evidence FILE... [--vkey KEY] [--vkeys FILE] [--json]
    fiducial_verify.py vectors FILE...

Written from docs/spec/audit-log.md, whose rules (L1 to L17) are named below; evidence bundles from docs/spec/evidence.md in
evidence_bundle.py beside this file. Needs Python 3.9 and either `cryptography`
or `nacl` for Ed25519; everything else is the standard library. See README.md beside this file.

Exit status: 0 proven, 1 not proven, 2 could not be verified at all (wrong call, nothing there, no library).
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import struct
import sys

TILE = 256
LARGEST_INTEGER = 2**53 - 1
LOG_KEY, WITNESS_KEY = 0x01, 0x04


class Unreadable(Exception):
    """A text or bytes that are not of their format."""


class NotProven(Exception):
    """The first entry that is not proven, the class of damage, and a sentence."""

    def __init__(self, index, damage, message):
        super().__init__(message)
        self.index, self.damage, self.message = index, damage, message


class CannotVerify(Exception):
    """Nothing can be said."""


# Ed25519


def ed25519_checker():
    """A function (public key, message, signature) -> bool from whichever library is there."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        def check(key, message, signature):
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
                return True
            except (InvalidSignature, ValueError):
                return False

        return check
    except ImportError:
        pass
    try:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        def check_nacl(key, message, signature):
            try:
                VerifyKey(key).verify(message, signature)
                return True
            except (BadSignatureError, ValueError):
                return False

        return check_nacl
    except ImportError:
        raise CannotVerify('Neither "cryptography" nor "nacl" is installed (Debian: python3-cryptography or python3-nacl)')


_check = None


def signature_is_good(key, message, signature):
    global _check
    if _check is None:
        _check = ed25519_checker()
    return len(key) == 32 and len(signature) == 64 and _check(key, message, signature)


# Merkle tree (RFC 6962 section 2.1, RFC 9162 sections 2.1.3.2 and 2.1.4.2)


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Complete subtrees from the largest on, as (level, hash); log2(size) of them."""

    def __init__(self):
        self.size = 0
        self.stack = []

    def add(self, leaf):
        """Adds a leaf; gives (level, index, hash) of every node that is complete now, the leaf first."""
        done = [(0, self.size, leaf)]
        level, index, node = 0, self.size, leaf
        while self.stack and self.stack[-1][0] == level:
            node = node_hash(self.stack.pop()[1], node)
            level, index = level + 1, index // 2
            done.append((level, index, node))
        self.stack.append((level, node))
        self.size += 1
        return done

    def root(self):
        if not self.stack:
            return hashlib.sha256(b"").digest()
        root = self.stack[-1][1]
        for _, node in reversed(self.stack[:-1]):
            root = node_hash(node, root)
        return root


def inclusion_holds(index, size, leaf, path, root):
    if index >= size or any(len(node) != 32 for node in [leaf, root, *path]):
        return False
    fn, sn, node = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def consistency_holds(size1, root1, size2, root2, path):
    if size1 > size2 or any(len(node) != 32 for node in [root1, root2, *path]):
        return False
    if size1 == size2:
        return not path and root1 == root2
    if size1 == 0:
        return False
    path = list(path)
    if size1 & (size1 - 1) == 0:
        path.insert(0, root1)
    if not path:
        return False
    fn, sn = size1 - 1, size2 - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == root1 and new == root2


# Notes, keys, checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)


def unbase64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("what should be base64 is none")
    if base64.b64encode(data).decode("ascii") != text:
        raise Unreadable("base64 is not written in its one way")
    return data


def whole_number(text):
    if not re.fullmatch("0|[1-9][0-9]*", text) or len(text) > 16 or int(text) > LARGEST_INTEGER:
        raise Unreadable("what should be a number of entries is none")
    return int(text)


def is_key_name(name):
    return bool(name) and not any(c.isspace() or c in "+\ufeff" or c < " " for c in name)


class Key:
    """A verifier key: `<name>+<id>+<base64 of type and key>`."""

    def __init__(self, text):
        match = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
        if not match or not is_key_name(match[1]):
            raise Unreadable("a verifier key is written <name>+<id>+<key>")
        material = unbase64(match[3])
        if len(material) != 33 or material[0] not in (LOG_KEY, WITNESS_KEY):
            raise Unreadable("the verifier key is of no kind that is known here")
        self.text, self.name, self.type, self.public = text, match[1], material[0], material[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != match[2]:
            raise Unreadable("the id of the verifier key is not that of its name and bytes")


class Note:
    """A text and the (name, key id, signature) of its lines."""

    def __init__(self, text):
        if len(text.encode("utf-16-le", "surrogatepass")) > 200_000:
            raise Unreadable("the note is too long")
        if any(c < " " and c != "\n" for c in text):
            raise Unreadable("the note is no plain text")
        end = text.rfind("\n\n")
        if end < 0 or not text.endswith("\n"):
            raise Unreadable("the note has no signatures")
        self.body = text[: end + 1]
        self.lines = []
        lines = text[end + 2 : -1].split("\n")
        if len(lines) > 64:
            raise Unreadable("the note has too many signatures")
        for line in lines:
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014" or not is_key_name(parts[1]):
                raise Unreadable("a signature line cannot be read")
            data = unbase64(parts[2])
            if len(data) < 5:
                raise Unreadable("a signature line has no signature")
            self.lines.append((parts[1], data[:4], data[4:]))

    def of(self, key):
        return [signature for name, key_id, signature in self.lines if (name, key_id) == (key.name, key.id)]

    def is_signed_by(self, key):
        own = self.of(key)
        return bool(own) and all(signature_is_good(key.public, self.body.encode(), one) for one in own)

    def cosigned_at(self, witness):
        """The newest time (POSIX seconds) of the witness's lines, None without any; Unreadable where one is forged."""
        newest = None
        for signature in self.of(witness):
            time = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {time}\n{self.body}".encode()
            if len(signature) != 72 or time > LARGEST_INTEGER or not signature_is_good(witness.public, message, signature[8:]):
                raise Unreadable(f"the cosignature of {witness.name} does not verify")
            newest = time if newest is None else max(newest, time)
        return newest


class Checkpoint:
    def __init__(self, text):
        self.text, self.note = text, Note(text)
        lines = self.note.body.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise Unreadable("a checkpoint of this log has three lines")
        self.origin, self.size, self.root = lines[0], whole_number(lines[1]), unbase64(lines[2])
        if len(self.root) != 32:
            raise Unreadable("the root of the checkpoint is no SHA-256 hash")


# Entries (RFC 8785; rules L1 and L2)

SHAPE = {"v", "seq", "time", "mono", "station", "actor", "action", "object", "reason", "before", "after", "refs"}
PARTS = {"mono": {"boot", "ms"}, "actor": {"id", "name", "role"}, "object": {"type", "id"}}


def refuse_constant(_):
    raise ValueError


def as_integer(value):
    """An integer as JSON has it: 1.0 is 1. None for what is none, or is not exact in a double."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float):
        if not value.is_integer():
            return None
        value = int(value)
    return value if abs(value) <= LARGEST_INTEGER else None


def checked_entry(value):
    """The entry with its integers as integers; Unreadable where it is not of the closed shape."""

    def wrong():
        return Unreadable("the bytes are no audit entry")

    def text(each, may_be_empty=False):
        if not isinstance(each, str) or (each == "" and not may_be_empty):
            raise wrong()
        return each

    def count(each):
        number = as_integer(each)
        if number is None or number < 0:
            raise wrong()
        return number

    def fields(each, fits):
        if not isinstance(each, dict):
            raise wrong()
        return {name: fits(field) for name, field in each.items() if field_name(name)}

    def field_name(name):
        if not re.fullmatch("[a-z][a-z0-9_]*", name):
            raise wrong()
        return True

    def field(each):
        return each if isinstance(each, str) else integer(each)

    def integer(each):
        number = as_integer(each)
        if number is None:
            raise wrong()
        return number

    def matching(each, pattern):
        if not isinstance(each, str) or not re.fullmatch(pattern, each):
            raise wrong()
        return each

    if not isinstance(value, dict) or set(value) != SHAPE:
        raise wrong()
    for part, names in PARTS.items():
        if not isinstance(value[part], dict) or set(value[part]) != names:
            raise wrong()
    if as_integer(value["v"]) != 1:
        raise wrong()
    mono, actor, thing = value["mono"], value["actor"], value["object"]
    time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z"
    return {
        "v": 1,
        "seq": count(value["seq"]),
        "time": matching(value["time"], time),
        "mono": {"boot": text(mono["boot"]), "ms": count(mono["ms"])},
        "station": text(value["station"]),
        "actor": {"id": text(actor["id"]), "name": text(actor["name"], True), "role": text(actor["role"])},
        "action": matching(value["action"], r"[a-z][a-z_]*([.][a-z][a-z_]*)+"),
        "object": {"type": text(thing["type"]), "id": text(thing["id"])},
        "reason": text(value["reason"], True),
        "before": fields(value["before"], field),
        "after": fields(value["after"], field),
        "refs": fields(value["refs"], lambda each: matching(each, "[0-9a-f]{64}")),
    }


def number_text(number):
    """A double as ECMAScript writes it, which is RFC 8785's way. Unreadable for infinities and what is no number."""
    if isinstance(number, int):
        return str(number)
    if number != number or number in (float("inf"), float("-inf")):
        raise Unreadable("JSON has no such number")
    if number == 0:
        return "0"
    # repr gives the shortest digits that are this double, as ECMAScript asks; only their layout differs.
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits.ljust(point, "0") if len(digits) <= point else f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = f"{digits[0]}{'.' if len(digits) > 1 else ''}{digits[1:]}e{point - 1:+d}"
    return "-" + text if number < 0 else text


def canonical_text(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{canonical_text(name)}:{canonical_text(value[name])}" for name in names) + "}"


def canonical(value):
    """The bytes of RFC 8785."""
    try:
        return canonical_text(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("the entry has text that is not well-formed Unicode")


class Entry:
    """Bytes with what they say; `said` is None for bytes that are no entry."""

    def __init__(self, data):
        self.data, self.said, self.canonical = data, None, None
        if len(data) > 65_535:
            return
        try:
            value = json.loads(data.decode("utf-8"), parse_constant=refuse_constant)
            said = checked_entry(value)
            self.canonical = canonical(said)
            self.said = said
        except (Unreadable, ValueError, RecursionError):
            pass


def check_place(place, before, entry, after):
    """Rule L1."""
    if entry.said is None:
        raise NotProven(place, "edited", "the bytes are no audit entry")
    says = entry.said["seq"]
    if says == place:
        return
    if says > place:
        follows = after.said["seq"] if after and after.said else None
        if follows is None or follows == says + 1:
            raise NotProven(place, "deleted", f"entry {place} is missing; later ones were moved up")
        raise NotProven(place, "swapped", f"entry {says} stands at {place}")
    if says == place - 1 and before and before.data != entry.data:
        raise NotProven(says, "inserted", f"two entries claim place {says}")
    raise NotProven(place, "inserted", f"entry {says} comes again at {place}")


def check_bytes(place, entry, stored_leaf):
    """Rule L2; `stored_leaf` is None where nothing is stored to compare with."""
    leaf = leaf_hash(entry.data)
    stored = leaf if stored_leaf is None else stored_leaf
    if entry.canonical == entry.data:
        if leaf != stored:
            raise NotProven(place, "edited", "the entry does not match its leaf hash")
    elif leaf == stored or leaf_hash(entry.canonical) == stored:
        raise NotProven(place, "re_encoded", "the content is unchanged, its bytes are not canonical")
    else:
        raise NotProven(place, "edited", "the content was changed")
    return leaf


# Keys (rules L5 to L7 and L9)


class Epoch:
    def __init__(self, number, key, start, hand_over):
        self.number, self.key, self.start, self.hand_over = number, key, start, hand_over


class Epochs:
    def __init__(self):
        self.all = []
        self.waiting = False

    def require_hand_over(self):
        if self.waiting:
            last = self.all[-1]
            raise NotProven(
                last.start, "epoch_spliced", f"epoch {last.number} begins without a checkpoint of the key before it"
            )

    def read(self, said):
        action = said["action"]
        if action not in ("key.epoch_started", "key.lost"):
            return
        previous = self.all[-1] if self.all else None
        number = len(self.all) + 1

        def spliced(message):
            return NotProven(said["seq"], "epoch_spliced", f"epoch {number}: {message}")

        if said["object"] != {"type": "key", "id": str(number)} or said["after"].get("epoch") != number:
            raise spliced("the entry does not begin it")
        before = (said["before"].get("epoch"), said["before"].get("vkey"))
        if before != ((previous.number, previous.key.text) if previous else (None, None)):
            raise spliced("it does not follow the one before it")
        try:
            key = Key(str(said["after"].get("vkey")))
        except Unreadable as why:
            raise spliced(str(why))
        if key.type != LOG_KEY or (previous and key.name != previous.key.name):
            raise spliced("the key is not one of this log")
        if any(epoch.key.text == key.text for epoch in self.all):
            raise spliced("it begins with an old key")
        lost = action == "key.lost"
        if lost and not previous:
            raise spliced("a first key cannot follow a lost one")
        self.all.append(Epoch(number, key, said["seq"], "lost" if lost else "signed" if previous else "first"))
        self.waiting = bool(previous) and not lost

    def signer(self, size):
        """Rule L9, asked of the newest state only."""
        if not self.all:
            return None
        newest = self.all[-1]
        return self.all[-2] if newest.hand_over == "signed" and newest.start == size - 1 else newest


# An export (all rules)


class Known:
    """What is known from elsewhere: states as (size, root), the mark, keys, witnesses."""

    def __init__(self, anchors=(), mark=None, vkeys=None, witnesses=()):
        self.vkeys, self.witnesses, self.mark = vkeys, list(witnesses), None
        if mark is not None:
            key, checkpoint = mark
            if checkpoint.note.is_signed_by(key):
                self.mark = (checkpoint.size, checkpoint.root, key.text)
        self.states = sorted([*anchors, *([self.mark[:2]] if self.mark else [])], key=lambda state: state[0])


def tile_place(index, width):
    groups = re.findall("...", str(index).zfill(-(-len(str(index)) // 3) * 3))
    path = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return path if width == TILE else f"{path}.p/{width}"


def width_of(level, index, size):
    return min(TILE, size // TILE**level - index * TILE)


def belongs(path, size):
    match = re.fullmatch(r"tile/([0-9]+|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]+))?", path)
    if not match or len(path) > 200:
        return False
    level = 0 if match[1] == "entries" else int(match[1])
    index = int(match[2].replace("x", "").replace("/", ""))
    width = width_of(level, index, size) if level < 64 else 0
    return width >= 1 and path == f"tile/{match[1]}/{tile_place(index, width)}"


class Export:
    """A folder in the format of C2SP tlog-tiles."""

    def __init__(self, folder):
        if not os.path.isdir(folder):
            raise CannotVerify(f"{folder} is no folder")
        self.folder = folder
        self.tiles = {}

    def data(self, path):
        try:
            with open(os.path.join(self.folder, *path.split("/")), "rb") as file:
                return file.read()
        except OSError:
            return None

    def text(self, path):
        data = self.data(path)
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def paths(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.folder).replace(os.sep, "/")

    def open(self):
        """Rule L16. Sets the newest checkpoint, all of them, and the keys."""
        text = self.text("checkpoint")
        try:
            if text is None:
                raise Unreadable("it is not there")
            self.newest = Checkpoint(text)
        except Unreadable as why:
            raise NotProven(0, "checkpoint_forged", f"the export has no checkpoint that can be read: {why}")
        paragraphs = (self.text("checkpoints") or "").split("\n\n")
        self.checkpoints = []
        for at in range(0, len(paragraphs), 2):
            last = at + 2 >= len(paragraphs)
            note = paragraphs[at] + "\n\n" + "".join(paragraphs[at + 1 : at + 2]) + ("" if last else "\n")
            try:
                self.checkpoints.append(Checkpoint(note))
            except Unreadable as why:
                raise NotProven(0, "checkpoint_forged", f"checkpoint {at // 2} cannot be read: {why}")
        if self.checkpoints[-1].text != text:
            raise NotProven(0, "checkpoint_replayed", "the checkpoint of the export is not the newest of its checkpoints")
        keys = self.text("vkeys") or ""
        if keys and not keys.endswith("\n"):
            raise NotProven(0, "key_swapped", "the file of keys does not end with its last line")
        self.vkeys = keys.split("\n")[:-1]
        for path in self.paths():
            if path.startswith("tile/") and not belongs(path, self.newest.size):
                raise NotProven(0, "checkpoint_replayed", f"the checkpoint does not speak of the file {path}")

    def entries(self):
        """Every entry, a bundle in memory at a time."""
        size = self.newest.size
        for index in range(-(-size // TILE)):
            width = width_of(0, index, size)
            path = f"tile/entries/{tile_place(index, width)}"
            data = self.data(path)
            found, at = [], 0
            while data is not None and at < len(data):
                end = at + 2 + int.from_bytes(data[at : at + 2], "big")
                if end > len(data) or at + 2 > len(data):
                    found = []
                    break
                found.append(data[at + 2 : end])
                at = end
            if len(found) != width:
                raise NotProven(index * TILE, "tile_damaged", f"{path} does not hold {width} entries")
            yield from map(Entry, found)

    def tile_hash(self, level, place):
        """What a tile has for a node of its level; None where it has nothing."""
        index = place // TILE
        if self.tiles.get(level, (None,))[0] != index:
            width = width_of(level, index, self.newest.size)
            data = self.data(f"tile/{level}/{tile_place(index, width)}")
            self.tiles[level] = (index, data if data is not None and len(data) == width * 32 else b"")
        at = place % TILE * 32
        return self.tiles[level][1][at : at + 32] or None


def verify_export(folder, known):
    """What is proven, as a dictionary. Raises NotProven."""
    export = Export(folder)
    export.open()
    tile_damage = None

    def compare(level, index, node):
        """Rule L15."""
        nonlocal tile_damage
        if level % 8 or export.tile_hash(level // 8, index) == node:
            return
        first = index << level
        if tile_damage is None or first < tile_damage.index:
            tile_damage = NotProven(first, "tile_damaged", f"a hash of level {level // 8} is not of these entries")

    try:
        proven = walk(export, known, compare, lambda place: None)
    except NotProven as found:
        if found.damage != "rewritten":
            raise
        # The tiles still have the leaf hashes of before, perhaps: they tell which entry was changed.
        try:
            walk(export, known, lambda *_: None, lambda place: export.tile_hash(0, place))
        except NotProven as closer:
            raise closer if closer.index >= found.index else found
        raise
    if tile_damage is not None:
        raise tile_damage
    return proven


def print_entries(folder, proven):
    """The entries of an export that was proven, one line of JSON each. They are read again, and must still be those."""
    export = Export(folder)
    export.open()
    tree = Tree()
    for entry in export.entries():
        tree.add(leaf_hash(entry.data))
        print(entry.data.decode("utf-8"))
    if tree.root().hex() != proven["root"]:
        raise CannotVerify(f"{folder} was changed while it was read: what was printed is not proven")


def with_neighbours(entries):
    before = entry = None
    for after in entries:
        if entry is not None:
            yield before, entry, after
        before, entry = entry, after
    if entry is not None:
        yield before, entry, None


def walk(export, known, compare, stored_leaf):
    """Everything but the tiles, in one pass over the entries. Each entry is checked before the next bundle is read."""
    tree, epochs = Tree(), Epochs()
    checkpoints, states = list(export.checkpoints), list(known.states)
    signed = witnessed = met = 0
    missed, unknown, rollbacks = None, set(), []

    def check_checkpoint(checkpoint):
        """Rules L8 to L11."""
        nonlocal signed, witnessed

        def bad(damage, message):
            return NotProven(signed, damage, f"the checkpoint of {checkpoint.size} entries {message}")

        if checkpoint.size != tree.size or checkpoint.size <= signed:
            raise bad("checkpoint_replayed", "comes again, or too late")
        epoch = epochs.signer(tree.size)
        if epoch is None:
            raise bad("checkpoint_forged", "is older than the first key")
        if checkpoint.origin != epoch.key.name:
            raise bad("checkpoint_forged", "is of another log")
        if not checkpoint.note.is_signed_by(epoch.key):
            for other in epochs.all:
                if checkpoint.note.is_signed_by(other.key):
                    raise bad("epoch_spliced", f"is signed by the key of epoch {other.number} and not {epoch.number}")
            raise bad("checkpoint_forged", f"is not signed by the key of epoch {epoch.number}")
        if checkpoint.root != tree.root():
            raise bad("rewritten", "is of other entries")
        try:
            times = [checkpoint.note.cosigned_at(witness) for witness in known.witnesses]
        except Unreadable as why:
            raise bad("cosignature_forged", f"has a forged line: {why}")
        signed = tree.size
        if any(time is not None for time in times):
            witnessed = tree.size
        checkable = {(key.name, key.id) for key in [epoch.key, *known.witnesses]}
        unknown.update(name for name, key_id, _ in checkpoint.note.lines if (name, key_id) not in checkable)
        if epochs.all[-1].start == tree.size - 1:
            epochs.waiting = False

    damage = None
    try:
        for before, entry, after in with_neighbours(export.entries()):
            place = tree.size
            check_place(place, before, entry, after)
            for node in tree.add(check_bytes(place, entry, stored_leaf(place))):
                compare(*node)
            epochs.require_hand_over()
            epochs.read(entry.said)
            if entry.said["action"] == "log.rolled_back":
                rollbacks.append(place)
            while checkpoints and checkpoints[0].size <= tree.size:
                check_checkpoint(checkpoints.pop(0))
            while states and states[0][0] <= tree.size:
                size, root = states.pop(0)
                if size == 0:
                    continue
                if root == tree.root():
                    met = size
                elif missed is None:
                    missed = (size, met, signed)
    except NotProven as found:
        damage = found
    if damage is not None and damage.damage == "tile_damaged":
        raise damage
    if missed is not None:
        # Rule L12: a good signature over today's entries as well means that the key signed both.
        size, agreed, proven = missed
        forked = signed >= size
        other = NotProven(agreed if forked else proven, "forked" if forked else "rewritten", f"the log had another root at {size} entries")
        if damage is None or other.index < damage.index:
            damage = other
    if damage is not None:
        raise damage
    epochs.require_hand_over()
    if checkpoints:
        raise NotProven(tree.size, "cut_tail", f"the log ends at {tree.size} entries, and there were more")
    largest = known.states[-1][0] if known.states else 0
    if largest > tree.size:
        raise NotProven(tree.size, "rolled_back", f"the log ends at {tree.size} entries, and had {largest}")
    if known.mark and known.mark[0] > signed:
        raise NotProven(signed, "checkpoint_replayed", f"the checkpoint of {known.mark[0]} entries is missing")
    check_keys(export.vkeys, known, epochs.all)
    return {
        "ok": True,
        "size": tree.size,
        "root": tree.root().hex(),
        "signedSize": signed,
        "witnessedSize": witnessed,
        "epochs": [
            {"number": e.number, "vkey": e.key.text, "startedSeq": e.start, "handOver": e.hand_over} for e in epochs.all
        ],
        "rollbacks": rollbacks,
        "unknownSigners": sorted(unknown),
    }


def check_keys(kept, known, epochs):
    """Rules L13 and L14."""
    for epoch, vkey in zip(epochs, [*kept, *[None] * len(epochs)]):
        if vkey != epoch.key.text:
            raise NotProven(epoch.start, "key_swapped", f"the key of epoch {epoch.number} is not the one that the log names")
    last = epochs[-1].start if epochs else 0
    if len(kept) > len(epochs):
        raise NotProven(last, "key_swapped", "a key is kept that the log does not name")
    if known.mark and known.mark[2] not in [epoch.key.text for epoch in epochs]:
        raise NotProven(last, "key_swapped", "the newest signed state is of a key that the log does not name")
    if known.vkeys is None or not epochs:
        return
    trusted = [at for at, epoch in enumerate(epochs) if epoch.key.text in known.vkeys]
    if not trusted:
        raise NotProven(epochs[0].start, "key_swapped", "no key of the log is one that is known")
    for epoch in epochs[trusted[-1] + 1 :]:
        if epoch.hand_over != "signed":
            raise NotProven(epoch.start, "key_swapped", f"nobody vouches for the key of epoch {epoch.number}")


# A proof of one entry (rule L17)


def verify_proof(text, keys, entry=None):
    head, found, note = text.partition("\n\n")
    lines = head.split("\n")
    if not found or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Unreadable("this is no proof file")
    extra = unbase64(lines.pop(0)[len("extra ") :]) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise Unreadable("the proof does not say which entry it is of")
    index = whole_number(lines.pop(0)[len("index ") :])
    path = [unbase64(line) for line in lines]
    if len(path) > 63 or any(len(node) != 32 for node in path):
        raise Unreadable("a line of the proof is no SHA-256 hash")
    checkpoint = Checkpoint(note)
    data = extra if entry is None else entry
    if data is None:
        raise CannotVerify("The entry is not in the proof: give it with --entry")
    own = [key for key in keys if key.type == LOG_KEY and key.name == checkpoint.origin]
    if not any(checkpoint.note.is_signed_by(key) for key in own):
        signers = ", ".join(f"{name}+{key_id.hex()}" for name, key_id, _ in checkpoint.note.lines)
        raise NotProven(index, "checkpoint_forged", f"the checkpoint is signed as {signers}, and by no key that is known")
    if not inclusion_holds(index, checkpoint.size, leaf_hash(data), path, checkpoint.root):
        raise NotProven(index, "edited", f"the proof does not lead from the entry to the log of {checkpoint.size} entries")
    said = Entry(data).said
    return {"ok": True, "index": index, "size": checkpoint.size, "origin": checkpoint.origin, "entry": said}


# Published vectors, so that anybody can see that this file computes right


def vector_fails(vector):
    """Whether a vector of any kind is not as it says."""
    if "leafIdx" in vector:
        path = [base64.b64decode(node) for node in vector["proof"]]
        leaf, root = base64.b64decode(vector["leafHash"]), base64.b64decode(vector["root"])
        return inclusion_holds(int(vector["leafIdx"]), int(vector["treeSize"]), leaf, path, root) == vector["wantErr"]
    if "size1" in vector:
        path = [base64.b64decode(node) for node in vector["proof"]]
        roots = [base64.b64decode(vector[name]) for name in ("root1", "root2")]
        holds = consistency_holds(int(vector["size1"]), roots[0], int(vector["size2"]), roots[1], path)
        return holds == vector["wantErr"]
    if "canonical" in vector:
        double = "ieee754" in vector
        value = struct.unpack(">d", bytes.fromhex(vector["ieee754"]))[0] if double else json.loads(vector["json"])
        try:
            return canonical(value).decode() != vector["canonical"]
        except Unreadable:
            return vector["canonical"] is not None
    note = Note(vector["note"])
    cosigned = "witness" not in vector or note.cosigned_at(Key(vector["witness"])) == vector["time"]
    return not (note.is_signed_by(Key(vector["vkey"])) and cosigned)


# Command line


def anchor(text):
    size, _, root = text.partition(":")
    if not re.fullmatch("[0-9a-f]{64}", root):
        raise argparse.ArgumentTypeError("an anchor is written SIZE:ROOT, the root in hex")
    return whole_number(size), bytes.fromhex(root)


def read_mark(path):
    """The station's high-water mark: JSON with `note` and `vkey`."""
    try:
        with open(path, encoding="utf-8") as file:
            mark = json.load(file)
        return Key(mark["vkey"]), Checkpoint(mark["note"])
    except (OSError, ValueError, KeyError, TypeError, Unreadable) as why:
        raise CannotVerify(f"The mark {path} cannot be read: {why}")


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as why:
        raise CannotVerify(f"{path} cannot be read: {why.strerror}")


def say(report, as_json, where):
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    elif not report["ok"]:
        print(f"NOT PROVEN from entry {report['index']} on: {report['damage']}: {report['message']} ({where})")
    elif "entry" in report:
        print(f"PROVEN: entry {report['index']} of {report['size']} in {report['origin']}")
        print(json.dumps(report["entry"], ensure_ascii=False, indent=2, sort_keys=True))
    else:
        print(f"PROVEN: {report['signedSize']} of {report['size']} entries are signed ({where})")
        print(f"root {report['root']}; {report['witnessedSize']} entries witnessed")
        for epoch in report["epochs"]:
            print(f"key {epoch['number']} from entry {epoch['startedSeq']} on ({epoch['handOver']}): {epoch['vkey']}")
        if any(epoch["handOver"] == "lost" for epoch in report["epochs"]):
            print("A key was lost: compare the last state before it with one kept elsewhere.")
        for seq in report["rollbacks"]:
            print(f"Entry {seq} says that signed entries were missing at that time.")
        for name in report["unknownSigners"]:
            print(f"Signature lines of {name} were not checked: its key is not known here.")


def run_evidence(options, keys):
    try:
        import evidence_bundle
    except ImportError:
        raise CannotVerify("evidence_bundle.py must lie beside this file")
    if options.vkeys is not None:
        keys = keys + [Key(line) for line in read_file(options.vkeys).decode("utf-8").split("\n") if line]
    given = keys or None
    status = 0
    for path in options.files:
        report = evidence_bundle.verify(read_file(path), given, sys.modules[__name__])
        for line in [json.dumps(report, ensure_ascii=False)] if options.json else evidence_bundle.lines(report):
            print(line)
        status = status if report["ok"] else 1
    return status


def run(options):
    keys = [Key(text) for text in getattr(options, "vkey", [])]
    if options.command == "vectors":
        failed = total = 0
        for path in options.files:
            for vector in json.loads(read_file(path))["vectors"]:
                total += 1
                if vector_fails(vector):
                    failed += 1
                    print(f"{path}: {vector.get('desc', vector.get('name'))}")
        print(f"{total - failed} of {total} vectors")
        return 1 if failed else 0
    if options.command == "evidence":
        return run_evidence(options, keys)
    status = 0
    if options.command == "proof":
        entry = None if options.entry is None else read_file(options.entry)
        targets = [(options.file, lambda: verify_proof(read_file(options.file).decode("utf-8"), keys, entry))]
    else:
        mark = None if options.mark is None else read_mark(options.mark)
        witnesses = [Key(text) for text in options.witness]
        known = Known(options.anchor, mark, [key.text for key in keys] or None, witnesses)
        targets = [(folder, lambda folder=folder: verify_export(folder, known)) for folder in options.folders]
    for where, verify in targets:
        try:
            report = verify()
        except NotProven as found:
            report = {"ok": False, "index": found.index, "damage": found.damage, "message": found.message}
            status = 1
        say(report, options.json, where)
        if report["ok"] and getattr(options, "entries", False):
            print_entries(where, report)
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="verify an exported log")
    export.add_argument("folders", metavar="DIR", nargs="+")
    export.add_argument("--witness", action="append", default=[], help="verifier key of a witness")
    export.add_argument("--anchor", action="append", default=[], type=anchor, metavar="SIZE:ROOT", help="a state that is known")
    export.add_argument("--mark", metavar="FILE", help="the station's high-water mark")
    export.add_argument("--entries", action="store_true", help="print the entries as well, where they are proven")
    proof = commands.add_parser("proof", help="verify a .tlog-proof")
    proof.add_argument("file")
    proof.add_argument("--entry", metavar="FILE", help="the entry's bytes, where they are not in the proof")
    evidence = commands.add_parser("evidence", help="verify an evidence bundle")
    evidence.add_argument("files", metavar="FILE", nargs="+")
    evidence.add_argument("--vkeys", metavar="FILE", help="keys of the log, got another way, one a line")
    for each, needed in ((export, False), (proof, True), (evidence, False)):
        each.add_argument("--vkey", action="append", default=[], required=needed, help="a key of the log, got another way")
        each.add_argument("--json", action="store_true")
    vectors = commands.add_parser("vectors", help="check this file against published vectors")
    vectors.add_argument("files", metavar="FILE", nargs="+")
    try:
        status = run(parser.parse_args())
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read it has gone (a pager, `head`): what was not read is not said to be proven.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except (Unreadable, UnicodeDecodeError) as why:
        print(f"It cannot be read: {why}", file=sys.stderr)
        return 2
    except CannotVerify as why:
        print(why, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
