# SPDX-License-Identifier: EUPL-1.2
"""Statements by way of jwcrypto: two signatures over one payload, each verified on its own."""

import copy
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


def write(folder):
    statement = JWS(b'{"protocol":1,"kind":"note"}')
    statement.allowed_algs = ALGORITHMS
    keys = []
    for alg in ALGORITHMS:
        kid = f"jwcrypto-{alg.lower()}"
        kind = {"kty": "OKP", "crv": alg} if alg == "Ed25519" else {"kty": "AKP", "alg": alg}
        key = JWK.generate(**kind)
        header = json.dumps({"alg": alg, "kid": kid, "typ": "comity-message+jws"})
        statement.add_signature(key, alg=alg, protected=header)
        keys.append({**key.export_public(as_dict=True), "alg": alg, "kid": kid})
    (folder / "keys.json").write_text(json.dumps({"keys": keys}))
    (folder / "statement.json").write_text(statement.serialize())


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](Path(sys.argv[2]))
