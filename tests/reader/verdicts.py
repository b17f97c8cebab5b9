#!/usr/bin/env python3
"""Judges ciphertexts of AES-256-GCM by another implementation (pyca, over OpenSSL).

Standard input has one on each line: key, nonce, associated data, ciphertext with tag, in
hexadecimal, `-` for nothing. For each, a line: the plaintext so spelt, or `refused`.
"""

import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def judge(line):
    key, nonce, aad, sealed = (b"" if part == "-" else bytes.fromhex(part) for part in line.split())
    try:
        return AESGCM(key).decrypt(nonce, sealed, aad).hex() or "-"
    except InvalidTag:
        return "refused"


for one in sys.stdin:
    print(judge(one))
