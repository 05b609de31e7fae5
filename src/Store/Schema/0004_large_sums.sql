-- Sums beyond the range of doubles are kept in units of 2^64: of chunks where large is 1, of attributes of type 8
-- (floatSeries) where int_value is 1, which is 0 otherwise. m2 is infinite where it is beyond the range.
ALTER TABLE chunks ADD COLUMN IF NOT EXISTS large UInt8 DEFAULT 0 CODEC(LZ4);

ALTER TABLE attributes MODIFY COLUMN mean Float64 ALIAS
    if(type = 8 AND int_value = 1, least(greatest(total / finite * 18446744073709551616., min_value), max_value), total / finite);

ALTER TABLE run_attributes MODIFY COLUMN mean Float64 ALIAS
    if(type = 8 AND int_value = 1, least(greatest(total / finite * 18446744073709551616., min_value), max_value), total / finite);
