-- One row a hire. What `list`, leasing and totals need is beside the record's three JSON parts.
-- Instants are microseconds since 1970 UTC; due_at is NULL when nothing is due. A CHECK says `a OR b`
-- where IN would be shorter: SQLite builds a table for each IN of more than two, at every write. So
-- often is `actual` written that parsing it each time would cost as much as writing its history.

CREATE TABLE reasons (
  name TEXT PRIMARY KEY CHECK (name <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE hires (
  number INTEGER PRIMARY KEY,
  population TEXT NOT NULL CHECK (length(population) BETWEEN 1 AND 64),
  hire_id TEXT NOT NULL CHECK (length(hire_id) BETWEEN 1 AND 64),
  due_at INTEGER,
  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  lane TEXT NOT NULL
    CHECK (lane = 'reads' OR lane = 'writes' OR lane = 'methods' OR lane = 'secrets'),
  activation_at INTEGER,
  standing TEXT NOT NULL
    CHECK (standing = 'working' OR standing = 'waiting' OR standing = 'held' OR
           standing = 'parked' OR standing = 'settled'),
  reason TEXT NOT NULL REFERENCES reasons (name),
  ending TEXT NOT NULL
    CHECK (ending = 'none' OR ending = 'registered' OR ending = 'used_not_registered' OR
           ending = 'unused' OR ending = 'unknown' OR ending = 'rescinded' OR
           ending = 'removed_by_other'),
  since INTEGER NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  reserved_upn TEXT CHECK (reserved_upn <> '' AND reserved_upn = lower(reserved_upn)),
  wanted_version INTEGER NOT NULL CHECK (wanted_version >= 0),
  version INTEGER NOT NULL CHECK (version >= 0),
  wanted TEXT NOT NULL CHECK (json_valid(wanted)),
  orders TEXT NOT NULL CHECK (json_valid(orders)),
  actual TEXT NOT NULL CHECK (substr(actual, 1, 1) = '{' AND substr(actual, -1) = '}')
) STRICT;

CREATE UNIQUE INDEX hires_key ON hires (population, hire_id);
CREATE UNIQUE INDEX hires_upn ON hires (reserved_upn) WHERE reserved_upn IS NOT NULL;
CREATE INDEX hires_due ON hires (due_at, activation_at, lane, urgent) WHERE due_at IS NOT NULL;
CREATE INDEX hires_urgent ON hires (due_at, activation_at) WHERE urgent = 1 AND due_at IS NOT NULL;
-- Most wait, and what is in no index is written faster: who waits is who is not in this one.
CREATE INDEX hires_standing ON hires (standing, reason, ending)
  WHERE standing <> 'waiting' OR ending <> 'none';
CREATE INDEX hires_rested ON hires (since)
  WHERE due_at IS NULL AND (standing = 'settled' OR (standing = 'parked' AND reason = 'established'));

-- What the schedules of all records rest on: configuration, tz database, certificates, program, and
-- a clock that goes forward.
CREATE TABLE basis (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  digest TEXT NOT NULL CHECK (digest <> ''),
  woken INTEGER NOT NULL CHECK (woken IN (0, 1)),
  latest_line_at INTEGER NOT NULL
) STRICT;

-- What is left of a purged hire: a keyed hash of its key, and the last stamps of HR's words.
CREATE TABLE tombstones (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  purged_at INTEGER NOT NULL,
  stamps TEXT NOT NULL CHECK (json_valid(stamps))
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone_key (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE sources (
  number INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE
) STRICT;

-- In the order of arrival, which is that of purging too.
CREATE TABLE seen_events (
  number INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (number),
  id TEXT NOT NULL CHECK (id <> ''),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX seen_events_id ON seen_events (source, id);

CREATE TABLE history (
  hire INTEGER NOT NULL REFERENCES hires (number) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK (line >= 1),
  at INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what <> ''),
  detail TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 4294967295),
  PRIMARY KEY (hire, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE positions (
  cluster TEXT NOT NULL,
  topic TEXT NOT NULL CHECK (topic <> ''),
  part INTEGER NOT NULL CHECK (part >= 0),
  next_offset INTEGER NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (cluster, topic, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster TEXT NOT NULL,
  topic TEXT NOT NULL,
  part INTEGER NOT NULL,
  record_offset INTEGER NOT NULL,
  key BLOB,
  value BLOB,
  full_digest TEXT CHECK (length(full_digest) = 64),
  headers BLOB NOT NULL,
  produced_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  code TEXT NOT NULL CHECK (code <> ''),
  what TEXT NOT NULL,
  at INTEGER NOT NULL,
  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1))
) STRICT;

CREATE INDEX quarantine_origin ON quarantine (topic, part, record_offset);
CREATE INDEX quarantine_age ON quarantine (at);
CREATE INDEX quarantine_outbox ON quarantine (number) WHERE delivered = 0;
