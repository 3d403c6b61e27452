"""The store's tables, as the list of steps that lead to them. A step that was released is never edited.

Nothing is ever updated or deleted: a re-audit is a new run, and "latest" is a view.
"""

APPLICATION_ID = 0x4F495441  # "OITA": tells our file from any other SQLite file

_FIRST = """
CREATE TABLE agencies (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (url, name, kind)
);
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    snapshot_id TEXT NOT NULL,
    agency_id INTEGER NOT NULL REFERENCES agencies (id),
    folder TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    exhausted INTEGER NOT NULL,
    stopped_because TEXT NOT NULL,
    home_ok INTEGER NOT NULL,
    home_problem TEXT NOT NULL,
    requests INTEGER NOT NULL,
    UNIQUE (snapshot_id, finished_at, agency_id, folder)
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    snapshot INTEGER NOT NULL REFERENCES snapshots (id),
    fiscal_year INTEGER NOT NULL,
    rules_sha256 TEXT NOT NULL,
    code_version TEXT NOT NULL,
    as_of TEXT NOT NULL
);
CREATE INDEX runs_snapshot ON runs (snapshot);
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id),
    code TEXT NOT NULL,
    concept TEXT NOT NULL,
    title TEXT NOT NULL,
    sub_indicator TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    url TEXT,
    declared_url TEXT,
    found_by TEXT,
    confidence REAL NOT NULL,
    depth TEXT NOT NULL,
    rule_confidence TEXT NOT NULL,
    searched TEXT NOT NULL,
    notes TEXT NOT NULL,
    UNIQUE (run, code)
);
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    verdict INTEGER NOT NULL REFERENCES verdicts (id),
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    params TEXT NOT NULL,
    parts TEXT NOT NULL,
    required TEXT NOT NULL,
    found TEXT NOT NULL,
    quote TEXT NOT NULL,
    UNIQUE (verdict, name)
);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    snapshot INTEGER NOT NULL REFERENCES snapshots (id),
    sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER,
    UNIQUE (snapshot, sha256, url)
);
CREATE TABLE check_evidence (
    check_id INTEGER NOT NULL REFERENCES checks (id),
    position INTEGER NOT NULL,
    evidence INTEGER NOT NULL REFERENCES evidence (id),
    kind TEXT NOT NULL,
    page INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (check_id, position)
);
CREATE VIEW run_list AS
SELECT runs.id AS id, agencies.name AS agency_name, agencies.kind AS agency_kind, agencies.url AS agency_url,
       snapshots.snapshot_id AS snapshot_id, snapshots.folder AS folder, snapshots.started_at AS started_at,
       snapshots.finished_at AS finished_at, runs.fiscal_year AS fiscal_year, runs.as_of AS as_of,
       runs.rules_sha256 AS rules_sha256, runs.code_version AS code_version
FROM runs JOIN snapshots ON snapshots.id = runs.snapshot JOIN agencies ON agencies.id = snapshots.agency_id;
CREATE VIEW latest AS
SELECT id AS run, agency_url, fiscal_year FROM (
    SELECT id, agency_url, fiscal_year,
           row_number() OVER (PARTITION BY agency_url, fiscal_year ORDER BY started_at DESC, id DESC) AS place
    FROM run_list
) WHERE place = 1;
"""

# What people do about the gaps, and what they decide. A measure is one thing to repair of one body and year; where it
# stands is folded from its events, so that nothing anybody wrote is ever lost. `body` is the address without what may
# change while the body stays the same (results.bodies). `at` is when an event was written down, `day` the day it tells
# of, `seen_at` when the site was looked at, for events of an audit; `who` is empty for the program itself.
_MEASURES = """
CREATE TABLE measures (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    concept TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    UNIQUE (body, fiscal_year, concept)
);
CREATE TABLE measure_events (
    id INTEGER PRIMARY KEY,
    measure INTEGER NOT NULL REFERENCES measures (id),
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    url TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    run INTEGER REFERENCES runs (id)
);
CREATE INDEX measure_events_measure ON measure_events (measure);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    concept TEXT NOT NULL,
    code TEXT NOT NULL,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    ruling TEXT NOT NULL,
    why TEXT NOT NULL,
    url TEXT NOT NULL,
    until TEXT NOT NULL
);
CREATE INDEX decisions_body ON decisions (body, fiscal_year);
CREATE TABLE decision_withdrawals (
    id INTEGER PRIMARY KEY,
    decision INTEGER NOT NULL UNIQUE REFERENCES decisions (id),
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL
);
"""

# Letters that a mail server took over: which unit was told what, so that the same is not told again. `fingerprint` says
# what stood in a letter, `email` where it went.
_SENDS = """
CREATE TABLE sends (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    unit TEXT NOT NULL,
    email TEXT NOT NULL,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    run INTEGER REFERENCES runs (id),
    fingerprint TEXT NOT NULL,
    message_id TEXT NOT NULL
);
CREATE INDEX sends_body ON sends (body, fiscal_year);
"""

# What is behind a declared address, and the years that were not read for sure: both belong to the verdict.
_WHOLE_VERDICTS = """
ALTER TABLE verdicts ADD COLUMN declared TEXT NOT NULL DEFAULT 'null';
ALTER TABLE checks ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';
"""

# Fleets: registers of bodies as they were imported, runs over one of them, and the ledger of a run. Where a site stands
# is its last event; attempts are counted from events, so that a killed program leaves nothing half written. `site` is
# the row of the register, `round` is 2 when those that could not be had are tried again at the end, `epoch` counts the
# programs that worked on a run one after the other.
_FLEET = """
CREATE TABLE fleet_lists (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TABLE fleet_bodies (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES fleet_lists (id),
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    province TEXT NOT NULL,
    district TEXT NOT NULL,
    dla_code TEXT NOT NULL,
    url TEXT NOT NULL,
    UNIQUE (list, body),
    UNIQUE (list, position)
);
CREATE TABLE fleet_runs (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL REFERENCES fleet_lists (id),
    at TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    rules_sha256 TEXT NOT NULL,
    options TEXT NOT NULL
);
CREATE TABLE fleet_turns (
    id INTEGER PRIMARY KEY,
    fleet_run INTEGER NOT NULL REFERENCES fleet_runs (id),
    epoch INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL
);
CREATE TABLE fleet_events (
    id INTEGER PRIMARY KEY,
    fleet_run INTEGER NOT NULL REFERENCES fleet_runs (id),
    site INTEGER NOT NULL REFERENCES fleet_bodies (id),
    at TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    round INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    servers TEXT NOT NULL,
    platform TEXT NOT NULL,
    worker TEXT NOT NULL,
    place TEXT NOT NULL,
    seconds REAL NOT NULL,
    cpu_seconds REAL NOT NULL,
    peak_mb REAL NOT NULL,
    run INTEGER REFERENCES runs (id)
);
CREATE INDEX fleet_events_site ON fleet_events (fleet_run, site, id);
CREATE VIEW fleet_ledger AS
SELECT fleet_runs.id AS fleet_run, fleet_bodies.id AS site, fleet_bodies.position AS position,
       fleet_bodies.body AS body, fleet_bodies.name AS name, fleet_bodies.kind AS kind,
       fleet_bodies.province AS province, fleet_bodies.district AS district, fleet_bodies.dla_code AS dla_code,
       fleet_bodies.url AS url, coalesce(told.attempts, 0) AS attempts, coalesce(told.lost, 0) AS lost,
       coalesce(last.state, 'waiting') AS state, coalesce(last.epoch, 0) AS epoch, coalesce(last.round, 1) AS round,
       coalesce(last.reason, '') AS reason, coalesce(last.detail, '') AS detail, coalesce(last.at, '') AS at,
       coalesce(last.servers, '') AS servers, coalesce(last.platform, '') AS platform,
       coalesce(last.worker, '') AS worker, coalesce(last.place, '') AS place, coalesce(last.seconds, 0) AS seconds,
       coalesce(last.cpu_seconds, 0) AS cpu_seconds, coalesce(last.peak_mb, 0) AS peak_mb, told.run AS run
FROM fleet_runs JOIN fleet_bodies ON fleet_bodies.list = fleet_runs.list
LEFT JOIN (
    SELECT fleet_run, site, max(id) AS last, sum(state = 'running') AS attempts, sum(reason = 'worker_lost') AS lost,
           max(run) AS run
    FROM fleet_events GROUP BY fleet_run, site
) AS told ON told.fleet_run = fleet_runs.id AND told.site = fleet_bodies.id
LEFT JOIN fleet_events AS last ON last.id = told.last;
"""

# When bodies are audited by themselves, what became of it, and what is seen of their sites in between. The last choice
# about all, a group or a body counts, the last membership of a body too; `choice` is JSON, empty for "no longer".
# `due_events` tells every attempt: where a body stands is its last event. `watch_sights` has a row only when an address
# shows another state or content than before, `watch_rounds` one for every look at a body, `watch_notices` one for every
# attempt to tell people, with what was told, so that only news are told and what failed is told again.
_SCHEDULE = """
CREATE TABLE schedule_choices (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    choice TEXT NOT NULL
);
CREATE TABLE schedule_members (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE TABLE due_events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    seconds REAL NOT NULL
);
CREATE INDEX due_events_body ON due_events (body, id);
CREATE TABLE watch_rounds (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    agency_url TEXT NOT NULL,
    home TEXT NOT NULL,
    looked INTEGER NOT NULL,
    bad INTEGER NOT NULL
);
CREATE INDEX watch_rounds_body ON watch_rounds (body, day);
CREATE TABLE watch_sights (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    url TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);
CREATE INDEX watch_sights_body ON watch_sights (body, url, id);
CREATE TABLE watch_notices (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    channel TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    told TEXT NOT NULL
);
"""

# Every date that the evidence of an item names, with where it was found and how far it is trusted.
_DATES = """
ALTER TABLE checks ADD COLUMN dates TEXT NOT NULL DEFAULT '[]';
"""

# How the words that led to the evidence name the item.
_WORDING = """
ALTER TABLE verdicts ADD COLUMN wording TEXT;
"""

# Position in this list + 1 is the version (PRAGMA user_version) that the step leads to.
STEPS: tuple[str, ...] = (_FIRST, _MEASURES, _SENDS, _WHOLE_VERDICTS, _FLEET, _SCHEDULE, _DATES, _WORDING)
