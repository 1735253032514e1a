"""Starts one simulator for the session, and gives tests a Graph client and the control API."""

import asyncio
import json
import os
import pathlib
import subprocess
import time
import urllib.request

import httpx
import pytest
from azure.identity import ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph_core import GraphClientFactory

SECRET = "sdk~secret+with/signs"
SCOPE = "https://graph.microsoft.com/.default"


class Simulator:
    """The running program: its address, identity and control API."""

    def __init__(self, ready, ca_file):
        self.host = f"localhost:{ready['port']}"
        self.control = f"http://127.0.0.1:{ready['control_port']}"
        self.tenant = ready["tenant"]
        self.client_id = ready["client_id"]
        self.ca_file = str(ca_file)

    def credential(self, **changes):
        """An azure-identity credential that asks the simulator."""
        given = {"tenant_id": self.tenant, "client_id": self.client_id, "client_secret": SECRET}
        given.update(changes)
        return ClientSecretCredential(
            **given,
            authority=f"https://{self.host}",
            disable_instance_discovery=True,
            connection_verify=self.ca_file,
        )

    def client(self):
        """A Graph client of the SDK, pointed at the simulator."""
        provider = AzureIdentityAuthenticationProvider(
            self.credential(), scopes=[SCOPE], allowed_hosts=["localhost", self.host]
        )
        transport = GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(verify=self.ca_file, timeout=30)
        )
        adapter = GraphRequestAdapter(provider, client=transport)
        adapter.base_url = f"https://{self.host}/v1.0"
        return GraphServiceClient(request_adapter=adapter)

    def run(self, story):
        """Runs `story(client)` to its end."""
        return asyncio.run(story(self.client()))

    def _send(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.control + path, data=data, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    def act(self, verb, **body):
        return self._send("POST", f"/actions/{verb}", body)

    def switch(self, **changes):
        return self._send("PATCH", "/switches", changes)

    def fault(self, kind, **what):
        return self._send("POST", "/faults", {"match": {"kind": kind}, "fault": what})

    def look(self, what):
        return self._send("GET", f"/inspect/{what}", None)


def wait_for(path, process):
    """The content of the ready file, once it is there."""
    for _ in range(600):
        if path.exists():
            return json.loads(path.read_text())
        assert process.poll() is None, "the simulator ended at once"
        time.sleep(0.05)
    raise AssertionError("the simulator did not get ready")


@pytest.fixture(scope="session")
def simulator(tmp_path_factory):
    folder = pathlib.Path(tmp_path_factory.mktemp("simulator"))
    process = subprocess.Popen(
        [
            os.environ["ENTRA_SIMULATOR"],
            "--ca-file", str(folder / "ca.pem"),
            "--ready-file", str(folder / "ready.json"),
            "--client-secret", SECRET,
            "--die-with-parent",
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Simulator(wait_for(folder / "ready.json", process), folder / "ca.pem")
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(autouse=True)
def defaults(simulator):
    """Each test finds the switches and the policy as they are at the start."""
    before = simulator.switch()
    yield
    simulator.switch(**before)
    simulator.act(
        "set_policy",
        state="enabled",
        isUsableOnce=False,
        minimumLifetimeInMinutes=60,
        maximumLifetimeInMinutes=480,
    )


def pytest_unconfigure(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        passed = len(reporter.stats.get("passed", []))
        failed = len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", []))
        print(f"\n{passed} passed, {failed} failed")
