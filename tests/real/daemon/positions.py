"""Where reading starts (design: input that can't be trusted to be in order): one line of it after
the other, each with the daemon stopped, something changed behind its back, and started again."""

import shutil

from broker import Broker
from flow import FAR
from rig import GROUP, PARTITIONS, TOPIC, Kafka, programs
from unusable import events_counted, expect


def hires_in(rig):
    return {hire for hire, in rig.query("SELECT hire_id FROM hires")}


def resets(rig, since):
    """Log lines about positions that were reset, from a place in the log on."""
    return [line for line in rig.daypass.log_lines()[since:]
            if line["event"] in ("positions_reset", "events_lost")]


def start(rig):
    """Starts, and waits until all is recorded and committed: what the log says of positions."""
    since = len(rig.daypass.log_lines())
    rig.daypass.start()
    programs.wait_for("all to be recorded", 60, rig.all_recorded)
    programs.wait_for("all to be committed", 60, lambda: rig.committed() == rig.log_ends())
    return resets(rig, since)


def stop(rig):
    expect(rig.daypass.stop() == 0, "the daemon did not drain")
    programs.wait_for("the group to be empty", 60, lambda: rig.kafka.members(GROUP)[0] == "Empty")


def counted(rig):
    """How many events this daemon was given since its start."""
    return int(sum(events_counted(rig, one) for one in
                   ("folded", "no_change", "duplicate", "id_reused")))


def start_again(rig, expected_events, what):
    said = start(rig)
    programs.wait_for(f"{expected_events} events", 30, lambda: counted(rig) >= expected_events)
    expect(counted(rig) == expected_events, f"{what}: {counted(rig)} events, not {expected_events}")
    expect(not said, f"{what}: {said}")
    print(f"start: {what}: {expected_events} events read", flush=True)


def committed_behind_stored(rig, flow):
    ends = rig.log_ends()
    rig.kafka.commit(GROUP, TOPIC, {part: end - 5 for part, end in ends.items()})
    start_again(rig, 5 * PARTITIONS, "committed 5 behind stored, so from committed")
    stop(rig)


def committed_ahead_of_stored(rig, flow):
    rig.send([flow.announce(FAR) for _ in range(40)])
    rig.kafka.commit(GROUP, TOPIC, rig.log_ends())
    start_again(rig, 40, "committed ahead of stored, so from stored")
    expect(hires_in(rig) >= set(flow.hires), "events that another committed were not recorded")
    stop(rig)


def committed_missing(rig, flow):
    rig.kafka.forget_commits(GROUP, TOPIC, PARTITIONS)
    rig.send([flow.announce(FAR) for _ in range(8)])
    start_again(rig, 8, "nothing committed, so from stored")
    stop(rig)


def stored_missing(rig, flow):
    forget_state(rig)
    rig.send([flow.announce(FAR) for _ in range(8)])
    start_again(rig, 8, "nothing stored, so from committed")
    stop(rig)


def both_missing(rig, flow):
    forget_state(rig)
    rig.kafka.forget_commits(GROUP, TOPIC, PARTITIONS)
    said = start(rig)
    expect(not said, f"a first start: {said}")
    expect(hires_in(rig) >= set(flow.hires), "not read from the earliest on")
    print(f"start: nothing committed and nothing stored, so from the earliest: "
          f"{len(hires_in(rig))} hires")
    stop(rig)


def beyond_the_end(rig, flow):
    """The topic is made anew under the same name, with less in it."""
    rig.kafka.delete_topic(TOPIC)
    programs.wait_for("the topic to be gone", 30, lambda: made_anew(rig))
    rig.send([flow.announce(FAR) for _ in range(12)])
    said = start(rig)
    expect(said and all(line["level"] == "error" for line in said), f"no ERROR: {said}")
    expect(all(line["event"] == "positions_reset" for line in said), f"{said}")
    expect(hires_in(rig) >= set(flow.hires), "not read from the earliest on")
    expect(rig.daypass.get("/readyz")[0] == 200, rig.daypass.get("/readyz")[1])
    print(f"start: stored beyond the log's end, so from the earliest, with an ERROR:\n"
          f"    {said[0]['message']}")
    stop(rig)


def made_anew(rig):
    try:
        rig.make_topic()
    except Exception as still_there:  # noqa: BLE001
        if "error 36" in str(still_there):  # TOPIC_ALREADY_EXISTS
            return False
        raise
    return True


def before_the_start(rig, flow):
    """The topic's retention was faster than the daemon."""
    rig.send([flow.announce(FAR) for _ in range(40)])
    ends = rig.log_ends()
    rig.kafka.delete_records(TOPIC, {part: end - 2 for part, end in ends.items()})
    said = start(rig)
    expect(said and all(line["event"] == "events_lost" and line["level"] == "error"
                        for line in said), f"no ERROR events_lost: {said}")
    expect(counted(rig) == 2 * PARTITIONS, f"{counted(rig)} events of {2 * PARTITIONS}")
    not_ready(rig)
    stop(rig)
    start(rig)
    not_ready(rig)  # a restart acknowledges nothing
    rig.daypass.verb("acknowledge", "events-lost")
    programs.wait_for("readiness", 30, lambda: rig.daypass.get("/readyz")[0] == 200)
    stop(rig)
    start(rig)
    programs.wait_for("readiness", 30, lambda: rig.daypass.get("/readyz")[0] == 200)
    print(f"start: stored before the log's start, so from the earliest, and not ready until "
          f"acknowledged, over a restart too:\n    {said[0]['message']}")
    stop(rig)


def not_ready(rig):
    status, text = rig.daypass.get("/readyz")
    expect(status == 503 and "events were lost" in text, f"ready: {status} {text}")


def another_cluster(rig, flow):
    """The brokers' addresses lead to a cluster that was made anew."""
    old, address = rig.cluster(), rig.broker.bootstrap
    rig.broker.stop()
    rig.broker = rig.stack.enter_context(Broker(rig.version, rig.folder / "kafka-anew"))
    rig.kafka = Kafka(rig.broker.bootstrap)
    rig.make_topics()
    text = rig.daypass.config.read_text()
    rig.daypass.config.write_text(text.replace(address, rig.broker.bootstrap))
    rig.send([flow.announce(FAR) for _ in range(12)])
    said = start(rig)
    expect(said and all(line["level"] == "error" for line in said), f"no ERROR: {said}")
    expect(all(old in line["message"] for line in said), f"{said} doesn't name {old}")
    expect(hires_in(rig) >= set(list(flow.hires)[-12:]), "not read from the earliest on")
    print(f"start: stored for another cluster, so from the earliest, with an ERROR:\n"
          f"    {said[0]['message']}")
    stop(rig)


def forget_state(rig):
    shutil.rmtree(rig.folder / "state")
    (rig.folder / "state").mkdir(mode=0o700)


def play_positions(rig, flow):
    rig.send([flow.announce(FAR) for _ in range(80)])
    programs.wait_for("them to be recorded", 60, rig.all_recorded)
    stop(rig)
    for line in (committed_behind_stored, committed_ahead_of_stored, committed_missing,
                 stored_missing, both_missing, beyond_the_end, before_the_start, another_cluster):
        line(rig, flow)
