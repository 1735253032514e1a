"""Hire events into Kafka, as an HR system sends them."""

import json
import subprocess

SOURCE = "https://hr.contoso.example/hires"


def hire_event(kind, event_id, data, source=SOURCE, time="2026-11-20T08:00:00Z"):
    """One CloudEvent in structured mode; `kind` is announced, changed or rescinded."""
    return {
        "specversion": "1.0",
        "type": f"hr.hire.{kind}.v1",
        "source": source,
        "id": event_id,
        "time": time,
        "datacontenttype": "application/json",
        "data": data,
    }


def send(bootstrap, topic, events, header="content-type=application/cloudevents+json"):
    """Appends events in order, each keyed by its hire; ends when the broker has them. An event that
    is text goes out as it is."""
    lines = []
    for event in events:
        if isinstance(event, str):
            lines.append(f"broken\t{event}")
        else:
            lines.append(f"{event['data']['employeeId']}\t{json.dumps(event)}")
    command = ["kcat", "-q", "-P", "-b", bootstrap, "-t", topic, "-K", "\t", "-H", header]
    command += ["-X", "acks=all", "-X", "enable.idempotence=false"]
    command += ["-X", "message.max.bytes=8000000"]
    text = "\n".join(lines) + "\n"
    done = subprocess.run(command, input=text, text=True, capture_output=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"kcat: {done.stderr}")


def read_all(bootstrap, topic):
    """Every record of a topic: {"topic", "partition", "offset", "key", "payload", "headers"};
    bytes that are no UTF-8 are surrogates."""
    command = ["kcat", "-q", "-C", "-e", "-J", "-b", bootstrap, "-t", topic, "-o", "beginning"]
    done = subprocess.run(command, capture_output=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"kcat: {done.stderr.decode(errors='replace')}")
    lines = done.stdout.decode(errors="surrogateescape").split("\n")
    return [json.loads(line) for line in lines if line]


def make_topics(bootstrap, names):
    """Topics come to be when they are asked for, where the broker allows it."""
    for name in names:
        command = ["kcat", "-q", "-L", "-b", bootstrap, "-t", name]
        command += ["-X", "allow.auto.create.topics=true"]
        subprocess.run(command, capture_output=True, timeout=60, check=True)
