# SPDX-License-Identifier: EUPL-1.2
"""Statements by way of jwcrypto: two signatures over one payload, each verified on its own."""

import copy
import hashlib
import json
import sys
from pathlib import Path

from jwcrypto.common import base64url_decode, base64url_encode
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

ALGORITHMS = ["Ed25519", "ML-DSA-44"]
HEADERS = {"alg", "kid", "typ"}


def verify(statement, keys):
    """Raises with the reason if the statement is not good under these keys."""
    signatures = statement["signatures"]
    if len(signatures) != len(ALGORITHMS):
        raise ValueError(f"{len(signatures)} signatures, not two")
    for alg, signature in zip(ALGORITHMS, signatures):
        header = json.loads(base64url_decode(signature["protected"]))
        if "header" in signature or not set(header) <= HEADERS:
            raise ValueError("a header that has no place here")
        if header["alg"] != alg:
            raise ValueError(f"a signature is {header['alg']}, not {alg}")
        jwk = next(k for k in keys if k["kid"] == header["kid"] and k["alg"] == alg)
        # One at a time: given both, a library is content with either.
        single = JWS()
        single.allowed_algs = [alg]
        text = json.dumps({"payload": statement["payload"], "signatures": [signature]})
        single.deserialize(text)
        single.verify(JWK(**jwk), alg=alg)


def flipped(text):
    octets = bytearray(base64url_decode(text))
    octets[len(octets) // 2] ^= 1
    return base64url_encode(bytes(octets))


def spoiled(good):
    """Every way of spoiling a statement that must be noticed."""
    yield "one bit of the payload flipped", {**good, "payload": flipped(good["payload"])}
    for n, alg in enumerate(ALGORITHMS):
        others = [s for i, s in enumerate(good["signatures"]) if i != n]
        yield f"{alg} stripped", {**good, "signatures": others}
        corrupted = copy.deepcopy(good)
        corrupted["signatures"][n]["signature"] = flipped(good["signatures"][n]["signature"])
        yield f"{alg} corrupted", corrupted
        doubled = copy.deepcopy(good)
        doubled["signatures"][n] = copy.deepcopy(others[0])
        yield f"{alg} replaced by the other", doubled


def read(folder):
    path = folder / "statement.json"
    if not path.exists():
        print(f"- statement.py: no statement in {folder}")
        return
    statement = json.loads(path.read_bytes())
    keys = json.loads((folder / "keys.json").read_bytes())["keys"]
    verify(statement, keys)
    print("ok jwcrypto accepts the statement")
    for how, bad in spoiled(statement):
        try:
            verify(bad, keys)
        except Exception:  # noqa: BLE001 - any refusal will do, an acceptance will not
            print(f"ok jwcrypto refuses it with {how}")
        else:
            sys.exit(f"jwcrypto accepted it with {how}")


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def write(folder):
    pairs = [
        JWK.generate(kty="OKP", crv="Ed25519"),
        JWK.generate(kty="AKP", alg="ML-DSA-44"),
    ]
    public = [pair.export_public(as_dict=True) for pair in pairs]
    # Both halves go by one name: the digest of the octet 1 and the two keys, cut to 16 octets.
    raw = [base64url_decode(key.get("x") or key["pub"]) for key in public]
    kid = hashlib.sha256(b"\x01" + b"".join(raw)).hexdigest()[:32]
    statement = JWS(compact({"algs": ALGORITHMS, "from": "jwcrypto"}))
    statement.allowed_algs = ALGORITHMS
    for alg, pair in zip(ALGORITHMS, pairs):
        header = compact({"alg": alg, "kid": kid, "typ": "comity-message+jws"})
        statement.add_signature(pair, alg=alg, protected=header)
    keys = [{**key, "alg": alg, "kid": kid} for alg, key in zip(ALGORITHMS, public)]
    (folder / "keys.json").write_text(json.dumps({"keys": keys}))
    (folder / "statement.json").write_text(statement.serialize())


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](Path(sys.argv[2]))
