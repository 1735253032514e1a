"""Sealed passes, opened as a recipient does (lib/vault/README.md)."""

import json
import pathlib
import subprocess
import tempfile


def openssl(*words, text=None):
    done = subprocess.run(["openssl", *map(str, words)], input=text, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def make_certificate(folder, name, address):
    """An EC key and a certificate of its own for it: NAME.key and NAME.pem."""
    openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-days", "365"),
        *("-subj", f"/CN={name}", "-addext", f"subjectAltName=email:{address}"),
    )
    return folder / f"{name}.key", folder / f"{name}.pem"


class SealedFolder:
    """The passes, with the key of one recipient and the daemon's certificate."""

    def __init__(self, folder, key, certificate, signer):
        self.folder = pathlib.Path(folder)
        self.key, self.certificate, self.signer = key, certificate, signer

    def labels(self):
        """What lies beside each pass: {secret name: label}."""
        found = {}
        for file in self.folder.glob("*.json"):
            try:
                found[file.stem] = json.loads(file.read_text())
            except FileNotFoundError:  # withdrawn between the two
                continue
        return found

    def open(self, name):
        """The contents of a pass: decrypted, and the daemon's signature verified."""
        with tempfile.TemporaryDirectory(dir="/dev/shm") as inside:
            signed = pathlib.Path(inside) / "signed.p7"
            openssl(
                *("cms", "-decrypt", "-inform", "DER", "-in", self.folder / f"{name}.cms"),
                *("-inkey", self.key, "-recip", self.certificate, "-binary", "-out", signed),
            )
            text = openssl(
                *("cms", "-verify", "-inform", "DER", "-in", signed, "-certfile", self.signer),
                *("-nointern", "-noverify"),
            )
        return json.loads(text)
