-- source: trino docs language/types.html (literals of each type); trinodb/trino TestLiterals, SqlParser literals
SELECT 1 --> (_col0: integer) 1
SELECT 0 --> (integer) 0
SELECT 2147483647 --> (integer) 2147483647
SELECT 2147483648 --> (bigint) 2147483648
SELECT -2147483648 --> (integer) -2147483648
SELECT -2147483649 --> (bigint) -2147483649
SELECT 9223372036854775807 --> (bigint) 9223372036854775807
SELECT -9223372036854775808 --> (bigint) -9223372036854775808
SELECT 1.5 --> (decimal(2,1)) 1.5
SELECT 1.0 --> (decimal(2,1)) 1.0
SELECT 0.5 --> (decimal(1,1)) 0.5
SELECT .5 --> (decimal(1,1)) 0.5
SELECT 1. --> (decimal(1,0)) 1
SELECT 00123.450 --> (decimal(6,3)) 123.450
SELECT -1.25 --> (decimal(3,2)) -1.25
SELECT 123456789012345678901234567890.12345678 --> (decimal(38,8)) 123456789012345678901234567890.12345678
SELECT DECIMAL '1.23' --> (decimal(3,2)) 1.23
SELECT DECIMAL '12345678901234567890' --> (decimal(20,0)) 12345678901234567890
SELECT DECIMAL '-0.001' --> (decimal(3,3)) -0.001
SELECT DECIMAL '0' --> (decimal(1,0)) 0
SELECT 1e0 --> (double) 1.0
SELECT 1E5 --> (double) 100000.0
SELECT 1e7 --> (double) 1.0E7
SELECT 12345678e0 --> (double) 1.2345678E7
SELECT 1.5e-3 --> (double) 0.0015
SELECT 1.5e-4 --> (double) 1.5E-4
SELECT -1e0 --> (double) -1.0
SELECT 1e100 --> (double) 1.0E100
SELECT DOUBLE '1.5' --> (double) 1.5
SELECT DOUBLE 'NaN' --> (double) NaN
SELECT DOUBLE 'Infinity' --> (double) Infinity
SELECT DOUBLE '-Infinity' --> (double) -Infinity
SELECT REAL '1.5' --> (real) 1.5
SELECT REAL '0.1' --> (real) 0.1
SELECT REAL '10.3e0' --> (real) 10.3
SELECT TINYINT '12' --> (tinyint) 12
SELECT SMALLINT '12' --> (smallint) 12
SELECT INTEGER '12' --> (integer) 12
SELECT BIGINT '12' --> (bigint) 12
SELECT BOOLEAN 'true' --> (boolean) true
SELECT true, false --> (boolean, boolean) true | false
SELECT TRUE, False --> (boolean, boolean) true | false
SELECT NULL --> (unknown) NULL
SELECT 'abc' --> (varchar(3)) abc
SELECT '' --> (varchar(0)) ""
SELECT 'it''s' --> (varchar(4)) it's
SELECT 'Hello winter!' --> (varchar(13)) Hello winter!
SELECT U&'Hello winter \2603 !' --> (varchar(16)) Hello winter ☃ !
SELECT U&'Hello winter #2603 !' UESCAPE '#' --> (varchar(16)) Hello winter ☃ !
SELECT U&'\+01F600' --> (varchar(1)) 😀
SELECT U&'a\\b' --> (varchar(3)) a\b
SELECT VARCHAR 'abc' --> (varchar) abc
SELECT CHAR 'abc ' --> (char(4)) "abc "
SELECT 'é日本' --> (varchar(3)) é日本
SELECT X'65683F' --> (varbinary) 65 68 3f
SELECT X'' --> (varbinary) ""
SELECT x'00ff' --> (varbinary) 00 ff
SELECT X'48 65 6C' --> (varbinary) 48 65 6c
SELECT DATE '2001-08-22' --> (date) 2001-08-22
SELECT DATE '0001-01-01' --> (date) 0001-01-01
SELECT DATE '9999-12-31' --> (date) 9999-12-31
SELECT DATE '1969-12-31' --> (date) 1969-12-31
SELECT DATE '2001-8-2' --> (date) 2001-08-02
SELECT TIME '01:02:03.456' --> (time(3)) 01:02:03.456
SELECT TIME '01:02:03' --> (time(0)) 01:02:03
SELECT TIME '01:02' --> (time(0)) 01:02:00
SELECT TIME '10:00:00.123456' --> (time(6)) 10:00:00.123456
SELECT TIMESTAMP '2001-08-22 03:04:05.321' --> (timestamp(3)) 2001-08-22 03:04:05.321
SELECT TIMESTAMP '2020-06-10 15:55:23' --> (timestamp(0)) 2020-06-10 15:55:23
SELECT TIMESTAMP '2020-06-10 15:55:23.383345' --> (timestamp(6)) 2020-06-10 15:55:23.383345
SELECT TIMESTAMP '2020-06-10 15:55' --> (timestamp(0)) 2020-06-10 15:55:00
SELECT TIMESTAMP '2020-06-10' --> (timestamp(0)) 2020-06-10 00:00:00
SELECT TIMESTAMP '2020-06-10 15:55:23.1' --> (timestamp(1)) 2020-06-10 15:55:23.1
SELECT TIMESTAMP '1969-12-31 23:59:59.999' --> (timestamp(3)) 1969-12-31 23:59:59.999
SELECT TIMESTAMP '2001-08-22 03:04:05.321 UTC' --> (timestamp(3) with time zone) 2001-08-22 03:04:05.321 UTC
SELECT TIMESTAMP '2001-08-22 03:04:05.321 America/Los_Angeles' --> (timestamp(3) with time zone) 2001-08-22 03:04:05.321 America/Los_Angeles
SELECT TIMESTAMP '2001-08-22 03:04:05 -08:00' --> (timestamp(0) with time zone) 2001-08-22 03:04:05 -08:00
SELECT TIMESTAMP '2020-06-10 15:55:23.383345 Europe/Paris' --> (timestamp(6) with time zone) 2020-06-10 15:55:23.383345 Europe/Paris
SELECT TIMESTAMP '2020-06-10 15:55:23 +05:30' --> (timestamp(0) with time zone) 2020-06-10 15:55:23 +05:30
SELECT INTERVAL '2' DAY --> (interval day to second) 2 00:00:00.000
SELECT INTERVAL '3' MONTH --> (interval year to month) 0-3
SELECT INTERVAL '1' YEAR --> (interval year to month) 1-0
SELECT INTERVAL '14' MONTH --> (interval year to month) 1-2
SELECT INTERVAL '5' HOUR --> (interval day to second) 0 05:00:00.000
SELECT INTERVAL '90' MINUTE --> (interval day to second) 0 01:30:00.000
SELECT INTERVAL '1.5' SECOND --> (interval day to second) 0 00:00:01.500
SELECT INTERVAL '61' SECOND --> (interval day to second) 0 00:01:01.000
SELECT INTERVAL -'2' DAY --> (interval day to second) -2 00:00:00.000
SELECT INTERVAL '-2' DAY --> (interval day to second) -2 00:00:00.000
SELECT - INTERVAL '2' DAY --> (interval day to second) -2 00:00:00.000
SELECT INTERVAL '-14' MONTH --> (interval year to month) -1-2
SELECT INTERVAL '12 10:45:32.123' DAY TO SECOND --> (interval day to second) 12 10:45:32.123
SELECT INTERVAL '12 10:45' DAY TO MINUTE --> (interval day to second) 12 10:45:00.000
SELECT INTERVAL '12 10' DAY TO HOUR --> (interval day to second) 12 10:00:00.000
SELECT INTERVAL '10:45:32.123' HOUR TO SECOND --> (interval day to second) 0 10:45:32.123
SELECT INTERVAL '10:45' HOUR TO MINUTE --> (interval day to second) 0 10:45:00.000
SELECT INTERVAL '45:32.123' MINUTE TO SECOND --> (interval day to second) 0 00:45:32.123
SELECT INTERVAL '124-30' YEAR TO MONTH --> (interval year to month) 126-6
SELECT INTERVAL '30' DAY --> (interval day to second) 30 00:00:00.000
SELECT INTERVAL '2' WEEK --> (interval day to second) 14 00:00:00.000
SELECT JSON '{"a":1}' --> (json) {"a":1}
SELECT JSON '[1, 2]' --> (json) [1,2]
SELECT JSON 'null' --> (json) null
SELECT UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59' --> (uuid) 12151fd2-7586-11e9-8f9e-2a86e4085a59
SELECT ARRAY[1, 2, 3] --> (array(integer)) [1, 2, 3]
SELECT ARRAY[] --> (array(unknown)) []
SELECT ARRAY['a', 'bc'] --> (array(varchar(2))) [a, bc]
SELECT ARRAY[1, NULL, 3] --> (array(integer)) [1, null, 3]
SELECT ARRAY[1, 2.5] --> (array(decimal(11,1))) [1.0, 2.5]
SELECT ARRAY[1, 2e0] --> (array(double)) [1.0, 2.0]
SELECT ARRAY[ARRAY[1], ARRAY[2, 3]] --> (array(array(integer))) [[1], [2, 3]]
SELECT ROW(1, 'a') --> (row(integer, varchar(1))) {field0=1, field1=a}
SELECT (1, 2.0) --> (row(integer, decimal(2,1))) {field0=1, field1=2.0}
SELECT ROW(1, NULL) --> (row(integer, unknown)) {field0=1, field1=null}
SELECT CAST(ROW(1, 2e0) AS ROW(x BIGINT, y DOUBLE)) --> (row(x bigint, y double)) {x=1, y=2.0}
SELECT MAP(ARRAY['foo', 'bar'], ARRAY[1, 2]) --> (map(varchar(3), integer)) {foo=1, bar=2}
SELECT MAP() --> (map(unknown, unknown)) {}
SELECT MAP(ARRAY[1], ARRAY[NULL]) --> (map(integer, unknown)) {1=null}
SELECT 'a' AS x, 1 AS "Y z" --> (x: varchar(1), y z: integer) a | 1
SELECT 1, 2 AS two, 3 --> (_col0: integer, two: integer, _col2: integer) 1 | 2 | 3
SELECT 1 x --> (x: integer) 1

-- source: trino docs language/types.html; trinodb/trino TestAnalyzer (INVALID_LITERAL), AstBuilder errors
SELECT DATE '2001-13-01' --> ! INVALID_LITERAL: line 1:8: '2001-13-01' is not a valid date literal
SELECT DATE 'foo' --> ! INVALID_LITERAL: line 1:8: 'foo' is not a valid date literal
SELECT TIME '25:00:00' --> ! INVALID_LITERAL: line 1:8: '25:00:00' is not a valid time literal
SELECT TIMESTAMP '2001-02-30 00:00:00' --> ! INVALID_LITERAL: line 1:8: '2001-02-30 00:00:00' is not a valid timestamp literal
SELECT TIMESTAMP 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid timestamp literal
SELECT DECIMAL 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid decimal literal
SELECT 9223372036854775808 --> ! INVALID_LITERAL: line 1:8: Invalid numeric literal: 9223372036854775808
SELECT INTEGER 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid integer literal
SELECT BIGINT 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid bigint literal
SELECT BOOLEAN 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid boolean literal
SELECT DOUBLE 'x' --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid double literal
SELECT JSON '{x' --> ! INVALID_LITERAL: line 1:8: '{x' is not a valid json literal
SELECT INTERVAL 'x' DAY --> ! INVALID_LITERAL: line 1:8: 'x' is not a valid interval literal
SELECT nosuch '1' --> ! TYPE_NOT_FOUND: line 1:8: Unknown type: nosuch
