-- source: trino docs functions/datetime.html
SELECT current_date, current_timestamp, now(), current_timezone() --> (date, timestamp(3) with time zone, timestamp(3) with time zone, varchar) 2024-05-06 | 2024-05-06 07:08:09.123 UTC | 2024-05-06 07:08:09.123 UTC | UTC
SELECT localtimestamp, current_timestamp(6), localtimestamp(0) --> (timestamp(3), timestamp(6) with time zone, timestamp(0)) 2024-05-06 07:08:09.123 | 2024-05-06 07:08:09.123000 UTC | 2024-05-06 07:08:09
SELECT localtime, localtime(0) --> (time(3), time(0)) 07:08:09.123 | 07:08:09
SELECT date('2020-01-02'), date(TIMESTAMP '2020-01-02 03:04:05'), date(TIMESTAMP '2020-01-02 03:04:05 Asia/Tokyo') --> (date, date, date) 2020-01-02 | 2020-01-02 | 2020-01-02
SELECT date('x') --> ! INVALID_CAST_ARGUMENT: Value cannot be cast to date: x
SELECT last_day_of_month(DATE '2024-02-11'), last_day_of_month(DATE '2023-02-11'), last_day_of_month(TIMESTAMP '2024-04-05 10:00:00') --> (date, date, date) 2024-02-29 | 2023-02-28 | 2024-04-30
SELECT from_unixtime(0), from_unixtime(1704067200), from_unixtime(1.5e0) --> (timestamp(3) with time zone, timestamp(3) with time zone, timestamp(3) with time zone) 1970-01-01 00:00:00.000 UTC | 2024-01-01 00:00:00.000 UTC | 1970-01-01 00:00:01.500 UTC
SELECT from_unixtime(-1), from_unixtime(0, 'Asia/Tokyo'), from_unixtime(7200, 1, 30) --> (timestamp(3) with time zone, timestamp(3) with time zone, timestamp(3) with time zone) 1969-12-31 23:59:59.000 UTC | 1970-01-01 09:00:00.000 Asia/Tokyo | 1970-01-01 03:30:00.000 +01:30
SELECT to_unixtime(TIMESTAMP '2024-01-01 00:00:00'), to_unixtime(TIMESTAMP '1970-01-01 09:00:00 Asia/Tokyo') --> (double, double) 1.7040672E9 | 0.0
SELECT from_iso8601_timestamp('2020-05-11'), from_iso8601_timestamp('2020-05-11T11:15:05'), from_iso8601_timestamp('2020-05-11T11:15:05.055+01:00') --> (timestamp(3) with time zone, timestamp(3) with time zone, timestamp(3) with time zone) 2020-05-11 00:00:00.000 UTC | 2020-05-11 11:15:05.000 UTC | 2020-05-11 11:15:05.055 +01:00
SELECT from_iso8601_timestamp('2020-05-11T11:15:05Z') --> (timestamp(3) with time zone) 2020-05-11 11:15:05.000 UTC
SELECT from_iso8601_date('2020-05-11'), from_iso8601_date('2020-W10'), from_iso8601_date('2020-W10-1'), from_iso8601_date('2020-123') --> (date, date, date, date) 2020-05-11 | 2020-03-02 | 2020-03-02 | 2020-05-02
SELECT CAST(to_iso8601(DATE '2020-05-11') AS varchar), CAST(to_iso8601(TIMESTAMP '2020-05-11 11:15:05.123') AS varchar), CAST(to_iso8601(TIMESTAMP '2020-05-11 11:15:05.123 UTC') AS varchar) --> (varchar, varchar, varchar) 2020-05-11 | 2020-05-11T11:15:05.123 | 2020-05-11T11:15:05.123Z
SELECT CAST(to_iso8601(TIMESTAMP '2020-05-11 11:15:05.123 Asia/Tokyo') AS varchar), CAST(to_iso8601(TIMESTAMP '2020-05-11 11:15:05.123 +05:30') AS varchar) --> (varchar, varchar) 2020-05-11T11:15:05.123+09:00 | 2020-05-11T11:15:05.123+05:30

-- source: trino docs functions/datetime.html#time-zone-conversion; trinodb/trino TestTimestampWithTimeZone
SELECT TIMESTAMP '2012-10-31 01:00 UTC' AT TIME ZONE 'America/Los_Angeles' --> (timestamp(0) with time zone) 2012-10-30 18:00:00 America/Los_Angeles
SELECT TIMESTAMP '2012-10-31 01:00 UTC' AT TIME ZONE '+05:30' --> (timestamp(0) with time zone) 2012-10-31 06:30:00 +05:30
SELECT TIMESTAMP '2012-10-31 01:00' AT TIME ZONE 'America/Los_Angeles' --> (timestamp(0) with time zone) 2012-10-30 18:00:00 America/Los_Angeles
SELECT TIMESTAMP '2012-10-31 01:00 UTC' AT TIME ZONE INTERVAL '2' HOUR --> (timestamp(0) with time zone) 2012-10-31 03:00:00 +02:00
SELECT at_timezone(TIMESTAMP '2012-10-31 01:00 UTC', 'Asia/Tokyo') --> (timestamp(0) with time zone) 2012-10-31 10:00:00 Asia/Tokyo
SELECT with_timezone(TIMESTAMP '2021-08-01 08:05:55', 'Europe/Paris') --> (timestamp(0) with time zone) 2021-08-01 08:05:55 Europe/Paris
SELECT timezone(TIMESTAMP '2021-08-01 08:05:55 Europe/Paris') --> (varchar) Europe/Paris
SELECT TIMESTAMP '2020-01-01 00:00:00 UTC' AT TIME ZONE 'Nowhere/City' --> ! NOT_SUPPORTED: Time zone not supported: Nowhere/City
SELECT timezone_hour(TIMESTAMP '2020-01-01 00:00:00 +05:30'), timezone_minute(TIMESTAMP '2020-01-01 00:00:00 +05:30'), timezone_hour(TIMESTAMP '2020-01-01 00:00:00 America/New_York') --> (bigint, bigint, bigint) 5 | 30 | -5
SELECT timezone_hour(TIMESTAMP '2020-01-01 00:00:00 -03:30'), timezone_minute(TIMESTAMP '2020-01-01 00:00:00 -03:30') --> (bigint, bigint) -3 | -30
SELECT hour(TIMESTAMP '2012-10-31 01:00 UTC' AT TIME ZONE 'Asia/Tokyo'), day(TIMESTAMP '2012-10-31 20:00 UTC' AT TIME ZONE 'Asia/Tokyo') --> (bigint, bigint) 10 | 1

-- source: trino docs functions/datetime.html#truncation-function; trinodb/trino TestDateTimeFunctions
SELECT date_trunc('second', TIMESTAMP '2022-10-20 05:10:25.123') --> (timestamp(3)) 2022-10-20 05:10:25.000
SELECT date_trunc('minute', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-20 05:10:00
SELECT date_trunc('hour', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-20 05:00:00
SELECT date_trunc('day', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-20 00:00:00
SELECT date_trunc('week', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-17 00:00:00
SELECT date_trunc('month', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-01 00:00:00
SELECT date_trunc('quarter', TIMESTAMP '2022-11-20 05:10:25') --> (timestamp(0)) 2022-10-01 00:00:00
SELECT date_trunc('year', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-01-01 00:00:00
SELECT date_trunc('millisecond', TIMESTAMP '2022-10-20 05:10:25.123456') --> (timestamp(6)) 2022-10-20 05:10:25.123000
SELECT date_trunc('month', DATE '2022-10-20'), date_trunc('week', DATE '2022-10-20'), date_trunc('year', DATE '2022-10-20'), date_trunc('quarter', DATE '2022-05-20') --> (date, date, date, date) 2022-10-01 | 2022-10-17 | 2022-01-01 | 2022-04-01
SELECT date_trunc('hour', TIME '05:10:25.5'), date_trunc('minute', TIME '05:10:25') --> (time(1), time(0)) 05:00:00.0 | 05:10:00
SELECT date_trunc('day', TIMESTAMP '2022-10-20 05:10:25 Asia/Tokyo') --> (timestamp(0) with time zone) 2022-10-20 00:00:00 Asia/Tokyo
SELECT date_trunc('DAY', TIMESTAMP '2022-10-20 05:10:25') --> (timestamp(0)) 2022-10-20 00:00:00
SELECT date_trunc('hour', DATE '2022-10-20') --> ! INVALID_FUNCTION_ARGUMENT: 'hour' is not a valid DATE field
SELECT date_trunc('foo', TIMESTAMP '2022-10-20 05:10:25') --> ! INVALID_FUNCTION_ARGUMENT: 'foo' is not a valid TIMESTAMP field

-- source: trino docs functions/datetime.html#interval-functions; trinodb/trino TestDateTimeFunctions
SELECT date_add('second', 86, TIMESTAMP '2020-03-01 00:00:00') --> (timestamp(0)) 2020-03-01 00:01:26
SELECT date_add('hour', 9, TIMESTAMP '2020-03-01 00:00:00') --> (timestamp(0)) 2020-03-01 09:00:00
SELECT date_add('day', -1, TIMESTAMP '2020-03-01 00:00:00 UTC') --> (timestamp(0) with time zone) 2020-02-29 00:00:00 UTC
SELECT date_add('day', 1, DATE '2020-02-28'), date_add('week', 1, DATE '2020-02-28'), date_add('month', 1, DATE '2020-01-31'), date_add('quarter', 1, DATE '2020-11-30'), date_add('year', 1, DATE '2020-02-29') --> (date, date, date, date, date) 2020-02-29 | 2020-03-06 | 2020-02-29 | 2021-02-28 | 2021-02-28
SELECT date_add('millisecond', 1500, TIMESTAMP '2020-03-01 00:00:00.000') --> (timestamp(3)) 2020-03-01 00:00:01.500
SELECT date_add('hour', 25, TIME '01:00:00') --> (time(0)) 02:00:00
SELECT date_add('minute', -90, TIMESTAMP '2020-03-01 00:00:00') --> (timestamp(0)) 2020-02-29 22:30:00
SELECT date_add('hour', 1, DATE '2020-01-01') --> ! INVALID_FUNCTION_ARGUMENT: 'hour' is not a valid DATE field
SELECT date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00') --> (bigint) 86400
SELECT date_diff('hour', TIMESTAMP '2020-03-01 00:00:00 UTC', TIMESTAMP '2020-03-02 00:00:00 UTC') --> (bigint) 24
SELECT date_diff('day', DATE '2020-03-01', DATE '2020-03-02'), date_diff('day', DATE '2020-03-02', DATE '2020-03-01') --> (bigint, bigint) 1 | -1
SELECT date_diff('day', TIMESTAMP '2020-03-01 23:00:00', TIMESTAMP '2020-03-02 01:00:00') --> (bigint) 0
SELECT date_diff('month', DATE '2020-01-31', DATE '2020-02-29'), date_diff('month', DATE '2020-01-31', DATE '2020-03-30'), date_diff('year', DATE '2020-02-29', DATE '2021-02-28'), date_diff('week', DATE '2020-01-01', DATE '2020-01-15'), date_diff('quarter', DATE '2020-01-01', DATE '2020-12-31') --> (bigint, bigint, bigint, bigint, bigint) 1 | 1 | 1 | 2 | 3
SELECT date_diff('month', DATE '2020-03-31', DATE '2020-01-01') --> (bigint) -2
SELECT date_diff('millisecond', TIMESTAMP '2020-06-01 12:30:45.000', TIMESTAMP '2020-06-02 12:30:45.123') --> (bigint) 86400123
SELECT date_diff('hour', TIME '01:30:00', TIME '03:29:59'), date_diff('minute', TIME '03:00:00', TIME '01:00:00') --> (bigint, bigint) 1 | -120
SELECT date_diff('hour', TIMESTAMP '2020-03-08 00:00:00 America/New_York', TIMESTAMP '2020-03-09 00:00:00 America/New_York') --> (bigint) 23
SELECT date_diff('day', DATE '2020-01-01', TIMESTAMP '2020-01-03 12:00:00') --> (bigint) 2

-- source: trino docs functions/datetime.html#extraction-function
SELECT extract(YEAR FROM TIMESTAMP '2022-10-20 05:10:00'), extract(QUARTER FROM DATE '2022-10-20'), extract(MONTH FROM DATE '2022-10-20'), extract(WEEK FROM DATE '2022-10-20'), extract(DAY FROM DATE '2022-10-20') --> (bigint, bigint, bigint, bigint, bigint) 2022 | 4 | 10 | 42 | 20
SELECT extract(DAY_OF_WEEK FROM DATE '2022-10-20'), extract(DOW FROM DATE '2022-10-23'), extract(DAY_OF_YEAR FROM DATE '2022-10-20'), extract(DOY FROM DATE '2022-01-01'), extract(YEAR_OF_WEEK FROM DATE '2021-01-01'), extract(YOW FROM DATE '2021-01-01') --> (bigint, bigint, bigint, bigint, bigint, bigint) 4 | 7 | 293 | 1 | 2020 | 2020
SELECT extract(HOUR FROM TIMESTAMP '2022-10-20 05:10:09.5'), extract(MINUTE FROM TIME '05:10:09'), extract(SECOND FROM TIMESTAMP '2022-10-20 05:10:09.9') --> (bigint, bigint, bigint) 5 | 10 | 9
SELECT extract(TIMEZONE_HOUR FROM TIMESTAMP '2020-05-10 12:34:56 +08:35'), extract(TIMEZONE_MINUTE FROM TIMESTAMP '2020-05-10 12:34:56 +08:35') --> (bigint, bigint) 8 | 35
SELECT year(DATE '2020-01-02'), month(DATE '2020-01-02'), day(DATE '2020-01-02'), day_of_month(DATE '2020-01-02') --> (bigint, bigint, bigint, bigint) 2020 | 1 | 2 | 2
SELECT quarter(DATE '2020-07-01'), week(DATE '2020-12-31'), week_of_year(DATE '2021-01-03'), year_of_week(DATE '2021-01-03'), yow(DATE '2020-12-31') --> (bigint, bigint, bigint, bigint, bigint) 3 | 53 | 53 | 2020 | 2020
SELECT day_of_week(DATE '2024-01-01'), dow(DATE '2024-01-07'), day_of_year(DATE '2024-12-31'), doy(DATE '2023-12-31') --> (bigint, bigint, bigint, bigint) 1 | 7 | 366 | 365
SELECT hour(TIMESTAMP '2020-01-02 03:04:05.678'), minute(TIMESTAMP '2020-01-02 03:04:05.678'), second(TIMESTAMP '2020-01-02 03:04:05.678'), millisecond(TIMESTAMP '2020-01-02 03:04:05.678') --> (bigint, bigint, bigint, bigint) 3 | 4 | 5 | 678
SELECT hour(TIME '03:04:05'), millisecond(TIME '03:04:05.678'), hour(TIMESTAMP '2020-01-02 03:04:05 Asia/Tokyo') --> (bigint, bigint, bigint) 3 | 678 | 3
SELECT extract(FOO FROM DATE '2020-01-01') --> ! SYNTAX_ERROR: line 1:8: Invalid EXTRACT field: FOO
SELECT extract(HOUR FROM DATE '2020-01-01') --> ! TYPE_MISMATCH: line 1:26: Cannot extract HOUR from date

-- source: trino docs functions/datetime.html#mysql-date-functions
SELECT date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H') --> (varchar) 10-20-2022 05
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%a'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%b'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%c'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%d'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%e') --> (varchar, varchar, varchar, varchar, varchar) Tue | Jan | 1 | 09 | 9
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%f'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%H'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%h'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%I'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%i') --> (varchar, varchar, varchar, varchar, varchar) 321000 | 13 | 01 | 01 | 04
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%j'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%k'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%l'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%M'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%m') --> (varchar, varchar, varchar, varchar, varchar) 009 | 13 | 1 | January | 01
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%p'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%r'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%S'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%s'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%T') --> (varchar, varchar, varchar, varchar, varchar) PM | 01:04:05 PM | 05 | 05 | 13:04:05
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%v'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%W'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%x'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%Y'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%y'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%%') --> (varchar, varchar, varchar, varchar, varchar, varchar) 02 | Tuesday | 2001 | 2001 | 01 | %
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05.321', 'foo'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%g'), date_format(TIMESTAMP '2001-01-09 13:04:05.321', '%x%v') --> (varchar, varchar, varchar) foo | g | 200102
SELECT date_format(DATE '2001-01-09', '%Y/%m/%d'), date_format(TIMESTAMP '2001-01-09 13:04:05 Asia/Tokyo', '%H:%i') --> (varchar, varchar) 2001/01/09 | 13:04
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05', '%D') --> ! INVALID_FUNCTION_ARGUMENT: %D not supported in date format string
SELECT date_format(TIMESTAMP '2001-01-09 13:04:05', '%w') --> ! INVALID_FUNCTION_ARGUMENT: %w not supported in date format string
SELECT date_format(ts, f) FROM (VALUES (TIMESTAMP '2001-01-09 13:04:05', '%Y'), (TIMESTAMP '2002-01-09 13:04:05', '%m')) AS v (ts, f) ORDER BY 1 --> (varchar) 01 ; 2001
SELECT date_parse('2022/10/20/05', '%Y/%m/%d/%H') --> (timestamp(3)) 2022-10-20 05:00:00.000
SELECT date_parse('2013', '%Y'), date_parse('2013-05', '%Y-%m'), date_parse('2013-05-17', '%Y-%m-%d') --> (timestamp(3), timestamp(3), timestamp(3)) 2013-01-01 00:00:00.000 | 2013-05-01 00:00:00.000 | 2013-05-17 00:00:00.000
SELECT date_parse('2013-05-17 12:35:10', '%Y-%m-%d %h:%i:%s'), date_parse('2013-05-17 12:35:10 PM', '%Y-%m-%d %h:%i:%s %p'), date_parse('2013-05-17 12:35:10 AM', '%Y-%m-%d %h:%i:%s %p') --> (timestamp(3), timestamp(3), timestamp(3)) 2013-05-17 00:35:10.000 | 2013-05-17 12:35:10.000 | 2013-05-17 00:35:10.000
SELECT date_parse('2013-05-17 23:35:10', '%Y-%m-%d %H:%i:%s'), date_parse('abc 2013-05-17 fff 23:35:10 xyz', 'abc %Y-%m-%d fff %H:%i:%s xyz') --> (timestamp(3), timestamp(3)) 2013-05-17 23:35:10.000 | 2013-05-17 23:35:10.000
SELECT date_parse('2013 14', '%Y %y'), date_parse('1998 53', '%x %v'), date_parse('2013-05-17 24-33', '%Y-%m-%d %k-%i') --> ! INVALID_FUNCTION_ARGUMENT: …
SELECT date_parse('Jan 5, 2020', '%b %e, %Y'), date_parse('January 15 2020', '%M %d %Y') --> (timestamp(3), timestamp(3)) 2020-01-05 00:00:00.000 | 2020-01-15 00:00:00.000
SELECT date_parse('2020-01-02 03:04:05.678', '%Y-%m-%d %H:%i:%s.%f') --> (timestamp(3)) 2020-01-02 03:04:05.678
SELECT date_parse('not a date', '%Y-%m-%d') --> ! INVALID_FUNCTION_ARGUMENT: Invalid format: "not a date"
SELECT date_parse('2020-01-01 x', '%Y-%m-%d') --> ! INVALID_FUNCTION_ARGUMENT: Invalid format: "2020-01-01 x" is malformed at " x"

-- source: trino docs functions/datetime.html#java-date-functions (Joda patterns)
SELECT format_datetime(TIMESTAMP '2001-01-22 03:04:05.321', 'YYYY/MM/dd HH:mm') --> (varchar) 2001/01/22 03:04
SELECT format_datetime(TIMESTAMP '2001-01-22 03:04:05.321', 'yyyy-MM-dd''T''HH:mm:ss.SSS') --> (varchar) 2001-01-22T03:04:05.321
SELECT format_datetime(TIMESTAMP '2001-01-02 03:04:05', 'y M d H m s'), format_datetime(TIMESTAMP '2001-01-02 13:04:05', 'yy h a'), format_datetime(TIMESTAMP '2001-01-02 00:04:05', 'K k h') --> (varchar, varchar, varchar) 2001 1 2 3 4 5 | 01 1 PM | 0 24 12
SELECT format_datetime(TIMESTAMP '2001-01-22 03:04:05', 'EEE EEEE'), format_datetime(TIMESTAMP '2001-01-22 03:04:05', 'MMM MMMM'), format_datetime(TIMESTAMP '2001-01-22 03:04:05', 'D DDD e w ww x') --> (varchar, varchar, varchar) Mon Monday | Jan January | 22 022 1 4 04 2001
SELECT format_datetime(TIMESTAMP '2001-01-22 03:04:05 Asia/Tokyo', 'Z ZZ ZZZ') --> (varchar) +0900 +09:00 Asia/Tokyo
SELECT format_datetime(TIMESTAMP '2001-01-22 03:04:05', 'G CC') --> (varchar) AD 20
SELECT format_datetime(DATE '2001-01-22', 'yyyyMMdd') --> (varchar) 20010122
SELECT parse_datetime('1960/01/22 03:04', 'YYYY/MM/dd HH:mm') --> (timestamp(3) with time zone) 1960-01-22 03:04:00.000 UTC
SELECT parse_datetime('1960/01/22 03:04 Asia/Oral', 'YYYY/MM/dd HH:mm ZZZZZ') --> (timestamp(3) with time zone) 1960-01-22 03:04:00.000 Asia/Oral
SELECT parse_datetime('1960/01/22 03:04 +0500', 'YYYY/MM/dd HH:mm Z') --> (timestamp(3) with time zone) 1960-01-22 03:04:00.000 +05:00
SELECT parse_datetime('2020-08-18 03:04:05.678', 'yyyy-MM-dd HH:mm:ss.SSS'), parse_datetime('18 Aug 2020', 'dd MMM yyyy'), parse_datetime('03:04 PM', 'hh:mm a') --> (timestamp(3) with time zone, timestamp(3) with time zone, timestamp(3) with time zone) 2020-08-18 03:04:05.678 UTC | 2020-08-18 00:00:00.000 UTC | 1970-01-01 15:04:00.000 UTC
SELECT parse_datetime('abc', 'yyyy') --> ! INVALID_FUNCTION_ARGUMENT: Invalid format: "abc"
SELECT to_char(TIMESTAMP '1988-04-08 02:03:04', 'yyyy/mm/dd hh24:mi:ss'), to_date('1988/04/08', 'yyyy/mm/dd'), to_timestamp('1988/04/08;02:03:04', 'yyyy/mm/dd;hh24:mi:ss') --> (varchar, date, timestamp(3)) 1988/04/08 02:03:04 | 1988-04-08 | 1988-04-08 02:03:04.000

-- source: trino docs language/types.html; trinodb/trino TestTimestamp, TestDate (order, rendering of every precision)
SELECT max(x), min(x) FROM (VALUES DATE '2020-01-01', DATE '2021-01-01') AS v (x) --> (date, date) 2021-01-01 | 2020-01-01
SELECT x FROM (VALUES TIMESTAMP '2020-01-02 00:00:00 UTC', TIMESTAMP '2020-01-01 20:00:00 America/New_York', TIMESTAMP '2020-01-01 00:00:00 UTC') AS v (x) ORDER BY x --> (x: timestamp(0) with time zone) 2020-01-01 00:00:00 UTC ; 2020-01-02 00:00:00 UTC ; 2020-01-01 20:00:00 America/New_York
SELECT TIMESTAMP '2020-01-01 00:00:00.1', TIMESTAMP '2020-01-01 00:00:00.12', TIMESTAMP '2020-01-01 00:00:00.1234' --> (timestamp(1), timestamp(2), timestamp(4)) 2020-01-01 00:00:00.1 | 2020-01-01 00:00:00.12 | 2020-01-01 00:00:00.1234
SELECT TIME '00:00:00.1', TIME '23:59:59.999999' --> (time(1), time(6)) 00:00:00.1 | 23:59:59.999999
SELECT TIMESTAMP '2020-01-01 00:00:00.123' = TIMESTAMP '2020-01-01 00:00:00.123000', TIMESTAMP '2020-01-01 00:00:00.123' < TIMESTAMP '2020-01-01 00:00:00.1231' --> (boolean, boolean) true | true
SELECT ts, CAST(ts AS date), hour(ts) FROM t WHERE a = 1 --> (ts: timestamp(3), _col1: date, _col2: bigint) 2024-01-02 03:04:05.678 | 2024-01-02 | 3
SELECT count(*) FROM t WHERE ts >= TIMESTAMP '2024-01-02 00:00:00' AND ts < DATE '2024-02-01' --> (bigint) 1
SELECT sequence(DATE '2024-01-30', DATE '2024-02-02'), sequence(DATE '2024-01-01', DATE '2024-04-01', INTERVAL '1' MONTH) --> (array(date), array(date)) [2024-01-30, 2024-01-31, 2024-02-01, 2024-02-02] | [2024-01-01, 2024-02-01, 2024-03-01, 2024-04-01]
SELECT sequence(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 01:00:00', INTERVAL '30' MINUTE) --> (array(timestamp(0))) [2024-01-01 00:00:00, 2024-01-01 00:30:00, 2024-01-01 01:00:00]

-- source: trino docs functions/datetime.html#timezone
SELECT timezone(TIME '10:11:12 +05:30'), timezone(TIMESTAMP '2031-02-03 04:05:06 Asia/Seoul') --> (varchar, varchar) +05:30 | Asia/Seoul
SELECT EXTRACT(TIMEZONE_HOUR FROM TIMESTAMP '2031-02-03 04:05:06') --> ! TYPE_MISMATCH: line 1:35: Cannot extract TIMEZONE_HOUR from timestamp(0)
SELECT EXTRACT(TIMEZONE_MINUTE FROM TIME '04:05:06'), 1 --> ! TYPE_MISMATCH: line 1:37: Cannot extract TIMEZONE_MINUTE from time(0)

-- source: trino docs language/types.html (TIMESTAMP WITH TIME ZONE), IANA time zone database: before standard time clocks went by the sun, to the second
SELECT TIMESTAMP '1800-01-01 00:00:00 Europe/Berlin' AT TIME ZONE 'UTC', TIMESTAMP '1800-01-01 00:00:00 UTC' AT TIME ZONE 'Europe/Berlin' --> (timestamp(0) with time zone, timestamp(0) with time zone) 1799-12-31 23:06:32 UTC | 1800-01-01 00:53:28 Europe/Berlin
SELECT TIMESTAMP '1850-06-01 12:00:00.1234567 Europe/Paris' AT TIME ZONE 'UTC', TIMESTAMP '1850-06-01 11:50:39.000000001 UTC' AT TIME ZONE 'Europe/Paris' --> (timestamp(7) with time zone, timestamp(9) with time zone) 1850-06-01 11:50:39.1234567 UTC | 1850-06-01 12:00:00.000000001 Europe/Paris
SELECT from_unixtime(-5000000000, 'Europe/Paris') --> (timestamp(3) with time zone) 1811-07-23 15:16:01.000 Europe/Paris
SELECT TIMESTAMP '1971-06-01 12:00:00 UTC' AT TIME ZONE 'Africa/Monrovia', TIMESTAMP '1973-06-01 12:00:00 UTC' AT TIME ZONE 'Africa/Monrovia' --> (timestamp(0) with time zone, timestamp(0) with time zone) 1971-06-01 11:15:30 Africa/Monrovia | 1973-06-01 12:00:00 Africa/Monrovia
SELECT CAST(TIMESTAMP '1800-01-01 00:00:00 UTC' AT TIME ZONE 'Asia/Kolkata' AS varchar), timezone_minute(TIMESTAMP '1800-01-01 00:00:00 America/New_York') --> (varchar, bigint) 1800-01-01 05:53:28 Asia/Kolkata | -56
