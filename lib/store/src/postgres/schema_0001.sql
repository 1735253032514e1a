-- What changes with every step of a hire is kept apart from what seldom does. `hires` has the record,
-- and no index on what a step writes: so a step's update stays on its page (HOT, for which the pages
-- keep room). `schedules` is a narrow table that takes the churn of the due indexes; `leases` has a
-- row only while somebody works. There are no foreign keys: each would lock the hire's row anew for
-- every line of its story, and whoever writes for a hire has its row locked already.
-- Instants are microseconds since 1970 UTC; due_at is NULL when nothing is due.

-- Taken a hundred at a time by those who announce hires.
CREATE SEQUENCE hire_numbers INCREMENT 100;

CREATE TABLE hires (
  number bigint PRIMARY KEY,
  population text COLLATE "C" NOT NULL CHECK (length(population) BETWEEN 1 AND 64),
  hire_id text COLLATE "C" NOT NULL CHECK (length(hire_id) BETWEEN 1 AND 64),
  standing text NOT NULL
    CHECK (standing IN ('working', 'waiting', 'held', 'parked', 'settled')),
  reason text NOT NULL CHECK (reason <> ''),
  ending text NOT NULL
    CHECK (ending IN ('none', 'registered', 'used_not_registered', 'unused', 'unknown', 'rescinded',
                      'removed_by_other')),
  since bigint NOT NULL,
  verified boolean NOT NULL,
  reserved_upn text COLLATE "C" CHECK (reserved_upn <> '' AND reserved_upn = lower(reserved_upn)),
  wanted_version bigint NOT NULL CHECK (wanted_version >= 0),
  version bigint NOT NULL CHECK (version >= 0),
  wanted text NOT NULL CHECK (left(wanted, 1) = '{' AND right(wanted, 1) = '}'),
  orders text NOT NULL CHECK (left(orders, 1) = '[' AND right(orders, 1) = ']'),
  actual text NOT NULL CHECK (left(actual, 1) = '{' AND right(actual, 1) = '}')
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

CREATE UNIQUE INDEX hires_key ON hires (population, hire_id);
CREATE UNIQUE INDEX hires_upn ON hires (reserved_upn) WHERE reserved_upn IS NOT NULL;
-- Most wait: who waits is who is not in this one.
CREATE INDEX hires_standing ON hires (standing, reason, ending)
  WHERE standing <> 'waiting' OR ending <> 'none';
CREATE INDEX hires_rested ON hires (since)
  WHERE standing = 'settled' OR (standing = 'parked' AND reason = 'established');

CREATE TABLE schedules (
  hire bigint PRIMARY KEY,
  due_at bigint,
  urgent boolean NOT NULL,
  lane text NOT NULL CHECK (lane IN ('reads', 'writes', 'methods', 'secrets')),
  activation_at bigint
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);

CREATE INDEX schedules_due ON schedules (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX schedules_lane ON schedules (lane, due_at) WHERE NOT urgent AND due_at IS NOT NULL;
CREATE INDEX schedules_urgent ON schedules (due_at, activation_at, hire)
  WHERE urgent AND due_at IS NOT NULL;

-- The processes that share the work. `beat` grows as long as one lives and reaches the database.
CREATE TABLE members (
  member bigint PRIMARY KEY CHECK (member > 0),
  beat bigint NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0);

-- Fencing tokens: a later lease has a higher one, whoever has it.
CREATE SEQUENCE lease_tokens;

CREATE TABLE leases (
  hire bigint PRIMARY KEY,
  holder bigint NOT NULL,
  token bigint NOT NULL,
  claim bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);

CREATE INDEX leases_holder ON leases (holder, claim);

-- What the schedules of all records rest on: configuration, tz database, certificates, program, and
-- a clock that goes forward.
CREATE TABLE basis (
  only_one boolean PRIMARY KEY CHECK (only_one),
  digest text NOT NULL CHECK (digest <> ''),
  woken boolean NOT NULL,
  latest_line_at bigint NOT NULL
);

-- What is left of a purged hire: a keyed hash of its key, and the last stamps of HR's words.
CREATE TABLE tombstones (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  purged_at bigint NOT NULL,
  stamps text NOT NULL CHECK (left(stamps, 1) = '{' AND right(stamps, 1) = '}')
);

CREATE TABLE tombstone_key (
  only_one boolean PRIMARY KEY CHECK (only_one),
  key bytea NOT NULL CHECK (length(key) = 32)
);

-- In the order of arrival, which is that of purging too. An event is known by SHA-256 of its source,
-- a zero byte and its id.
CREATE TABLE seen_events (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event bytea NOT NULL CHECK (length(event) = 32),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  received_at bigint NOT NULL
) WITH (autovacuum_vacuum_insert_scale_factor = 0.1);

CREATE UNIQUE INDEX seen_events_event ON seen_events (event, digest);

CREATE TABLE history (
  hire bigint NOT NULL,
  line bigint NOT NULL CHECK (line >= 1),
  at bigint NOT NULL,
  what text NOT NULL CHECK (what <> ''),
  detail text NOT NULL,
  count bigint NOT NULL CHECK (count BETWEEN 1 AND 4294967295),
  PRIMARY KEY (hire, line)
) WITH (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.1);

CREATE TABLE positions (
  cluster text COLLATE "C" NOT NULL,
  topic text COLLATE "C" NOT NULL CHECK (topic <> ''),
  part bigint NOT NULL CHECK (part >= 0),
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (cluster, topic, part)
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE quarantine (
  number bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  cluster text NOT NULL,
  topic text NOT NULL,
  part bigint NOT NULL,
  record_offset bigint NOT NULL,
  key bytea,
  value bytea,
  full_digest text CHECK (length(full_digest) = 64),
  headers bytea NOT NULL,
  produced_at bigint NOT NULL,
  received_at bigint NOT NULL,
  code text NOT NULL CHECK (code <> ''),
  what text NOT NULL,
  at bigint NOT NULL,
  delivered boolean NOT NULL
);

CREATE INDEX quarantine_origin ON quarantine (topic, part, record_offset);
CREATE INDEX quarantine_age ON quarantine (at, number);
CREATE INDEX quarantine_outbox ON quarantine (number) WHERE NOT delivered;
