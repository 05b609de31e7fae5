-- Sum of squared deviations of the finite values from their mean. It is NaN of chunks that were made before there was this
-- column: they are made again in the background. Infinite where it is beyond the range.
ALTER TABLE chunks ADD COLUMN IF NOT EXISTS m2 Float64 DEFAULT nan CODEC(ZSTD(1));
