"""What Python's zoneinfo makes of local times: the independent side of every_zone_test.

Usage: expected.py ZONEINFO_FOLDER. Writes to stdout, for each group of zone names with equal files:

    zone NAME NAME...
    l LOCAL_MINUTES EPOCH_SECONDS plain|shifted_forward|earlier_of_two
    i EPOCH_SECONDS OFFSET_SECONDS ABBREVIATION

LOCAL_MINUTES count from 1970-01-01 00:00 on the wall. The local times lie around every transition
of the years below and at steps up to 2100.
"""

import pathlib
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1)
# 2020 to 2040 whole, years with skipped days (Kwajalein 1993, Kiritimati 1994, Apia 2011), and some
# that only the rule at a file's end reaches.
YEARS = sorted({*range(2020, 2041), 1993, 1994, 1995, 2011, 2050, 2075, 2099})
STEP = timedelta(days=17, hours=5, minutes=17)
DAY = 86400


def names_by_bytes(folder):
    """The names of tzdata.zi, those of equal files together."""
    groups = {}
    for line in (folder / "tzdata.zi").read_text().splitlines():
        fields = line.split()
        if not fields or fields[0] not in ("Z", "L"):
            continue
        name = fields[1] if fields[0] == "Z" else fields[2]
        if name != "Factory":
            groups.setdefault((folder / name).read_bytes(), []).append(name)
    return groups.values()


def offset_at(zone, at):
    return datetime.fromtimestamp(at, zone).utcoffset()


def transition_between(zone, before, after):
    """The first second with the offset of `after`."""
    new = offset_at(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(zone, middle) == new:
            after = middle
        else:
            before = middle
    return after


def transitions(zone):
    for year in YEARS:
        start = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
        end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
        old = offset_at(zone, start)
        for at in range(start + DAY, end + 1, DAY):
            new = offset_at(zone, at)
            if new != old:
                yield transition_between(zone, at - DAY, at), old, new
            old = new


def local_times_around(at, old, new):
    low = EPOCH + timedelta(seconds=at) + min(old, new)
    high = EPOCH + timedelta(seconds=at) + max(old, new)
    minute = timedelta(minutes=1)
    middle = low + (high - low) // minute // 2 * minute
    yield from (low - 1440 * minute, low - 61 * minute, low - minute, low, low + minute, middle)
    yield from (high - minute, high, high + minute, high + 60 * minute, high + 1440 * minute)
    yield datetime(low.year, low.month, low.day, 8)


def sample_times():
    at = datetime(2020, 1, 1)
    while at.year < 2100:
        yield at
        at += STEP


def resolve(zone, local):
    """PEP 495: fold=0 takes the earlier of two, and in a gap the offset before it."""
    earlier = local.replace(tzinfo=zone).astimezone(UTC)
    if earlier.astimezone(zone).replace(tzinfo=None) != local:
        return earlier, "shifted_forward"
    if local.replace(tzinfo=zone, fold=1).astimezone(UTC) != earlier:
        return earlier, "earlier_of_two"
    return earlier, "plain"


def write_local(zone, local, out):
    at, how = resolve(zone, local)
    minutes = (local - EPOCH) // timedelta(minutes=1)
    out.append(f"l {minutes} {int(at.timestamp())} {how}")


def write_instant(zone, at, out):
    shown = datetime.fromtimestamp(at, zone)
    out.append(f"i {at} {int(shown.utcoffset().total_seconds())} {shown.tzname()}")


def main():
    folder = pathlib.Path(sys.argv[1])
    zoneinfo.reset_tzpath([str(folder)])
    samples = list(sample_times())
    for names in names_by_bytes(folder):
        zone = zoneinfo.ZoneInfo(names[0])
        out = ["zone " + " ".join(names)]
        for at, old, new in transitions(zone):
            for local in local_times_around(at, old, new):
                write_local(zone, local, out)
            write_instant(zone, at - 1, out)
            write_instant(zone, at, out)
        for local in samples:
            write_local(zone, local, out)
        sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
