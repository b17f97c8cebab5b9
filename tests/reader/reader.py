#!/usr/bin/env python3
"""An independent reader of what a host keeps, written from docs/FORMATS.md alone.

Given a dump of the host's rows and bodies and the owner's recovery kit (or a reader's secret),
it opens the documents that are theirs, checks all that can be checked, and says what it found.
Section numbers (§) are those of docs/FORMATS.md.

    reader.py DUMP --kit "GROUP GROUP …"  [--out FOLDER]
    reader.py DUMP --reader RECORD READER SECRET  [--out FOLDER]
"""

import argparse
import hashlib
import hmac
import io
import json
import pathlib
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode

import tink
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from tink import cleartext_keyset_handle, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

NONCE_0 = bytes(12)
SEGMENT = 1 << 20
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """Something does not hold. Nothing of it is shown."""


# --- bytes and text (head of FORMATS) -------------------------------------------------------

def b64(text):
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise Refused("base64url with a second spelling")
    return raw


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def hkdf(ikm, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt or None, info).derive(ikm)


def ctx(context, **fields):
    return "".join([context + "\n"] + [f"{name}: {value}\n" for name, value in fields.items()]).encode()


def open_gcm(key, sealed, aad):
    try:
        return AESGCM(key).decrypt(NONCE_0, sealed, aad)
    except InvalidTag as error:
        raise Refused("a seal does not hold") from error


# --- statements (§3) ------------------------------------------------------------------------

KINDS = {
    "scelle/v1/opener-table": "account number previous identity-sign identity-seal list openers",
    "scelle/v1/single-opener": "account opener kind made certificate salt wrapped commitment ciphertext",
    "scelle/v1/vault-version": "account number previous list entries root",
    "scelle/v1/genesis": "record number previous deadline root successor list holders sealed",
    "scelle/v1/sealed-genesis": "list-key identity-sign identity-seal certificate",
    "scelle/v1/consent": "record number previous deadline notice text sealed",
    "scelle/v1/closure": "record number previous deadline sealed",
    "scelle/v1/document": "record document version body length key author identity-sign time previous kind date media"
                          " personal name title",
    "scelle/v1/batch": "record reader sealer batch place head sealing",
}


class Statement:
    """A statement: its lines in the one order of its kind, and its signatures."""

    def __init__(self, text):
        if not text.endswith("\n") or len(text.encode()) > 65536:
            raise Refused("a statement ends with LF and has at most 65,536 bytes")
        lines = text[:-1].split("\n")
        self.kind = lines[0]
        names = KINDS.get(self.kind, "").split()
        if not names:
            raise Refused(f"unknown kind {self.kind}")
        self.lines = {}
        for name, line in zip(names, lines[1:]):
            head, colon, value = line.partition(": ")
            if head != name or not colon:
                raise Refused(f"{self.kind}: {name} expected, {head} found")
            self.lines[name] = value
        if len(self.lines) != len(names):
            raise Refused(f"{self.kind}: a line is missing")
        self.signatures = lines[1 + len(names):]
        self.text = "\n".join(lines[:1 + len(names)]) + "\n"

    def __getitem__(self, name):
        return self.lines[name]

    def hash(self):
        return sha256(self.text.encode())

    def check_ed25519(self, key, place=0):
        """The signature in this place covers all the text above its own line."""
        line = self.signatures[place] if place < len(self.signatures) else ""
        head, _, value = line.partition(": ")
        if head != "sig-ed25519":
            raise Refused(f"{self.kind}: no Ed25519 signature")
        above = self.text + "".join(line + "\n" for line in self.signatures[:place])
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(b64(value), above.encode())
        except InvalidSignature as error:
            raise Refused(f"{self.kind}: the signature does not hold") from error


# --- keys (§4) ------------------------------------------------------------------------------

class Keys:
    """A secret of 64 bytes, of a person or of a reader: X-Wing seed, then Ed25519 seed."""

    def __init__(self, secret):
        if len(secret) != 64:
            raise Refused("a secret has 64 bytes")
        self.secret = secret
        self.sign = Ed25519PrivateKey.from_private_bytes(secret[32:]).public_key().public_bytes_raw()
        self.seal = xwing(secret[:32])

    def derive(self, use):
        return hkdf(self.secret, b"", ctx("scelle/v1/derive", use=use))

    def open(self, sealed, info):
        """HPKE, base mode, single shot, X-Wing with HKDF-SHA256 and AES-256-GCM; aad empty."""
        suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
        try:
            return suite.decrypt(sealed, self.seal, info)
        except (InvalidTag, ValueError) as error:
            raise Refused("not sealed to this key") from error


def xwing(seed):
    """The two keys behind an X-Wing seed: SHAKE-256 makes 96 bytes of it."""
    wide = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(wide[:64]),
                                    X25519PrivateKey.from_private_bytes(wide[64:]))


class Kit:
    """The recovery kit as it is printed: 17 groups of five signs."""

    def __init__(self, groups):
        signs = "".join(groups.split()).replace("-", "").upper()
        signs = signs.replace("I", "1").replace("L", "1").replace("O", "0")
        if len(signs) != 85 or any(sign not in CROCKFORD for sign in signs):
            raise Refused("a kit has 85 signs")
        number = 0
        for sign in signs:
            number = number << 5 | CROCKFORD.index(sign)
        if number & 1:
            raise Refused("the last bit of a kit is zero")
        whole = (number >> 1).to_bytes(53, "big")
        self.account, self.key, check = whole[:16], whole[16:48], whole[48:]
        if sha256(self.account, self.key)[:5] != check:
            raise Refused("the kit has a typo")


def open_identity(account, kit):
    """The identity secret, from the opener of kind `kit`."""
    table = Statement(account["opener_table"])
    table.check_ed25519(b64(table["identity-sign"]))
    for row in account["openers"]:
        opener = Statement(row["statement"])
        if opener.hash().hex() not in table["openers"]:
            raise Refused("an opener that the table does not name")
        if opener["kind"] != "kit" or opener["account"] != kit.account.hex():
            continue
        names = ("account", "opener", "kind", "made", "certificate", "salt", "wrapped")
        bound = ctx("scelle/v1/opener-wrap", **{name: opener[name] for name in names})
        key = hkdf(kit.key, b64(opener["salt"]), bound + b"use: seal\n")
        commitment = hkdf(kit.key, b64(opener["salt"]), bound + b"use: commit\n")
        if not hmac.compare_digest(commitment.hex(), opener["commitment"]):
            raise Refused("this kit does not open this opener")
        identity = Keys(open_gcm(key, b64(opener["ciphertext"]), bound))
        if identity.sign != b64(table["identity-sign"]):
            raise Refused("the opener holds another identity than the table")
        return identity
    raise Refused("no opener for this kit")


# --- vault (§6) -----------------------------------------------------------------------------

def open_vault(account, identity):
    """Entries of the vault, newest first, after the version's signature and root."""
    version = Statement(account["vault_version"])
    version.check_ed25519(identity.sign)
    rows = sorted(account["vault"], key=lambda row: row["entry"])
    pieces = []
    for row in rows:
        sealed = b64(row["sealed"])
        pieces += [bytes.fromhex(row["entry"]), sha256(sealed) if sealed else bytes(32)]
    if sha256(*pieces).hex() != version["root"]:
        raise Refused("the vault is not the one of its version")
    entries = []
    for row in rows:
        sealed = b64(row["sealed"])
        if not sealed:
            continue
        bound = ctx("scelle/v1/vault-entry", account=account["account"], entry=row["entry"])
        key = hkdf(identity.derive("vault"), sealed[:32], bound)
        plain = open_gcm(key, sealed[32:], bound).rstrip(b"\0")
        if not plain.endswith(b"\x80"):
            raise Refused("a vault entry without its padding")
        entries.append(json.loads(plain[:-1]))
    return sorted(entries, key=lambda entry: -entry["version"])


# --- records and documents (§7) -------------------------------------------------------------

class Record:
    """A record as the host keeps it, seen by one reader."""

    def __init__(self, rows, reader, secret):
        self.rows, self.tag, self.reader, self.keys = rows, rows["record"], reader, Keys(secret)
        self.pad = bytes.fromhex(rows["pad"])
        self.chain = [Statement(row["statement"]) for row in sorted(rows["chain"], key=lambda row: row["number"])]
        self.replay()

    def replay(self):
        genesis = self.chain[0]
        root = b64(genesis["root"])
        previous = "0" * 64
        for number, statement in enumerate(self.chain, start=1):
            statement.check_ed25519(root)
            if statement["number"] != str(number) or statement["record"] != self.tag:
                raise Refused("the chain has a gap")
            if number > 1 and statement["previous"] != previous:
                raise Refused("the chain is not one chain")
            previous = statement.hash().hex()
        self.holders = {}
        for holder in genesis["holders"].split(" ; "):
            reader, sign, seal, _ = holder.split(" ")
            self.holders[reader] = (b64(sign), b64(seal))
        if self.reader not in self.holders or self.holders[self.reader][0] != self.keys.sign:
            raise Refused("not a holder of this record")

    def owner(self):
        """The owner's identity, from the sealed part of genesis."""
        genesis = self.chain[0]
        for row in self.rows["chain_sealed"]:
            if row["number"] != 1 or row["reader"] != self.reader:
                continue
            info = ctx("scelle/v1/envelope", record=self.tag, reader=self.reader, commitment=genesis["sealed"])
            plain = self.keys.open(b64(row["sealed"]), info)
            if sha256(plain).hex() != genesis["sealed"]:
                raise Refused("another sealed part than genesis names")
            return b64(Statement(plain[32:].decode())["identity-sign"])
        raise Refused("genesis has no sealed part for this reader")

    def secret_of(self, batch_id):
        for row in self.rows["batches"]:
            if row["batch"] != batch_id:
                continue
            batch = Statement(row["statement"])
            batch.check_ed25519(self.holders[batch["sealer"]][0])
            place = int(batch["place"])
            if batch["record"] != self.tag or batch["head"] != self.chain[place - 1].hash().hex():
                raise Refused("a batch of another place")
            sealing = b64(row["sealing"])
            if sha256(sealing).hex() != batch["sealing"]:
                raise Refused("another sealing than the batch names")
            names = ("record", "reader", "sealer", "batch", "place", "head")
            return self.keys.open(sealing, ctx("scelle/v1/secret-of-batch", **{name: batch[name] for name in names}))
        raise Refused("the batch is missing")

    def unwrap(self, use, row):
        bound = ctx("scelle/v1/wrap", use=use, record=self.tag, reader=self.reader, batch=row["batch"],
                    document=row["document"], version=row["version"])
        key = hkdf(self.secret_of(row["batch"]) + self.pad, b"", bound)
        return open_gcm(key, b64(row["sealed"]), bound)

    def documents(self, bodies):
        """Yields the author's statement and the content of each document of this reader."""
        owner = self.owner()
        for row in self.rows["labels"]:
            if row["reader"] != self.reader:
                continue
            yield self.document(row, owner, bodies)

    def document(self, row, owner, bodies):
        statement = open_label(self.unwrap("label", row))
        statement.check_ed25519(owner)
        place = (statement["record"], statement["document"], statement["version"])
        if place != (self.tag, row["document"], str(row["version"])):
            raise Refused("a label in another document's place")
        if statement["identity-sign"] != urlsafe_b64encode(owner).rstrip(b"=").decode():
            raise Refused("a label that names another author than it is signed by")
        keys = [key for key in self.rows["keys"] if key["reader"] == self.reader
                and (key["document"], key["version"]) == (row["document"], row["version"])]
        key = self.unwrap("key", keys[0])
        named = {"record": self.tag, "document": row["document"], "version": row["version"]}
        if hkdf(key, b"", ctx("scelle/v1/key-commitment", **named)).hex() != statement["key"]:
            raise Refused("another key than the author committed to")
        return statement, open_body(statement, key, named, bodies)


def open_label(plain):
    if len(plain) != 2048 or plain[0] != 1:
        raise Refused("not a full label")
    length = int.from_bytes(plain[1:3], "big")
    if any(plain[3 + length:]):
        raise Refused("a label with something behind its end")
    return Statement(plain[3:3 + length].decode())


def open_body(statement, key, named, bodies):
    stored = (bodies / statement["body"]).read_bytes()
    segments = [sha256(stored[at:at + SEGMENT]) for at in range(0, len(stored), SEGMENT)]
    if sha256(*segments).hex() != statement["body"]:
        raise Refused("another body than the author signed")
    try:
        stream = tink_stream(key).new_decrypting_stream(io.BytesIO(stored), ctx("scelle/v1/body", **named))
        padded = stream.read()
    except tink.TinkError as error:
        raise Refused("the body does not verify") from error
    length = int(statement["length"])
    if len(padded) != padme(max(length, 16384)) or any(padded[length:]):
        raise Refused("the body is not padded as it should be")
    return padded[:length]


def padme(length):
    exponent = length.bit_length() - 1
    zeros = exponent - exponent.bit_length()
    mask = (1 << zeros) - 1
    return (length + mask) & ~mask


def tink_stream(key):
    params = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=SEGMENT, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256)
    value = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(version=0, key_value=key, params=params)
    data = tink_pb2.KeyData(type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
                            value=value.SerializeToString(), key_material_type=tink_pb2.KeyData.SYMMETRIC)
    one = tink_pb2.Keyset.Key(key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW)
    handle = cleartext_keyset_handle.from_keyset(tink_pb2.Keyset(primary_key_id=1, key=[one]))
    return handle.primitive(streaming_aead.StreamingAead)


# --- the program ----------------------------------------------------------------------------

def secrets_from_kit(dump, groups):
    kit = Kit(groups)
    accounts = [account for account in dump["accounts"] if account["account"] == kit.account.hex()]
    if not accounts:
        raise Refused("the dump does not hold the kit's account")
    identity = open_identity(accounts[0], kit)
    entry = next(entry for entry in open_vault(accounts[0], identity) if entry["kind"] == "record")
    return entry["record"], entry["reader"], b64(entry["reader_secret"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dump", type=pathlib.Path)
    parser.add_argument("--kit")
    parser.add_argument("--reader", nargs=3, metavar=("RECORD", "READER", "SECRET"))
    parser.add_argument("--out", type=pathlib.Path)
    asked = parser.parse_args()
    streaming_aead.register()
    dump = json.loads((asked.dump / "dump.json").read_text())
    try:
        found = read(dump, asked)
    except Refused as error:
        print(json.dumps({"refused": str(error)}))
        return 2
    print(json.dumps(found, ensure_ascii=False))
    return 0


def read(dump, asked):
    if asked.kit:
        own, reader, secret = secrets_from_kit(dump, asked.kit)
    else:
        own, reader, secret = asked.reader[0], asked.reader[1], b64(asked.reader[2])
    found = {"documents": [], "strangers": 0}
    for rows in dump["records"]:
        if rows["record"] != own:
            found["strangers"] += try_stranger(rows, reader, secret, asked.dump / "bodies")
            continue
        for statement, content in Record(rows, reader, secret).documents(asked.dump / "bodies"):
            line = {name: statement[name] for name in ("document", "title", "kind", "date", "name", "media")}
            found["documents"].append(line | {"length": len(content), "sha256": hashlib.sha256(content).hexdigest()})
            if asked.out:
                (asked.out / statement["document"]).write_bytes(content)
    return found


def try_stranger(rows, reader, secret, bodies):
    """Another's record: nothing of it may open, by whatever door. Says 1 when nothing did."""
    doors = [lambda: Record(rows, reader, secret)]
    forced = Record.__new__(Record)
    forced.rows, forced.tag, forced.reader, forced.keys = rows, rows["record"], reader, Keys(secret)
    forced.pad, forced.chain = bytes.fromhex(rows["pad"]), [Statement(row["statement"]) for row in rows["chain"]]
    forced.holders = {}
    for holder in forced.chain[0]["holders"].split(" ; "):
        forced.holders[holder.split(" ")[0]] = (b64(holder.split(" ")[1]), b64(holder.split(" ")[2]))
    doors += [lambda row=row: forced.unwrap("label", row) for row in rows["labels"]]
    doors += [lambda row=row: forced.unwrap("key", row) for row in rows["keys"]]
    doors += [lambda row=row: forced.keys.open(b64(row["sealed"]), b"") for row in rows["chain_sealed"]]
    for door in doors:
        try:
            door()
        except Refused:
            continue
        sys.exit("a document of another record opened")
    return 1


if __name__ == "__main__":
    sys.exit(main())
