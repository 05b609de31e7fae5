-- Statistics of consecutive points of a float series, so that a chart of a long series costs what it shows. The points of
-- a series never change once stored, so chunk idx of level 1 is made of its points 256 idx to 256 idx + 255, in the order
-- of steps, and chunk idx of level 2 of points 4096 idx to 4096 idx + 4095. What is left at the end has no chunk yet.
--   first_*, last_*    the first and the last point, whatever their values
--   head_*, tail_*     the first and the last finite point; 0 if there is none
--   finite, nan, positive, negative   counts; min_value, max_value and total are over the finite ones
-- Derived from points alone: rows may be dropped and made again, and equal keys hold equal rows.
CREATE TABLE chunks
(
    run        UInt64  CODEC(LZ4),
    series     UInt32  CODEC(Delta, LZ4),
    level      UInt8   CODEC(LZ4),
    idx        UInt32  CODEC(Delta, LZ4),
    first_step Int64   CODEC(Delta, LZ4),
    last_step  Int64   CODEC(Delta, LZ4),
    first_ts   Int64   CODEC(Delta, LZ4),
    last_ts    Int64   CODEC(Delta, LZ4),
    head_step  Int64   CODEC(Delta, LZ4),
    tail_step  Int64   CODEC(Delta, LZ4),
    head_ts    Int64   CODEC(Delta, LZ4),
    tail_ts    Int64   CODEC(Delta, LZ4),
    head_value Float64 CODEC(ZSTD(1)),
    tail_value Float64 CODEC(ZSTD(1)),
    min_value  Float64 CODEC(ZSTD(1)),
    max_value  Float64 CODEC(ZSTD(1)),
    total      Float64 CODEC(ZSTD(1)),
    finite     UInt32  CODEC(LZ4),
    nan        UInt32  CODEC(LZ4),
    positive   UInt32  CODEC(LZ4),
    negative   UInt32  CODEC(LZ4)
)
ENGINE = ReplacingMergeTree
ORDER BY (run, series, level, idx)
SETTINGS index_granularity = 512;
