# SPDX-License-Identifier: EUPL-1.2
"""Signed, encrypted messages with signed receipts by an AS2 stack, in memory: a control.

usage: as2.py SECONDS OCTETS

Prints a JSON object. Nothing is stored and nothing crosses a network: what is measured is the
least that the older way of doing the same thing costs. RSA of 2048 bits, SHA-256, AES-256.
"""

import json
import re
import sys
import time
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID


def import_as2():
    """pyas2lib, whose cryptography reads OpenSSL's version by a pattern that knows no 3.0.10."""
    search = re.search
    narrow = "\\b(\\d\\.\\d\\.\\d[a-z]*)\\b"

    def wider(pattern, text, flags=0):
        pattern = narrow.replace("\\d[", "\\d+[") if pattern == narrow else pattern
        return search(pattern, text, flags)

    re.search = wider
    try:
        from pyas2lib import as2
    finally:
        re.search = search
    return as2


as2 = import_as2()


def keys(name):
    """A key with its certificate, as PKCS #12, and the certificate alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    both = pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, NoEncryption()
    )
    return both, certificate.public_bytes(Encoding.PEM)


def main(seconds, octets):
    (a_keys, a_certificate), (b_keys, b_certificate) = keys("xa"), keys("xb")
    organisation = {
        name: as2.Organization(as2_name=name, sign_key=pair, sign_key_pass=None,
                               decrypt_key=pair, decrypt_key_pass=None)
        for name, pair in (("xa", a_keys), ("xb", b_keys))
    }
    partner = {
        name: as2.Partner(as2_name=name, verify_cert=certificate, encrypt_cert=certificate,
                          validate_certs=False, sign=True, digest_alg="sha256",
                          encrypt=True, enc_alg="aes_256_cbc", mdn_mode="SYNC",
                          mdn_digest_alg="sha256")
        for name, certificate in (("xa", a_certificate), ("xb", b_certificate))
    }
    text = b"7" * octets
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        sent = as2.Message(organisation["xa"], partner["xb"])
        sent.build(text, filename="request", subject="request")
        arrived = as2.Message()
        status, _, receipt = arrived.parse(
            sent.headers_str + b"\r\n" + sent.content,
            lambda name: organisation[name],
            lambda name: partner[name],
            lambda _message, _partner: False,
        )
        if status != "processed":
            raise SystemExit(f"the message was not processed: {status}")
        back = as2.Mdn()
        status, detail = back.parse(
            receipt.headers_str + b"\r\n" + receipt.content,
            lambda _message, _recipient: sent,
        )
        if status != "processed":
            raise SystemExit(f"the receipt was not processed: {status} {detail}")
        count += 1
    took = time.perf_counter() - began
    print(json.dumps({"messages": count, "seconds": took, "per_second": count / took}))


main(float(sys.argv[1]), int(sys.argv[2]))
