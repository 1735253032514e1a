"""azure-identity's ways to sign in besides the secret: each takes the simulator for Entra ID, or
for the machine's own endpoint, and its token opens the vault."""

import datetime
import time

import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    CertificateCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from kit.entra import Entra

SCOPE = "https://vault.azure.net/.default"
ISSUER = "https://cluster.example/"
SUBJECT = "system:serviceaccount:hr:daypass"


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def tenant(simulator):
    return Entra(simulator.control.port)


def text_of(key):
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def public_text_of(key):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def certify(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "application")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(days=1))
    made = made.not_valid_after(now + datetime.timedelta(days=90))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def who(simulator):
    return {
        "tenant_id": simulator.tenant,
        "client_id": simulator.client_id,
        "authority": simulator.authority,
        "disable_instance_discovery": True,
        "connection_verify": simulator.ca_file,
    }


def opens_the_vault(simulator, credential):
    list(simulator.client(credential).list_deleted_secrets())
    return True


class TestCertificate:
    def credential(self, simulator, key, certificate):
        both = text_of(key) + certificate
        return CertificateCredential(certificate_data=both, **who(simulator))

    def test_opens_the_vault(self, simulator, tenant, key):
        certificate = certify(key)
        tenant.act("register_certificates", pem=[certificate.decode()])
        assert opens_the_vault(simulator, self.credential(simulator, key, certificate))

    def test_must_be_registered(self, simulator, tenant, key):
        tenant.act("register_certificates", pem=[])
        with pytest.raises(ClientAuthenticationError, match="AADSTS700027"):
            self.credential(simulator, key, certify(key)).get_token(SCOPE)

    def test_must_be_in_time(self, simulator, tenant, key):
        certificate = certify(key)
        tenant.act("register_certificates", pem=[certificate.decode()])
        tenant.switch(clock_offset_ms=3_600_000)
        try:
            with pytest.raises(ClientAuthenticationError, match="AADSTS700024"):
                self.credential(simulator, key, certificate).get_token(SCOPE)
        finally:
            tenant.switch(clock_offset_ms=0)


class TestWorkload:
    @pytest.fixture(autouse=True)
    def trust(self, tenant, key):
        tenant.act("federate", issuer=ISSUER, subject=SUBJECT, key=public_text_of(key))

    def credential(self, simulator, file, key, **changes):
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": SUBJECT, "aud": "api://AzureADTokenExchange"}
        claims.update(iat=now, nbf=now, exp=now + 3_600)
        claims.update(changes)
        file.write_text(jwt.encode(claims, text_of(key), algorithm="RS256"))
        return WorkloadIdentityCredential(token_file_path=str(file), **who(simulator))

    def test_opens_the_vault(self, simulator, key, tmp_path):
        assert opens_the_vault(simulator, self.credential(simulator, tmp_path / "token", key))

    @pytest.mark.parametrize(
        "changes, number",
        [({"iss": "x"}, 700211), ({"sub": "x"}, 700213), ({"aud": "x"}, 700212)],
    )
    def test_must_be_of_the_federated_credential(self, simulator, key, tmp_path, changes, number):
        credential = self.credential(simulator, tmp_path / "token", key, **changes)
        with pytest.raises(ClientAuthenticationError, match=f"AADSTS{number}"):
            credential.get_token(SCOPE)


class TestManagedIdentity:
    def test_of_a_machine_opens_the_vault(self, simulator, monkeypatch):
        place = f"http://127.0.0.1:{simulator.control.port}"
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", place)
        assert opens_the_vault(simulator, ManagedIdentityCredential())

    def test_of_a_container_opens_the_vault(self, simulator, monkeypatch):
        place = f"http://127.0.0.1:{simulator.control.port}/msi/token"
        monkeypatch.setenv("IDENTITY_ENDPOINT", place)
        monkeypatch.setenv("IDENTITY_HEADER", "sim-identity-header")
        assert opens_the_vault(simulator, ManagedIdentityCredential())

    def test_of_another_container_does_not(self, simulator, monkeypatch):
        place = f"http://127.0.0.1:{simulator.control.port}/msi/token"
        monkeypatch.setenv("IDENTITY_ENDPOINT", place)
        monkeypatch.setenv("IDENTITY_HEADER", "another")
        with pytest.raises(ClientAuthenticationError):
            ManagedIdentityCredential().get_token(SCOPE)
