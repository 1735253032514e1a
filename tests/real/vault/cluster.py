"""What Vault's Kubernetes sign-in needs of a cluster: service accounts with signed tokens, and the
TokenReview call of an API server, over TLS on loopback."""

import base64
import http.server
import json
import pathlib
import ssl
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from kit.sealed import openssl  # noqa: E402

REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews"
API = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview"}


def make_server_certificate(folder, name):
    """NAME.key and NAME.pem of a server on loopback, which is its own authority."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-keyout", key, "-out", certificate, "-days", "30", "-subj", f"/CN={name}"),
        *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        *("-addext", "extendedKeyUsage=serverAuth"),
    )
    return key, certificate


def encoded(data):
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=")


class Cluster:
    """Answers between __enter__ and __exit__. Only tokens that it signed are valid, until they
    expire or their account is deleted. While `fails` is set it answers 500."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.accounts = {}
        self.signed = {}
        self.reviews = 0
        self.fails = False
        self.key = self.folder / "cluster-signing.key"
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                "-out", self.key)
        self.public_key = openssl("pkey", "-in", self.key, "-pubout").decode()
        tls_key, certificate = make_server_certificate(self.folder, "cluster")
        self.ca = certificate.read_text()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), reviewer_of(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, tls_key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.address = f"https://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def settings(self):
        """What auth/kubernetes/config is told: where to ask, whom to trust, which signatures."""
        return {
            "kubernetes_host": self.address,
            "kubernetes_ca_cert": self.ca,
            "pem_keys": [self.public_key],
            "token_reviewer_jwt": self.token("vault-reviewer", "vault", ["cluster"]),
            "disable_local_ca_jwt": True,
        }

    def token(self, account, namespace, audiences, lifetime_seconds=600, key=None):
        """A token as the kubelet projects it into a pod; signed with another key, it isn't ours."""
        uid = self.accounts.setdefault((namespace, account), str(uuid.uuid4()))
        now = int(time.time())
        claims = {
            "aud": list(audiences),
            "exp": now + lifetime_seconds,
            "iat": now + min(0, lifetime_seconds) - 1,
            "nbf": now + min(0, lifetime_seconds) - 1,
            "iss": "https://kubernetes.default.svc.cluster.local",
            "kubernetes.io": {
                "namespace": namespace,
                "serviceaccount": {"name": account, "uid": uid},
            },
            "sub": f"system:serviceaccount:{namespace}:{account}",
        }
        signed = encoded({"alg": "RS256", "typ": "JWT"}) + b"." + encoded(claims)
        signature = openssl("dgst", "-sha256", "-sign", key or self.key, text=signed)
        token = (signed + b"." + encoded(signature)).decode()
        if key is None:
            self.signed[token] = claims
        return token

    def delete_account(self, account, namespace):
        """Its tokens are dead from now on, as after `kubectl delete serviceaccount`."""
        del self.accounts[namespace, account]

    def claims_of(self, token):
        """The claims of a token that is good now, or None."""
        claims = self.signed.get(token)
        if claims is None or claims["exp"] <= time.time():
            return None
        about = claims["kubernetes.io"]
        account = about["serviceaccount"]
        known = self.accounts.get((about["namespace"], account["name"]))
        return claims if known == account["uid"] else None

    def review(self, spec):
        """A TokenReview's status: of the audiences asked for, one must be the token's."""
        self.reviews += 1
        claims = self.claims_of(spec["token"])
        audiences = claims and [one for one in claims["aud"]
                                if one in spec.get("audiences", claims["aud"])]
        if not audiences:
            return {"authenticated": False, "error": "the token is not valid here"}
        uid = claims["kubernetes.io"]["serviceaccount"]["uid"]
        user = {"username": claims["sub"], "uid": uid}
        return {"authenticated": True, "user": user, "audiences": audiences}


def reviewer_of(cluster):
    """A handler that answers for a cluster; only who holds a good token of it may ask."""

    class Reviewer(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if cluster.fails or self.path != REVIEWS:
                self.fail(500 if cluster.fails else 404)
            elif cluster.claims_of(bearer) is None:
                self.fail(401)
            else:
                self.answer(201, API | {"status": cluster.review(asked["spec"])})

        def fail(self, status):
            self.answer(status, {"kind": "Status", "status": "Failure", "code": status})

        def answer(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    return Reviewer
