"""The rig whose daemon reaches the broker over TLS with a password, so that there is one to look
for."""

from broker import Broker
from kit.sealed import openssl
from rig import Rig

USER, PASSWORD = "daypass", "a-kafka-password-for-tests-9876543210"
SASL = """\
sasl.enabled.mechanisms=PLAIN
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
listener.name.behind.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_{user}="{password}";
"""
CONNECTION = """\
security = "sasl_tls"
mechanism = "plain"
username = "{user}"
password = "file:{folder}/kafka-password"
ca_file = "{folder}/kafka-ca.pem"
"""


class GuardedBroker(Broker):
    """Its listener BEHIND takes TLS and a password, and stands before nothing but itself."""

    def __init__(self, version, data, keystore):
        super().__init__(version, data, front_port=0)
        self.keystore = keystore

    def format(self):
        super().format()
        text = self.settings.read_text()
        text = text.replace(",BEHIND://127.0.0.1:0", f",BEHIND://127.0.0.1:{self.port('BEHIND')}")
        text = text.replace("BEHIND:PLAINTEXT", "BEHIND:SASL_SSL")
        self.settings.write_text(
            text + SASL.format(keystore=self.keystore, user=USER, password=PASSWORD))


class SecretRig(Rig):
    def prepare(self, building):
        key, certificate = self.folder / "kafka.key", self.folder / "kafka-ca.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
                certificate, "-days", "2", "-subj", "/CN=kafka", "-addext",
                "subjectAltName=IP:127.0.0.1")
        keystore = self.folder / "kafka-keystore.pem"
        keystore.write_bytes(key.read_bytes() + certificate.read_bytes())
        password = self.folder / "kafka-password"
        password.touch(mode=0o600)
        password.write_text(PASSWORD + "\n")
        self.keystore = keystore
        self.settings["kafka"] = CONNECTION.format(user=USER, folder=self.folder)

    def make_broker(self):
        return GuardedBroker(self.version, self.folder / "kafka", self.keystore)

    def way_of_daemon(self, tenant):
        return f"127.0.0.1:{self.broker.port('BEHIND')}", tenant

    def sign_with_rsa(self):
        """Another signing key and certificate, for the daemon's next start."""
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                self.folder / "signer.key", "-out", self.folder / "signer.pem", "-days", "2",
                "-subj", "/CN=signer", "-addext", "subjectAltName=email:daypass@contoso.example")

    def reconfigure(self, **changes):
        """Other values of settings that the file has once."""
        text = self.daypass.config.read_text()
        for name, value in changes.items():
            before = next(line for line in text.splitlines() if line.startswith(f"{name} = "))
            text = text.replace(before, f'{name} = "{value}"')
        self.daypass.config.write_text(text)
