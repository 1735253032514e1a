"""CMS by libcrypto in this process: what `openssl cms` does, a hundred times faster."""

import ctypes
import ctypes.util
import json

BINARY, NO_INTERN, NO_SIGNER_CERT_VERIFY = 0x80, 0x10, 0x20

library = ctypes.CDLL(ctypes.util.find_library("crypto"))
POINTER = ctypes.c_void_p
for name, result, arguments in (
    ("BIO_new_mem_buf", POINTER, [ctypes.c_char_p, ctypes.c_int]),
    ("BIO_new", POINTER, [POINTER]),
    ("BIO_s_mem", POINTER, []),
    ("BIO_ctrl", ctypes.c_long, [POINTER, ctypes.c_int, ctypes.c_long, POINTER]),
    ("BIO_read", ctypes.c_int, [POINTER, ctypes.c_char_p, ctypes.c_int]),
    ("BIO_free", ctypes.c_int, [POINTER]),
    ("d2i_CMS_bio", POINTER, [POINTER, POINTER]),
    ("PEM_read_bio_PrivateKey", POINTER, [POINTER, POINTER, POINTER, POINTER]),
    ("PEM_read_bio_X509", POINTER, [POINTER, POINTER, POINTER, POINTER]),
    ("CMS_decrypt", ctypes.c_int, [POINTER] * 5 + [ctypes.c_uint]),
    ("CMS_verify", ctypes.c_int, [POINTER] * 5 + [ctypes.c_uint]),
    ("CMS_ContentInfo_free", None, [POINTER]),
    ("OPENSSL_sk_new_null", POINTER, []),
    ("OPENSSL_sk_push", ctypes.c_int, [POINTER, POINTER]),
):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments

BIO_CTRL_PENDING = 10


def source(text):
    return library.BIO_new_mem_buf(text, len(text))


def contents(sink):
    size = library.BIO_ctrl(sink, BIO_CTRL_PENDING, 0, None)
    held = ctypes.create_string_buffer(max(size, 1))
    library.BIO_read(sink, held, size)
    return held.raw[:size]


def pem(read, file):
    made = read(source(file.read_bytes()), None, None, None)
    if not made:
        raise RuntimeError(f"{file} can't be read")
    return made


class Opener:
    """Opens what is sealed for one recipient and signed by the daemon."""

    def __init__(self, key, certificate, signer):
        self.key = pem(library.PEM_read_bio_PrivateKey, key)
        self.certificate = pem(library.PEM_read_bio_X509, certificate)
        self.signers = library.OPENSSL_sk_new_null()
        library.OPENSSL_sk_push(self.signers, pem(library.PEM_read_bio_X509, signer))

    def open(self, file):
        """The JSON inside; RuntimeError when it isn't for this recipient or not by the signer."""
        signed = self.through(
            file.read_bytes(),
            lambda cms, sink: library.CMS_decrypt(
                cms, self.key, self.certificate, None, sink, BINARY),
        )
        flags = BINARY | NO_INTERN | NO_SIGNER_CERT_VERIFY
        text = self.through(
            signed,
            lambda cms, sink: library.CMS_verify(cms, self.signers, None, None, sink, flags),
        )
        return json.loads(text)

    @staticmethod
    def through(der, work):
        given = source(der)
        sink = library.BIO_new(library.BIO_s_mem())
        cms = library.d2i_CMS_bio(given, None)
        try:
            if not cms or work(cms, sink) != 1:
                raise RuntimeError("CMS that can't be opened")
            return contents(sink)
        finally:
            library.CMS_ContentInfo_free(cms)
            library.BIO_free(sink)
            library.BIO_free(given)
