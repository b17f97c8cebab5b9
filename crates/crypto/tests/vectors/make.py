"""Makes peers.json: the same bytes from programs that nobody here wrote.

pip install cryptography==50.0.2 tink==1.16.1; python make.py > peers.json
HPKE by OpenSSL through pyca/cryptography, bodies by Tink. Secrets are fixed, so they are none.
"""

import base64, hashlib, io, json
import tink
from tink import cleartext_keyset_handle, streaming_aead
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED = bytes(range(32))
DOCUMENT_KEY = bytes(range(64, 96))
RECORD, READER, SEALER, BATCH, DOCUMENT = ("%02x" % n * 16 for n in (1, 2, 3, 4, 5))
HEAD = "06" * 32


def field(number, data):
    return bytes([number << 3 | 2, *varint(len(data))]) + data


def varint(n):
    out = []
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    return [*out, n]


def batch():
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    kem, dh = halves()
    public = hpke.MLKEM768X25519PrivateKey(kem, dh).public_key()
    info = (f"scelle/v1/secret-of-batch\nrecord: {RECORD}\nreader: {READER}\nsealer: {SEALER}\n"
            f"batch: {BATCH}\nplace: 7\nhead: {HEAD}\n")
    sealed = suite.encrypt(bytes([9]) * 32, public, info=info.encode())
    raw = kem.public_key().public_bytes_raw() + dh.public_key().public_bytes_raw()
    return {"seed": SEED.hex(), "public": raw.hex(), "secret": "09" * 32, "sealing": sealed.hex()}


def halves():
    # draft-connolly-cfrg-xwing-kem §5.2: the seed expands to d ‖ z and the X25519 secret.
    expanded = hashlib.shake_256(SEED).digest(96)
    return mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), x25519.X25519PrivateKey.from_private_bytes(expanded[64:])


def body(padded):
    streaming_aead.register()
    params = bytes([0x08, *varint(1 << 20), 0x10, 32, 0x18, 3])  # segment size, derived key size, SHA256
    key = field(2, params) + field(3, DOCUMENT_KEY)
    keyset = {"primaryKeyId": 1, "key": [{
        "keyData": {"typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
                    "value": base64.b64encode(key).decode(), "keyMaterialType": "SYMMETRIC"},
        "status": "ENABLED", "keyId": 1, "outputPrefixType": "RAW"}]}
    handle = cleartext_keyset_handle.read(tink.JsonKeysetReader(json.dumps(keyset)))
    primitive = handle.primitive(streaming_aead.StreamingAead)
    out = io.BytesIO()
    out.close = lambda: None
    with primitive.new_encrypting_stream(out, f"scelle/v1/body\nrecord: {RECORD}\ndocument: {DOCUMENT}\nversion: 3\n".encode()) as s:
        s.write(padded)
    return out.getvalue()


def pattern(length):
    return bytes(n % 251 for n in range(length))


def whole(length, padded):
    stored = body(pattern(length) + bytes(padded - length))
    return {"length": length, "padded": padded, "header": stored[:40].hex(), "size": len(stored),
            "sha256": hashlib.sha256(stored).hexdigest()}


def bodies():
    raw = [{"plain": pattern(n).hex(), "stored": body(pattern(n)).hex()} for n in (0, 1, 1000)]
    small = body(pattern(500) + bytes(16384 - 500)).hex()
    sizes = ((0, 16384), (1000000, 1015808), (1 << 20, 1 << 20), (2100000, 2162688), (3 << 20, 3 << 20))
    return {"key": DOCUMENT_KEY.hex(), "raw": raw, "small": small, "whole": [whole(*s) for s in sizes]}


def two_keys():
    """One stored body whose tag verifies under two document keys (Dodis et al., CRYPTO 2018 §3)."""
    keys = [DOCUMENT_KEY, bytes(32)]
    header = bytes([0x28]) + bytes(range(39))
    nonce = header[33:] + bytes(4) + b"\x01"
    aad = f"scelle/v1/body\nrecord: {RECORD}\ndocument: {DOCUMENT}\nversion: 3\n".encode()
    derived = [HKDF(hashes.SHA256(), 32, header[1:33], aad).derive(key) for key in keys]
    blocks = [int.from_bytes(pattern(16), "big")] * 1023 + [0]

    def ecb(key, block):
        return int.from_bytes(Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block), "big")

    def tag(key):
        h, acc = ecb(key, bytes(16)), 0
        for block in [*blocks, 1024 * 128]:
            acc = times(acc ^ block, h)
        return acc ^ ecb(key, nonce + b"\0\0\0\1")

    # The last ciphertext block stands under h squared: solve for it.
    squares = [times(ecb(key, bytes(16)), ecb(key, bytes(16))) for key in derived]
    blocks[-1] = times(tag(derived[0]) ^ tag(derived[1]), inverse(squares[0] ^ squares[1]))
    assert tag(derived[0]) == tag(derived[1])
    stored = header + b"".join(b.to_bytes(16, "big") for b in blocks) + tag(derived[0]).to_bytes(16, "big")
    for key in derived:
        AESGCM(key).decrypt(nonce, stored[40:], None)
    return {"keys": [key.hex() for key in keys], "stored": stored.hex()}


def times(x, y):
    """Multiplication of NIST SP 800-38D §6.3."""
    z = 0
    for bit in range(127, -1, -1):
        if x >> bit & 1:
            z ^= y
        y = y >> 1 ^ (0xE1 << 120 if y & 1 else 0)
    return z


def inverse(x):
    result, power = 1 << 127, x
    for _ in range(127):
        power = times(power, power)
        result = times(result, power)
    return result


if __name__ == "__main__":
    print(json.dumps({"batch": batch(), "body": bodies(), "two_keys": two_keys()}, indent=1))
