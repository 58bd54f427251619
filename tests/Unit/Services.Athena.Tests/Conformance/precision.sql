-- source: trinodb/trino operator/scalar/timestamp/TestTimestamp, operator/scalar/time/TestTime (literals and casts of every precision)
SELECT TIMESTAMP '2031-07-09 01:02:03.1234567', TIMESTAMP '2031-07-09 01:02:03.123456789012' --> (timestamp(7), timestamp(12)) 2031-07-09 01:02:03.1234567 | 2031-07-09 01:02:03.123456789012
SELECT TIME '01:02:03.98765432', TIME '23:59:59.999999999999' --> (time(8), time(12)) 01:02:03.98765432 | 23:59:59.999999999999
SELECT TIMESTAMP '2031-07-09 01:02:03.1234567890123' --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:8: TIMESTAMP precision must be in range [0, 12]: 13
SELECT CAST('2031-07-09 01:02:03' AS timestamp(13)) --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:38: TIMESTAMP precision must be in range [0, 12]: 13
SELECT TIMESTAMP '+12031-07-09 01:02:03.5', TIMESTAMP '-0044-03-15 12:00:00' --> (timestamp(1), timestamp(0)) +12031-07-09 01:02:03.5 | -0044-03-15 12:00:00
SELECT TIMESTAMP '2031-7-9 1:2:3.4', TIMESTAMP '2031-07-09', TIMESTAMP '2031-07-09 5:06' --> (timestamp(1), timestamp(0), timestamp(0)) 2031-07-09 01:02:03.4 | 2031-07-09 00:00:00 | 2031-07-09 05:06:00
SELECT CAST(TIMESTAMP '2031-12-31 23:59:59.9999999995' AS timestamp(9)) --> (timestamp(9)) 2032-01-01 00:00:00.000000000
SELECT CAST(TIMESTAMP '2031-07-09 01:02:03.12345678' AS timestamp(4)), CAST(TIMESTAMP '2031-07-09 01:02:03.12' AS timestamp(11)) --> (timestamp(4), timestamp(11)) 2031-07-09 01:02:03.1235 | 2031-07-09 01:02:03.12000000000
SELECT CAST(TIMESTAMP '1961-07-09 01:02:03.0004' AS timestamp(3)), CAST(TIMESTAMP '1961-07-09 01:02:03.0005' AS timestamp(3)) --> (timestamp(3), timestamp(3)) 1961-07-09 01:02:03.000 | 1961-07-09 01:02:03.001
SELECT CAST('2031-07-09 01:02:03.4444444' AS timestamp(6)), CAST('2031-07-09 01:02:03.5555555555' AS timestamp(8)) --> (timestamp(6), timestamp(8)) 2031-07-09 01:02:03.444444 | 2031-07-09 01:02:03.55555556
SELECT CAST(TIME '23:59:59.99999999' AS time(3)), CAST(TIME '10:20:30.5' AS time(9)) --> (time(3), time(9)) 00:00:00.000 | 10:20:30.500000000
SELECT CAST(TIMESTAMP '2031-07-09 01:02:03.123456789' AS time(7)), CAST(TIMESTAMP '2031-07-09 01:02:03.123456789' AS date) --> (time(7), date) 01:02:03.1234568 | 2031-07-09
SELECT CAST(TIME '10:20:30.7' AS timestamp(2)), CAST(DATE '2031-07-09' AS timestamp(8)) --> (timestamp(2), timestamp(8)) 2024-05-06 10:20:30.70 | 2031-07-09 00:00:00.00000000
SELECT CAST(TIMESTAMP '2031-07-09 01:02:03.12345678901' AS varchar), CAST(TIME '01:02:03.1234567' AS varchar) --> (varchar, varchar) 2031-07-09 01:02:03.12345678901 | 01:02:03.1234567

-- source: trinodb/trino operator/scalar/timestamp/TestOperators, operator/scalar/time/TestOperators (values that differ past microseconds)
SELECT max(x), min(x), count(DISTINCT x) FROM (VALUES TIMESTAMP '2031-07-09 01:02:03.123456701', TIMESTAMP '2031-07-09 01:02:03.123456702', TIMESTAMP '1931-07-09 01:02:03.123456702') AS v(x) --> (timestamp(9), timestamp(9), bigint) 2031-07-09 01:02:03.123456702 | 1931-07-09 01:02:03.123456702 | 3
SELECT x FROM (VALUES TIME '10:00:00.0000000002', TIME '10:00:00.0000000001') AS v(x) ORDER BY x --> (time(10)) 10:00:00.0000000001 ; 10:00:00.0000000002
SELECT TIMESTAMP '2031-07-09 01:02:03.1234567' < TIMESTAMP '2031-07-09 01:02:03.1234568', TIMESTAMP '2031-07-09 01:02:03.5' = TIMESTAMP '2031-07-09 01:02:03.50000000' --> (boolean, boolean) true | true
SELECT TIMESTAMP '2031-07-31 01:02:03.1234567' + INTERVAL '2' DAY, TIMESTAMP '2031-07-31 01:02:03.1234567' - INTERVAL '1' MONTH --> (timestamp(7), timestamp(7)) 2031-08-02 01:02:03.1234567 | 2031-06-30 01:02:03.1234567
SELECT TIME '10:00:00.12345678' - INTERVAL '11' HOUR, TIME '10:00:00' - TIME '11:30:00.5' --> (time(8), interval day to second) 23:00:00.12345678 | -0 01:30:00.500
SELECT TIMESTAMP '2031-07-09 01:02:03.0005' - TIMESTAMP '2031-07-09 01:02:03' --> (interval day to second) 0 00:00:00.001
SELECT date_trunc('second', TIMESTAMP '2031-07-09 01:02:03.123456789'), date_add('month', 1, TIMESTAMP '2031-01-31 01:02:03.123456789') --> (timestamp(9), timestamp(9)) 2031-07-09 01:02:03.000000000 | 2031-02-28 01:02:03.123456789
SELECT date_diff('millisecond', TIMESTAMP '2031-07-09 01:02:03.0000001', TIMESTAMP '2031-07-09 01:02:04.0000001'), extract(SECOND FROM TIME '10:20:30.123456789') --> (bigint, bigint) 1000 | 30
SELECT date_format(TIMESTAMP '2031-07-09 01:02:03.123456789', '%H:%i:%s.%f'), to_iso8601(TIMESTAMP '2031-07-09 01:02:03.123456789') --> (varchar, varchar(32)) 01:02:03.123000 | 2031-07-09T01:02:03.123456789
SELECT to_unixtime(TIMESTAMP '1970-01-01 00:00:01.0000005'), typeof(localtimestamp(9)), typeof(current_timestamp(12)) --> (double, varchar, varchar) 1.0000005 | timestamp(9) | timestamp(12) with time zone
SELECT sequence(TIMESTAMP '2031-01-01 00:00:00.0000001', TIMESTAMP '2031-01-02 12:00:00.0000001', INTERVAL '1' DAY) --> (array(timestamp(7))) [2031-01-01 00:00:00.0000001, 2031-01-02 00:00:00.0000001]
SELECT format('%s %s', TIMESTAMP '2031-07-09 01:02:00', TIME '10:20:30.1') --> (varchar) 2031-07-09T01:02 10:20:30.100

-- source: trinodb/trino operator/scalar/timestamptz/TestTimestampWithTimeZone, TestOperators, TestAtTimeZone
SELECT TIMESTAMP '2031-07-09 01:02:03.12345678 Europe/Berlin', TIMESTAMP '2031-07-09 01:02:03.1234567 -03:30' --> (timestamp(8) with time zone, timestamp(7) with time zone) 2031-07-09 01:02:03.12345678 Europe/Berlin | 2031-07-09 01:02:03.1234567 -03:30
SELECT TIMESTAMP '2031-03-30 02:30:00 Europe/Berlin' --> ! INVALID_LITERAL: line 1:8: '2031-03-30 02:30:00 Europe/Berlin' is not a valid timestamp literal
SELECT TIMESTAMP '2031-07-09 01:02:03 Nowhere/City' --> ! INVALID_LITERAL: line 1:8: '2031-07-09 01:02:03 Nowhere/City' is not a valid timestamp literal
SELECT TIMESTAMP '2031-07-09 03:02:03.1234567 +02:00' = TIMESTAMP '2031-07-09 01:02:03.1234567 UTC', TIMESTAMP '2031-07-09 03:02:03.1234567 +02:00' < TIMESTAMP '2031-07-09 01:02:03.1234568 UTC' --> (boolean, boolean) true | true
SELECT count(*) FROM (SELECT DISTINCT x FROM (VALUES TIMESTAMP '2031-07-09 03:02:03.1234567 +02:00', TIMESTAMP '2031-07-09 01:02:03.1234567 UTC') AS v(x)) --> (bigint) 1
SELECT TIMESTAMP '2031-07-09 01:02:03.1234567 UTC' AT TIME ZONE 'Asia/Kathmandu', TIMESTAMP '2031-07-09 01:02:03.1234567 UTC' AT TIME ZONE INTERVAL '-3:30' HOUR TO MINUTE --> (timestamp(7) with time zone, timestamp(7) with time zone) 2031-07-09 06:47:03.1234567 Asia/Kathmandu | 2031-07-08 21:32:03.1234567 -03:30
SELECT CAST(TIMESTAMP '2031-07-09 01:02:03.123456789 +05:45' AS timestamp(7)), CAST(TIMESTAMP '2031-07-09 01:02:03.123456789 +05:45' AS timestamp(3) with time zone) --> (timestamp(7), timestamp(3) with time zone) 2031-07-09 01:02:03.1234568 | 2031-07-09 01:02:03.123 +05:45
SELECT CAST('2031-07-09 01:02:03.99999999 America/New_York' AS timestamp(7) with time zone), CAST('2031-07-09 01:02' AS timestamp(0) with time zone) --> (timestamp(7) with time zone, timestamp(0) with time zone) 2031-07-09 01:02:04.0000000 America/New_York | 2031-07-09 01:02:00 UTC
SELECT TIMESTAMP '2031-07-09 01:02:03.1234567 UTC' + INTERVAL '36' HOUR, date_trunc('day', TIMESTAMP '2031-07-09 01:02:03.1234567 Asia/Tokyo') --> (timestamp(7) with time zone, timestamp(7) with time zone) 2031-07-10 13:02:03.1234567 UTC | 2031-07-09 00:00:00.0000000 Asia/Tokyo
SELECT from_unixtime_nanos(1234567890123456789), from_iso8601_timestamp_nanos('2031-07-09T01:02:03.123456789Z') --> (timestamp(9) with time zone, timestamp(9) with time zone) 2009-02-13 23:31:30.123456789 UTC | 2031-07-09 01:02:03.123456789 UTC

-- source: trinodb/trino operator/scalar/timetz/TestTimeWithTimeZone, TestOperators, TestExtract
SELECT TIME '10:20:30+02:00', TIME '10:20:30.123456789 -03:30' --> (time(0) with time zone, time(9) with time zone) 10:20:30+02:00 | 10:20:30.123456789-03:30
SELECT TIME '10:20:30+15:00' --> ! INVALID_LITERAL: line 1:8: '10:20:30+15:00' is not a valid time literal
SELECT TIME '10:20:30.1234567890123+02:00' --> ! NUMERIC_VALUE_OUT_OF_RANGE: line 1:8: TIME WITH TIME ZONE precision must be in range [0, 12]: 13
SELECT TIME '10:00:00+02:00' = TIME '08:00:00+00:00', TIME '01:00:00+02:00' > TIME '22:00:00+00:00' --> (boolean, boolean) true | true
SELECT x, count(*) FROM (VALUES TIME '10:00:00+02:00', TIME '08:00:00+00:00', TIME '09:00:00+00:00') AS v(x) GROUP BY x ORDER BY x --> (time(0) with time zone, bigint) 08:00:00+00:00 | 2 ; 09:00:00+00:00 | 1
SELECT TIME '23:30:00+02:00' + INTERVAL '45' MINUTE, TIME '10:00:00+02:00' - TIME '10:00:00+00:00' --> (time(3) with time zone, interval day to second) 00:15:00.000+02:00 | -0 02:00:00.000
SELECT CAST('10:20:30.5' AS time(0) with time zone), CAST(TIME '10:20:30.55+02:00' AS time(1)), CAST(TIME '10:20:30' AS time(0) with time zone) --> (time(0) with time zone, time(1), time(0) with time zone) 10:20:31+00:00 | 10:20:30.6 | 10:20:30+00:00
SELECT CAST(TIMESTAMP '2031-07-09 01:02:03 Europe/Berlin' AS time(0) with time zone), CAST(TIME '10:20:30+02:00' AS timestamp(0) with time zone) --> (time(0) with time zone, timestamp(0) with time zone) 01:02:03+02:00 | 2024-05-06 10:20:30 +02:00
SELECT TIME '10:20:30+02:00' AT TIME ZONE '-01:00', TIME '10:20:30' AT TIME ZONE INTERVAL '2' HOUR --> (time(0) with time zone, time(0) with time zone) 07:20:30-01:00 | 12:20:30+02:00
SELECT date_trunc('minute', TIME '10:20:30.5+02:00'), date_add('hour', -11, TIME '10:20:30.5+02:00'), date_diff('minute', TIME '10:20:30+02:00', TIME '09:20:00+00:00') --> (time(1) with time zone, time(1) with time zone, bigint) 10:20:00.0+02:00 | 23:20:30.5+02:00 | 59
SELECT hour(TIME '10:20:30+02:00'), timezone_hour(TIME '10:20:30-03:30'), timezone_minute(TIME '10:20:30-03:30'), millisecond(TIME '10:20:30.987+02:00') --> (bigint, bigint, bigint, bigint) 10 | -3 | -30 | 987
SELECT CAST(TIME '10:20:30.123456789+02:00' AS varchar), typeof(current_time), current_time --> (varchar, varchar, time(3) with time zone) 10:20:30.123456789+02:00 | time(3) with time zone | 07:08:09.123+00:00
SELECT CAST('10:20' AS time with time zone), CAST('x' AS time with time zone) --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to timestamp: x

-- source: trinodb/trino type/TestUuidOperators, TestIpAddressOperators, TestDecimalParametricType
SELECT CAST(X'0123456789abcdef0123456789abcdef' AS uuid), CAST(X'0102' AS uuid) --> ! INVALID_CAST_ARGUMENT: Invalid UUID binary length: 2
SELECT CAST(X'0123456789abcdef0123456789abcdef' AS uuid) --> (uuid) 01234567-89ab-cdef-0123-456789abcdef
SELECT IPADDRESS '10.20.30.40', CAST('2001:DB8::00A1' AS ipaddress) --> (ipaddress, ipaddress) 10.20.30.40 | 2001:db8::a1
SELECT CAST(1 AS decimal(3,4)) --> ! INVALID_FUNCTION_ARGUMENT: DECIMAL scale must be in range [0, precision (3)]: 4
SELECT CAST(1 AS decimal(39,0)) --> ! INVALID_FUNCTION_ARGUMENT: DECIMAL precision must be in range [1, 38]: 39

-- source: trino: type/TestDecimalCasts, TestIntervalDayTime, TestMapOperators, TestDate
SELECT CAST(DOUBLE '9876543210987654321098765' AS decimal(30,5)), CAST(REAL '23456789000000000' AS decimal(17,0)), CAST(REAL '2e-5' AS decimal(10,6)) --> (decimal(30,5), decimal(17,0), decimal(10,6)) 9876543210987655000000000.00000 | 23456790000000000 | 0.000020
SELECT INTERVAL '4' HOUR * nan() --> ! INVALID_FUNCTION_ARGUMENT: Cannot multiply by double NaN
SELECT INTERVAL '4' MONTH / 0e0 --> ! INVALID_FUNCTION_ARGUMENT: Cannot divide by double 0.0
SELECT CAST(MAP(ARRAY[3, 4], ARRAY['a', 'b']) AS map(boolean, varchar)) --> ! INVALID_CAST_ARGUMENT: duplicate keys
SELECT DATE '0000-12-31', CAST(DATE '+12031-01-02' AS varchar), DATE '-0044-03-15' + INTERVAL '1' DAY --> (date, varchar, date) 0000-12-31 | +12031-01-02 | -0044-03-16

-- source: trino: plugin/geospatial GeometryType, SphericalGeographyType, BingTile; type/ColorType (how they are shown in results); io.trino.client FixJsonDataUtils
SELECT ST_Point(5, -2.5), ARRAY[ST_GeometryFromText('LINESTRING (0 0, 3 4)')], to_spherical_geography(ST_Point(7, 8)), ROW(ST_Point(5, 6)) --> (Geometry, array(Geometry), SphericalGeography, row(Geometry)) POINT (5 -2.5) | [LINESTRING (0 0, 3 4)] | POINT (7 8) | {field0=POINT (5 6)}
SELECT bing_tile(3, 5, 4), ARRAY[bing_tile('13')] --> (BingTile, array(BingTile)) {x=3, y=5, zoom=4} | [{x=3, y=1, zoom=2}]
SELECT color('blue'), MAP(ARRAY['c'], ARRAY[color('#0f8')]) --> (color, map(varchar(1), color)) blue | {c=#00ff88}
SELECT CAST('😀x' AS char(4)), ARRAY[CAST('é' AS char(3))] --> (char(4), array(char(3))) "😀x  " | [é  ]
SELECT MAP(ARRAY[X'0aff'], ARRAY[INTERVAL '-90' MINUTE]), ROW(TIME '10:11:12.5 -03:30', DECIMAL '-0.050') --> (map(varbinary, interval day to second), row(time(1) with time zone, decimal(3,3))) {0a ff=-0 01:30:00.000} | {field0=10:11:12.5-03:30, field1=-0.050}
