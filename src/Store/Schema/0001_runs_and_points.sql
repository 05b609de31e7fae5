-- Codecs: LZ4 for columns that hardly vary or grow evenly in the order of their table: there it costs less than ZSTD to
-- write and to merge, and takes less room. ZSTD for what people log, which is most of the bytes.

-- Points of committed float series. A series' steps only grow, so rows are unique; replacing is a net under that.
CREATE TABLE points
(
    run    UInt64  CODEC(LZ4),
    series UInt32  CODEC(Delta, LZ4),
    step   Int64   CODEC(Delta, LZ4),
    ts     Int64   CODEC(Delta, LZ4),
    value  Float64 CODEC(ZSTD(1)),
    part   UInt16  CODEC(LZ4),
    off    UInt64  CODEC(Delta, LZ4),
    INDEX off_range off TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(off)
ORDER BY (run, series, step)
SETTINGS index_granularity = 8192;

-- Points that may still change: read with FINAL, and only those after the series' last committed step count.
CREATE TABLE previews
(
    run        UInt64  CODEC(LZ4),
    series     UInt32  CODEC(Delta, LZ4),
    step       Int64   CODEC(Delta, LZ4),
    ts         Int64   CODEC(Delta, LZ4),
    value      Float64 CODEC(ZSTD(1)),
    completion Float32 CODEC(ZSTD(1)),
    part       UInt16  CODEC(LZ4),
    off        UInt64  CODEC(Delta, LZ4),
    INDEX off_range off TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(off)
ORDER BY (run, series, step)
SETTINGS index_granularity = 2048;

CREATE TABLE strings
(
    run    UInt64 CODEC(LZ4),
    series UInt32 CODEC(Delta, LZ4),
    step   Int64  CODEC(Delta, LZ4),
    ts     Int64  CODEC(Delta, LZ4),
    value  String CODEC(ZSTD(3)),
    part   UInt16 CODEC(LZ4),
    off    UInt64 CODEC(Delta, LZ4),
    INDEX off_range off TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(off)
ORDER BY (run, series, step)
SETTINGS index_granularity = 1024;

-- density: 1 where values are densities, 0 where they are counts.
CREATE TABLE histograms
(
    run     UInt64         CODEC(LZ4),
    series  UInt32         CODEC(Delta, LZ4),
    step    Int64          CODEC(Delta, LZ4),
    ts      Int64          CODEC(Delta, LZ4),
    density UInt8          CODEC(LZ4),
    edges   Array(Float64) CODEC(ZSTD(1)),
    values  Array(Float64) CODEC(ZSTD(1)),
    part    UInt16         CODEC(LZ4),
    off     UInt64         CODEC(Delta, LZ4),
    INDEX off_range off TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(off)
ORDER BY (run, series, step)
SETTINGS index_granularity = 1024;

-- File series take any order of steps and keep repeats: (off, seq) tells rows of one step apart, seq counting within a record.
CREATE TABLE files
(
    run    UInt64 CODEC(LZ4),
    series UInt32 CODEC(Delta, LZ4),
    step   Int64  CODEC(Delta, LZ4),
    ts     Int64  CODEC(Delta, LZ4),
    path   String CODEC(ZSTD(1)),
    size   Int64  CODEC(ZSTD(1)),
    mime   String CODEC(ZSTD(1)),
    part   UInt16 CODEC(LZ4),
    off    UInt64 CODEC(Delta, LZ4),
    seq    UInt32 CODEC(LZ4),
    INDEX off_range off TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
ORDER BY (run, series, step, off, seq)
SETTINGS index_granularity = 2048;

-- The newest value of each attribute of each run; the row of the highest version wins, so read with FINAL or argMax.
-- Where many float series are new at once, they come here with their run's next checkpoint; run_attributes has them before.
-- Versions are log offsets, and the head's run number for sys/experiment/is_head, which a run of any partition may change.
--   int_value     int; bool as 0 or 1; datetime in ms since 1970; size in bytes of a file
--   float_value   float; last committed value of a float series
--   string_value  string; path of a file; last value of a string series or path of the last file of a file series
--   int_value of a string or histogram series is a hash of its last value, by which a repeat is known
--   set_value     string set
--   mime          of a file
-- Series: series is the number that points carry (0: no points of its own, all are inherited); last_step in
-- micro-steps and last_ts in ms of the last point; points counts all of them, finite the finite ones, and
-- min_value, max_value, total (their sum), m2 (sum of squared deviations from the mean) are over the finite ones, inherited points
-- included; has_preview is 1 while a preview lies after the last committed point.
CREATE TABLE attributes
(
    project      UInt32        CODEC(LZ4),
    run          UInt64        CODEC(LZ4),
    path         String        CODEC(LZ4),
    type         UInt8         CODEC(LZ4),
    series       UInt32        CODEC(LZ4),
    int_value    Int64         CODEC(LZ4),
    float_value  Float64       CODEC(LZ4),
    string_value String        CODEC(ZSTD(1)),
    set_value    Array(String) CODEC(ZSTD(1)),
    mime         String        CODEC(LZ4),
    last_step    Int64         CODEC(LZ4),
    last_ts      Int64         CODEC(LZ4),
    points       UInt64        CODEC(LZ4),
    finite       UInt64        CODEC(LZ4),
    min_value    Float64       CODEC(LZ4),
    max_value    Float64       CODEC(LZ4),
    total        Float64       CODEC(LZ4),
    mean         Float64       ALIAS total / finite,
    m2           Float64       CODEC(LZ4),
    has_preview  UInt8         CODEC(LZ4),
    part         UInt16        CODEC(LZ4),
    off          UInt64        CODEC(LZ4),
    version      UInt64        CODEC(LZ4)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project, path, run)
SETTINGS index_granularity = 2048;

-- The same rows in the order of one run's page. The last insert of each flush: what it holds is wholly in all tables.
-- Rows of run 0 are not attributes: path 'partition/N' holds how far partition N of the log is in the store: off is the
-- last offset stored, int_value the last one whose summaries are stored too.
CREATE TABLE run_attributes
(
    project      UInt32        CODEC(LZ4),
    run          UInt64        CODEC(LZ4),
    path         String        CODEC(ZSTD(1)),
    type         UInt8         CODEC(LZ4),
    series       UInt32        CODEC(ZSTD(1)),
    int_value    Int64         CODEC(LZ4),
    float_value  Float64       CODEC(LZ4),
    string_value String        CODEC(ZSTD(1)),
    set_value    Array(String) CODEC(ZSTD(1)),
    mime         String        CODEC(LZ4),
    last_step    Int64         CODEC(LZ4),
    last_ts      Int64         CODEC(LZ4),
    points       UInt64        CODEC(LZ4),
    finite       UInt64        CODEC(LZ4),
    min_value    Float64       CODEC(LZ4),
    max_value    Float64       CODEC(LZ4),
    total        Float64       CODEC(LZ4),
    mean         Float64       ALIAS total / finite,
    m2           Float64       CODEC(LZ4),
    has_preview  UInt8         CODEC(LZ4),
    part         UInt16        CODEC(LZ4),
    off          UInt64        CODEC(LZ4),
    version      UInt64        CODEC(LZ4)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (run, path)
SETTINGS index_granularity = 2048;

-- Which attributes a project has: a row when a run first has one, collapsed by merges; read with DISTINCT.
CREATE TABLE definitions
(
    project UInt32 CODEC(LZ4),
    path    String CODEC(ZSTD(1)),
    type    UInt8  CODEC(LZ4)
)
ENGINE = ReplacingMergeTree
ORDER BY (project, path, type)
SETTINGS index_granularity = 8192;

-- Head of each experiment: the run created last, run numbers growing with creation.
CREATE TABLE heads
(
    project    UInt32 CODEC(ZSTD(1)),
    experiment String CODEC(ZSTD(1)),
    run        UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(run)
ORDER BY (project, experiment);

-- What was not accepted, and why: one row a rejected value, seq counting within its record; beyond a bound the values of one
-- code share a row with an empty path, and count says how many they are.
CREATE TABLE ingest_errors
(
    part    UInt16 CODEC(LZ4),
    off     UInt64 CODEC(Delta, LZ4),
    seq     UInt32 CODEC(LZ4),
    run     UInt64 CODEC(LZ4),
    path    String CODEC(ZSTD(1)),
    code    UInt8  CODEC(LZ4),
    count   UInt32 CODEC(LZ4),
    message String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY (part, off, seq);
