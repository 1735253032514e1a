"""What proves an application to Entra ID, made by openssl: keys, certificates, federated tokens."""

import base64
import json
import subprocess
import time

HOUR = 3_600


def openssl(*words, given=b""):
    return subprocess.run(["openssl", *map(str, words)], input=given, capture_output=True,
                          check=True).stdout


def make_key(folder, name):
    file = folder / f"{name}.key"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", file)
    file.chmod(0o600)
    return file


def make_certificate(folder, name, *options):
    """One PEM with key and certificate, as Key Vault exports them; and the certificate alone."""
    key = make_key(folder, name)
    certificate = openssl("req", "-x509", "-key", key, "-subj", f"/CN={name}", "-sha256",
                          *(options or ("-days", "90"))).decode()
    both = folder / f"{name}.both.pem"
    both.write_text(key.read_text() + certificate)
    both.chmod(0o600)
    return both, certificate


def encoded(text):
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def federated_token(key, **changes):
    """What a cluster says of a pod (RFC 7519, RS256)."""
    now = int(time.time())
    claims = {"iss": "https://cluster.example/", "sub": "system:serviceaccount:hr:daypass",
              "aud": ["api://AzureADTokenExchange"], "iat": now, "nbf": now, "exp": now + HOUR}
    claims.update(changes)
    header = {"alg": "RS256", "kid": "1"}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{encoded(openssl('dgst', '-sha256', '-sign', key, given=text.encode()))}"


def make_expired(folder, name):
    """Key and certificate of 2024, which `openssl ca` dates and `openssl req` can't."""
    place = folder / "ca"
    place.mkdir(exist_ok=True)
    (place / "index").write_text("")
    (place / "config").write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={place}/index\nnew_certs_dir={place}\n"
        "rand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
    key = make_key(folder, name)
    (place / "request").write_bytes(openssl("req", "-new", "-key", key, "-subj", f"/CN={name}"))
    certificate = openssl("ca", "-batch", "-config", place / "config", "-selfsign", "-keyfile", key,
                          "-in", place / "request", "-notext",
                          "-startdate", "20240101000000Z", "-enddate", "20250101000000Z")
    both = folder / f"{name}.both.pem"
    both.write_bytes(key.read_bytes() + certificate)
    both.chmod(0o600)
    return both
