"""What must not be found, in the clothes it may wear: codes, client secret, tokens, private keys,
the password for Kafka. {(secret, encoding): bytes}"""

import re

from canary import encodings
from kit.sealed import openssl
from memory import contents

# Of every token: the simulator's look like Graph's, JWTs whose signature is drawn at random.
TOKEN = re.compile(rb"eyJ0eXAiOiJKV1Q[\w-]*\.[\w-]{40,}\.([\w-]{80,})")
PIECE = 24  # bytes: of a token's signature or of a line of PEM
PRIVATE_PARTS = ("priv", "privateExponent", "prime1", "prime2", "exponent1", "exponent2",
                 "coefficient")


def dressed(secret, text):
    return {(secret, name): clothes for name, clothes in encodings(text).items()}


def tokens_of(pid):
    """The tokens that the simulator keeps: their signatures."""
    found = set()
    for _, raw in contents(pid):
        found |= set(TOKEN.findall(raw))
    return {("token", f"piece {number}.{part}"): signature[at:at + PIECE]
            for number, signature in enumerate(sorted(found))
            for part, at in enumerate((0, len(signature) // 2, len(signature) - PIECE))}


def private_numbers(key):
    """{name: big-endian bytes} of what is private in a key's file, by openssl's own words."""
    text = openssl("pkey", "-in", key, "-noout", "-text").decode()
    found = {}
    for name, digits in re.findall(r"^(\w+):\n((?: {4}[0-9a-f:]+\n)+)", text, re.MULTILINE):
        if name in PRIVATE_PARTS:
            found[name] = bytes.fromhex(re.sub(r"[\s:]", "", digits)).lstrip(b"\0")
    if not found:
        raise AssertionError(f"nothing private in {key}")
    return found


def private_key(key):
    """Numbers as ASN.1 writes them and as OpenSSL's big numbers lie in memory, each whole and half
    of it, and every line of the file but its frame."""
    found = {}
    for name, number in private_numbers(key).items():
        half = len(number) // 2
        for form, raw in (("as ASN.1", number), ("as a BIGNUM", number[::-1])):
            found[("private key", f"{name} {form}")] = raw
            found[("private key", f"{name} {form}, first half")] = raw[:half]
            found[("private key", f"{name} {form}, last half")] = raw[half:]
        found[("private key", f"{name} in hex")] = number.hex().encode()
    lines = [line for line in key.read_bytes().splitlines() if not line.startswith(b"-----")]
    # A line of a key's PEM that is all algorithm or public says nothing: those of the private
    # numbers are taken, by their bytes.
    for count, line in enumerate(lines):
        if len(line) >= PIECE:
            found[("private key", f"PEM line {count}")] = line[:PIECE]
    return found
