"""Starts tenant and vault for the session; gives tests a client of the SDK and the control API."""

import os
import pathlib
import socket
import sys
import uuid

import pytest
from azure.identity import ClientSecretCredential
from azure.keyvault.secrets import SecretClient

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))

from kit.entra import Entra  # noqa: E402
from kit.programs import CLIENT_SECRET, start_entra  # noqa: E402

SUFFIX = ".vault.azure.net"
LOCAL_NAMES = socket.getaddrinfo


class VaultControl(Entra):
    """The vault's folder of the control API."""

    def call(self, method, path, body=None):
        return super().call(method, "/vault" + path, body)

    def fault(self, kind, times=1, **what):
        rule = {"match": {"kind": kind}, "times": times, "fault": what}
        return self.call("POST", "/faults", rule)

    def count(self, kind, status):
        return self.inspect("counters")["requests"].get(kind, {}).get(str(status), 0)

    def find(self, text):
        return self.act("find_value", value=text)


class Simulator:
    """The running program: its addresses, and clients that ask it."""

    def __init__(self, ready, ca_file):
        self.authority = f"https://localhost:{ready['port']}"
        self.vault_port = ready["vault_port"]
        self.tenant = ready["tenant"]
        self.client_id = ready["client_id"]
        self.ca_file = str(ca_file)
        self.control = VaultControl(ready["control_port"])

    def resolve(self, host, port, *more, **options):
        """What the test's machine answers for a name: every vault of Azure's is the simulator."""
        if isinstance(host, str) and host.endswith(SUFFIX):
            host, port = "127.0.0.1", self.vault_port
        return LOCAL_NAMES(host, port, *more, **options)

    def credential(self, **changes):
        given = {
            "tenant_id": self.tenant,
            "client_id": self.client_id,
            "client_secret": CLIENT_SECRET,
        }
        given.update(changes)
        return ClientSecretCredential(
            **given,
            authority=self.authority,
            disable_instance_discovery=True,
            connection_verify=self.ca_file,
        )

    def client(self, credential=None, url=f"https://daypass-sim{SUFFIX}", **options):
        options.setdefault("retry_backoff_factor", 0.01)
        return SecretClient(
            vault_url=url,
            credential=credential or self.credential(),
            connection_verify=self.ca_file,
            **options,
        )


@pytest.fixture(scope="session")
def simulator(tmp_path_factory):
    folder = pathlib.Path(tmp_path_factory.mktemp("simulator"))
    programs = pathlib.Path(os.environ["ENTRA_SIMULATOR"]).parent
    options = ["--vault", "--vault-host", "*" + SUFFIX]
    program, ready = start_entra(programs, folder, *options)
    made = Simulator(ready, folder / "entra-ca.pem")
    socket.getaddrinfo = made.resolve
    try:
        yield made
    finally:
        socket.getaddrinfo = LOCAL_NAMES
        program.stop()


@pytest.fixture(autouse=True)
def defaults(simulator):
    """Each test finds the switches and permissions as they are at the start, and no faults."""
    control = simulator.control
    before = control.switch()
    yield
    control.switch(**before)
    control.clear_faults()
    control.act("grant", permissions=["get", "list", "set", "delete", "recover", "purge"])


@pytest.fixture
def control(simulator):
    return simulator.control


@pytest.fixture(scope="session")
def client(simulator):
    """One that has signed in: the SDK's first request goes without token, for the challenge."""
    made = simulator.client()
    list(made.list_deleted_secrets())
    return made


@pytest.fixture
def name():
    return "tap-" + uuid.uuid4().hex


def pytest_unconfigure(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        passed = len(reporter.stats.get("passed", []))
        failed = len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", []))
        print(f"\n{passed} passed, {failed} failed")
