"""Vault's HTTP API, for tests: any request, and what came of it."""

import dataclasses
import http.client
import json
import ssl

SECONDS = 30


@dataclasses.dataclass(frozen=True)
class Answer:
    """A status and a body; {} where there is none."""

    status: int
    body: dict

    @property
    def data(self):
        return self.body.get("data") or {}

    @property
    def auth(self):
        return self.body.get("auth") or {}

    @property
    def errors(self):
        return self.body.get("errors") or []


class Refused(Exception):
    """An answer that isn't 2xx, where one was wanted."""

    def __init__(self, method, path, answer):
        super().__init__(f"vault: {method} {path}: {answer.status} {answer.errors}")
        self.answer = answer


class Client:
    """Requests with one token, or with none. Each has a connection of its own."""

    def __init__(self, address, token=None, ca_file=None):
        self.address, self.token, self.ca_file = address, token, ca_file
        self.scheme, self.host = address.split("://")
        self.trust = ssl.create_default_context(cafile=ca_file) if ca_file else None

    def call(self, method, path, body=None, wrap=None):
        """Sends METHOD /v1/PATH, `body` as JSON; `wrap` asks for the answer wrapped, "60s"."""
        headers = {"X-Vault-Request": "true"}
        headers |= {"X-Vault-Token": self.token} if self.token else {}
        headers |= {"X-Vault-Wrap-TTL": wrap} if wrap else {}
        connection = self.connect()
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, f"/v1/{path}", text, headers)
            answer = connection.getresponse()
            told = answer.read()
            return Answer(answer.status, json.loads(told) if told else {})
        finally:
            connection.close()

    def connect(self):
        if self.scheme == "https":
            return http.client.HTTPSConnection(self.host, timeout=SECONDS, context=self.trust)
        return http.client.HTTPConnection(self.host, timeout=SECONDS)

    def must(self, method, path, body=None, wrap=None):
        """The same; raises Refused unless it is 2xx."""
        answer = self.call(method, path, body, wrap)
        if answer.status // 100 != 2:
            raise Refused(method, path, answer)
        return answer

    def read(self, path):
        return self.must("GET", path)

    def write(self, path, **body):
        return self.must("POST", path, body)
