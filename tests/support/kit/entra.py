"""The Entra simulator's control API (tests/simulators/entra/README.md)."""

import http.client
import json
import threading
import urllib.parse


class Entra:
    """One connection a thread; every call raises RuntimeError with the simulator's words."""

    def __init__(self, control_port):
        self.port = control_port
        self.local = threading.local()

    def call(self, method, path, body=None):
        text = None if body is None else json.dumps(body)
        for again in (True, False):
            kept = getattr(self.local, "connection", None)
            if kept is None:
                kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.local.connection = kept
            try:
                kept.request(method, path, text, {"Content-Type": "application/json"})
                answer = kept.getresponse()
                said = answer.read()
                break
            except (http.client.HTTPException, OSError):
                kept.close()
                self.local.connection = None
                if not again:
                    raise
        parsed = json.loads(said) if said else None
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {parsed}")
        return parsed

    def act(self, verb, **body):
        return self.call("POST", f"/actions/{verb}", body)

    def inspect(self, what, **query):
        return self.call("GET", f"/inspect/{what}?{urllib.parse.urlencode(query)}")

    def fault(self, **body):
        return self.call("POST", "/faults", body)

    def clear_faults(self):
        return self.call("DELETE", "/faults")

    def switch(self, **changes):
        return self.call("PATCH", "/switches", changes)

    def accounts(self):
        """Every account that ever was, by its employeeId."""
        return {one["employee_id"]: one for one in self.inspect("accounts", history=0)}
