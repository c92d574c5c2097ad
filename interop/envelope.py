# SPDX-License-Identifier: EUPL-1.2
"""Envelopes by way of cryptography: HPKE base mode, X-Wing, HKDF-SHA256, AES-256-GCM."""

import hashlib
import json
import os
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def private_key(seed):
    """X-Wing stretches its 32-octet seed into the two private keys."""
    stretched = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )


def opened(envelope):
    """The plaintext; raises if anything does not fit."""
    key = private_key(envelope["seed"])
    # The public functions know no additional data; these two of the same module do.
    return openssl.hpke._decrypt_with_aad(
        SUITE, envelope["sealed"], key, envelope["info"], envelope["aad"]
    )


def read(folder):
    path = folder / "envelope.json"
    if not path.exists():
        print(f"- envelope.py: no envelope in {folder}")
        return
    envelope = {k: bytes.fromhex(v) for k, v in json.loads(path.read_bytes()).items()}
    if opened(envelope) != envelope["plain"]:
        sys.exit("cryptography opened it to something else")
    print("ok cryptography opens the envelope")
    for part in ["sealed", "info", "aad", "seed"]:
        for at in {0, len(envelope[part]) // 2, len(envelope[part]) - 1}:
            octets = bytearray(envelope[part])
            octets[at] ^= 1
            try:
                opened({**envelope, part: bytes(octets)})
            except (InvalidTag, ValueError):
                continue
            sys.exit(f"cryptography opened it with octet {at} of {part} altered")
        print(f"ok cryptography refuses it with one bit of {part} flipped")


def write(folder):
    seed = os.urandom(32)
    info, aad, plain = b"comity interop", b"header", b"Three items. Held until Tuesday."
    public = private_key(seed).public_key()
    sealed = openssl.hpke._encrypt_with_aad(SUITE, plain, public, info, aad)
    parts = {"seed": seed, "info": info, "aad": aad, "sealed": sealed, "plain": plain}
    text = json.dumps({name: octets.hex() for name, octets in parts.items()})
    (folder / "envelope.json").write_text(text)


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](Path(sys.argv[2]))
