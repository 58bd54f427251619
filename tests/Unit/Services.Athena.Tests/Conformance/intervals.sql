-- source: trino docs functions/datetime.html (date and time operators); trinodb/trino TestIntervalDayTime, TestIntervalYearMonth
SELECT DATE '2012-08-08' + INTERVAL '2' DAY --> (date) 2012-08-10
SELECT TIME '01:00' + INTERVAL '3' HOUR --> (time(3)) 04:00:00.000
SELECT TIMESTAMP '2012-08-08 01:00' + INTERVAL '29' HOUR --> (timestamp(3)) 2012-08-09 06:00:00.000
SELECT TIMESTAMP '2012-10-31 01:00' + INTERVAL '1' MONTH --> (timestamp(0)) 2012-11-30 01:00:00
SELECT INTERVAL '2' DAY + INTERVAL '3' HOUR --> (interval day to second) 2 03:00:00.000
SELECT INTERVAL '3' YEAR + INTERVAL '5' MONTH --> (interval year to month) 3-5
SELECT DATE '2012-08-08' - INTERVAL '2' DAY --> (date) 2012-08-06
SELECT TIME '01:00' - INTERVAL '3' HOUR --> (time(3)) 22:00:00.000
SELECT TIMESTAMP '2012-08-08 01:00' - INTERVAL '29' HOUR --> (timestamp(3)) 2012-08-06 20:00:00.000
SELECT TIMESTAMP '2012-10-31 01:00' - INTERVAL '1' MONTH --> (timestamp(0)) 2012-09-30 01:00:00
SELECT INTERVAL '2' DAY - INTERVAL '3' HOUR --> (interval day to second) 1 21:00:00.000
SELECT INTERVAL '3' YEAR - INTERVAL '5' MONTH --> (interval year to month) 2-7
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, DATE '2023-01-31' + INTERVAL '1' MONTH, DATE '2024-02-29' + INTERVAL '1' YEAR --> (date, date, date) 2024-02-29 | 2023-02-28 | 2025-02-28
SELECT INTERVAL '1' DAY + DATE '2024-01-01' --> (date) 2024-01-02
SELECT DATE '2024-03-31' - INTERVAL '1' MONTH --> (date) 2024-02-29
SELECT DATE '2024-02-01' - DATE '2024-01-01' --> (interval day to second) 31 00:00:00.000
SELECT DATE '2024-01-01' - DATE '2024-02-01' --> (interval day to second) -31 00:00:00.000
SELECT TIMESTAMP '2024-01-02 03:04:05.678' - TIMESTAMP '2024-01-01 00:00:00' --> (interval day to second) 1 03:04:05.678
SELECT TIMESTAMP '2024-01-01 00:00:00' - TIMESTAMP '2024-01-01 00:00:01' --> (interval day to second) -0 00:00:01.000
SELECT TIMESTAMP '2024-01-01 00:00:00 UTC' - TIMESTAMP '2024-01-01 00:00:00 Asia/Tokyo' --> (interval day to second) 0 09:00:00.000
SELECT TIMESTAMP '2024-01-02 00:00:00' - DATE '2024-01-01' --> (interval day to second) 1 00:00:00.000
SELECT INTERVAL '2' DAY * 3, 3 * INTERVAL '2' DAY, INTERVAL '1' MONTH * 14 --> (interval day to second, interval day to second, interval year to month) 6 00:00:00.000 | 6 00:00:00.000 | 1-2
SELECT INTERVAL '1' DAY * 1.5e0, INTERVAL '10' MONTH * 2.5e0 --> (interval day to second, interval year to month) 1 12:00:00.000 | 2-1
SELECT INTERVAL '3' DAY / 2, INTERVAL '14' MONTH / 2 --> (interval day to second, interval year to month) 1 12:00:00.000 | 0-7
SELECT - INTERVAL '3' HOUR, - INTERVAL '3' MONTH --> (interval day to second, interval year to month) -0 03:00:00.000 | -0-3
SELECT INTERVAL '1' DAY > INTERVAL '23' HOUR, INTERVAL '1' YEAR = INTERVAL '12' MONTH --> (boolean, boolean) true | true
SELECT INTERVAL '36' HOUR = INTERVAL '1 12' DAY TO HOUR --> (boolean) true
SELECT day(INTERVAL '2 03:04:05.678' DAY TO SECOND), hour(INTERVAL '2 03:04:05.678' DAY TO SECOND), minute(INTERVAL '2 03:04:05.678' DAY TO SECOND), second(INTERVAL '2 03:04:05.678' DAY TO SECOND), millisecond(INTERVAL '2 03:04:05.678' DAY TO SECOND) --> (bigint, bigint, bigint, bigint, bigint) 2 | 3 | 4 | 5 | 678
SELECT year(INTERVAL '14' MONTH), month(INTERVAL '14' MONTH) --> (bigint, bigint) 1 | 2
SELECT extract(DAY FROM INTERVAL '2 03:04:05' DAY TO SECOND), extract(YEAR FROM INTERVAL '3-4' YEAR TO MONTH) --> (bigint, bigint) 2 | 3
SELECT to_milliseconds(INTERVAL '1' SECOND), to_milliseconds(INTERVAL '1' DAY) --> (bigint, bigint) 1000 | 86400000
SELECT parse_duration('42.8ms'), parse_duration('3.81 d'), parse_duration('5m') --> (interval day to second, interval day to second, interval day to second) 0 00:00:00.043 | 3 19:26:24.000 | 0 00:05:00.000
SELECT human_readable_seconds(96), human_readable_seconds(3762), human_readable_seconds(56363463) --> (varchar, varchar, varchar) 1 minute, 36 seconds | 1 hour, 2 minutes, 42 seconds | 93 weeks, 1 day, 8 hours, 31 minutes, 3 seconds
SELECT INTERVAL '1' DAY + INTERVAL '1' MONTH --> ! TYPE_MISMATCH: line 1:25: Cannot apply operator: interval day to second + interval year to month
SELECT DATE '2024-01-01' + INTERVAL '1' HOUR --> ! INVALID_FUNCTION_ARGUMENT: Cannot add hour, minutes or seconds to a date
SELECT DATE '2024-01-01' + 1 --> ! TYPE_MISMATCH: line 1:26: Cannot apply operator: date + integer
SELECT sum(x), max(x), min(x) FROM (VALUES INTERVAL '1' DAY, INTERVAL '3' HOUR) AS v (x) --> (interval day to second, interval day to second, interval day to second) 1 03:00:00.000 | 1 00:00:00.000 | 0 03:00:00.000
SELECT avg(x) FROM (VALUES INTERVAL '1' DAY, INTERVAL '3' DAY) AS v (x) --> (interval day to second) 2 00:00:00.000
SELECT sum(x), avg(x) FROM (VALUES INTERVAL '1' MONTH, INTERVAL '15' MONTH) AS v (x) --> (interval year to month, interval year to month) 1-4 | 0-8
SELECT current_timestamp - INTERVAL '1' DAY, current_date - INTERVAL '7' DAY --> (timestamp(3) with time zone, date) 2024-05-05 07:08:09.123 UTC | 2024-04-29
SELECT TIMESTAMP '2024-03-10 01:30:00 America/New_York' + INTERVAL '1' HOUR --> (timestamp(3) with time zone) 2024-03-10 03:30:00.000 America/New_York
SELECT TIMESTAMP '2024-03-09 02:30:00 America/New_York' + INTERVAL '1' MONTH --> (timestamp(0) with time zone) 2024-04-09 02:30:00 America/New_York
