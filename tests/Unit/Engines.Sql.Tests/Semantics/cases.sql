SELECT 1 -- 1
SELECT 7/2, -7/2, 7%3, -7%3 -- 3|-3|1|-1
SELECT 1.5 + 2.25, 1.5 * 2.25, 10.0/3, 1.00/3 -- 3.75|3.375|3.3|0.33
SELECT 1e0/3, 1e7, 12345678.9e0, 0.0001e0, 1e20, 1e-5, 123e0 -- 0.3333333333333333|1.0E7|1.23456789E7|1.0E-4|1.0E20|1.0E-5|123.0
SELECT a, b FROM t ORDER BY a -- 1|x ; 2|y ; |
SELECT * FROM t WHERE dt = '2024-01-01' -- 1|x|1.5|[1, 2]|{k=7}|{x=1, y=p}|2024-01-02 03:04:05.678|10.25|2024-01-01
SELECT dt, count(*), sum(a) FROM t GROUP BY dt ORDER BY 1 DESC -- 2024-01-02|2|2 ; 2024-01-01|1|1
SELECT a+1 AS x, count(*) c FROM t GROUP BY a+1 HAVING count(*) > 0 ORDER BY x -- 2|1 ; 3|1 ; |1
SELECT a, n FROM v ORDER BY a -- 1|1 ; 2|1 ; |1
SELECT x FROM t CROSS JOIN UNNEST(arr) AS u(x) ORDER BY x -- 1 ; 2 ; 3
SELECT a, x, n FROM t CROSS JOIN UNNEST(arr) WITH ORDINALITY AS u(x, n) ORDER BY a, n -- 1|1|1 ; 1|2|2 ; 2|3|1
SELECT k, v FROM t CROSS JOIN UNNEST(m) AS u(k, v) ORDER BY v -- k|7 ; k|8
SELECT a, x FROM t LEFT JOIN UNNEST(arr) AS u(x) ON true ORDER BY a, x -- 1|1 ; 1|2 ; 2|3 ; |
SELECT r.x, r.y, t.r.x FROM t ORDER BY 1 -- 1|p|1 ; 2|q|2 ; ||
SELECT arr[1], m['k'], element_at(arr, 5) FROM t WHERE a = 1 -- 1|7|
SELECT transform(arr, x -> x * 2), filter(arr, x -> x > 1), reduce(arr, 0, (s, x) -> s + x, s -> s) FROM t WHERE a = 1 -- [2, 4]|[2]|3
SELECT any_match(ARRAY[1,2], x -> x > 1), zip_with(ARRAY[1,2], ARRAY[3,4], (x, y) -> x + y), map_filter(MAP(ARRAY['a','b'], ARRAY[1,2]), (k, v) -> v > 1), transform_values(MAP(ARRAY['a'], ARRAY[1]), (k, v) -> k || CAST(v AS varchar)) -- true|[4, 6]|{b=2}|{a=a1}
SELECT date_trunc('month', ts), date_add('day', 1, ts), date_diff('day', DATE '2024-01-01', DATE '2024-02-01'), date_format(ts, '%Y-%m-%d %H:%i:%s') FROM t WHERE a = 1 -- 2024-01-01 00:00:00.000|2024-01-03 03:04:05.678|31|2024-01-02 03:04:05
SELECT current_date, current_timestamp, now() -- 2024-05-06|2024-05-06 07:08:09.123 UTC|2024-05-06 07:08:09.123 UTC
SELECT from_unixtime(1704067200), to_unixtime(TIMESTAMP '2024-01-01 00:00:00 UTC'), TIMESTAMP '2024-01-01 00:00:00 Asia/Seoul' AT TIME ZONE 'UTC' -- 2024-01-01 00:00:00.000 UTC|1.7040672E9|2023-12-31 15:00:00 UTC
SELECT CAST('12' AS integer), TRY_CAST('x' AS integer), TRY(1/0), CAST(2.5 AS integer), CAST(2.5e0 AS integer), CAST(-2.5e0 AS bigint) -- 12|||3|3|-3
SELECT count(*), count(DISTINCT b), array_agg(a ORDER BY a DESC), max_by(b, a), approx_distinct(a), count_if(a > 1), bool_and(a > 0) FROM t -- 3|2|[2, 1, null]|y|2|1|true
SELECT a, row_number() OVER (ORDER BY a), sum(a) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), lag(a) OVER (ORDER BY a) FROM t ORDER BY a -- 1|1|1| ; 2|2|3|1 ; |3|2|2
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT sum(n) FROM r -- 15
WITH x AS (SELECT a, b FROM t), y AS (SELECT a FROM x) SELECT x.b FROM x JOIN y USING (a) ORDER BY 1 -- x ; y
SELECT a FROM t WHERE a IN (SELECT max(a) FROM t) -- 2
SELECT (SELECT count(*) FROM t u WHERE u.dt = t.dt) FROM t ORDER BY 1 -- 1 ; 2 ; 2
SELECT EXISTS (SELECT 1 FROM t WHERE a = 9), 1 = ANY (SELECT a FROM t), 5 > ALL (SELECT a FROM t WHERE a IS NOT NULL) -- false|true|true
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, s) UNION ALL SELECT 3, 'c' ORDER BY n DESC LIMIT 2 -- 3|c ; 2|b
SELECT DISTINCT dt FROM t ORDER BY dt -- 2024-01-01 ; 2024-01-02
SELECT sum(dec), avg(dec), max(dec), min(dec) FROM t -- 8.75|4.38|10.25|-1.50
SELECT coalesce(NULL, 1), nullif(1, 1), if(true, 'a', 'b'), greatest(1, 2), greatest(1, NULL), CASE WHEN 1 > 2 THEN 'x' ELSE 'y' END -- 1||a|2||y
SELECT 'a' || 'b', concat('a', 'b', 'c'), substr('hello', 2), substr('hello', -2), split('a,b', ','), split_part('a,b', ',', 2), upper('é'), length('é'), strpos('hello', 'l'), lpad('a', 3, 'x'), reverse('abc') -- ab|abc|ello|lo|[a, b]|b|É|1|3|xxa|cba
SELECT regexp_like('abc', 'b'), regexp_extract('a1b2', '[0-9]'), regexp_replace('abc', '(b)', '[$1]'), regexp_extract_all('a1b2', '[0-9]'), regexp_extract('abc', 'x') -- true|1|a[b]c|[1, 2]|
SELECT json_extract('{"a":{"b":[1,2]}}', '$.a.b'), json_extract_scalar('{"a":"x"}', '$.a'), json_parse('{"a": 1}'), CAST(JSON '[1,2]' AS array(bigint)), json_array_length('[1,2]'), json_format(JSON '{"a":1}') -- [1,2]|x|{"a":1}|[1, 2]|2|{"a":1}
SELECT to_hex(md5(to_utf8('a'))), url_extract_host('http://u@h.com:80/p?x=1&y=2#f'), url_extract_parameter('http://h.com/p?x=1&y=2', 'y'), url_extract_port('http://h.com:80/') , url_extract_path('http://h.com/p/q?x') -- 0CC175B9C0F1B6A831C399E269772661|h.com|2|80|/p/q
SELECT typeof(1), typeof(1.50), typeof('ab'), typeof(ARRAY[1, 2.5]), typeof(current_timestamp), typeof(1 + 3000000000) -- integer|decimal(3,2)|varchar(2)|array(decimal(11,1))|timestamp(3) with time zone|bigint
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '1' HOUR, DATE '2024-02-01' - DATE '2024-01-01', INTERVAL '1 02:03:04' DAY TO SECOND, INTERVAL '14' MONTH -- 2024-02-29|2024-01-01 01:00:00.000|31 00:00:00.000|1 02:03:04.000|1-2
SELECT listagg(b, ',') WITHIN GROUP (ORDER BY b DESC) FROM t -- y,x
SELECT histogram(b), map_agg(b, a) FROM t WHERE a IS NOT NULL -- {x=1, y=1}|{x=1, y=2}
SELECT date_parse('2024-01-02', '%Y-%m-%d'), format_datetime(TIMESTAMP '2024-01-02 03:04:05', 'yyyy-MM-dd HH:mm:ss'), parse_datetime('2024-01-02', 'yyyy-MM-dd') -- 2024-01-02 00:00:00.000|2024-01-02 03:04:05|2024-01-02 00:00:00.000 UTC
SELECT sequence(1, 3), sequence(DATE '2024-01-01', DATE '2024-01-03', INTERVAL '1' DAY), flatten(ARRAY[ARRAY[1],ARRAY[2]]), array_join(ARRAY[1,2], '-'), contains(ARRAY[1], 1), cardinality(ARRAY[1,2]), slice(ARRAY[1,2,3], 2, 2), array_distinct(ARRAY[1,1]), ARRAY[1] || ARRAY[2], zip(ARRAY[1], ARRAY['a']) -- [1, 2, 3]|[2024-01-01, 2024-01-02, 2024-01-03]|[1, 2]|1-2|true|2|[2, 3]|[1]|[1, 2]|[{field0=1, field1=a}]
SELECT round(2.5), round(2.55, 1), round(-2.5e0), ceil(1.2), floor(-1.2), truncate(1.9e0), abs(-1), mod(7, 3), power(2, 3), sqrt(4), sign(-2), pi() -- 3|2.60|-3.0|2|-2|1.0|1|1|8.0|2.0|-1|3.141592653589793
SELECT format('%s is %d and %.2f %,d', 'x', 5, 1.5e0, 1234567), X'48656c', true, CAST('abc' AS char(5)) || '|', CAST(1.5 AS varchar), CAST(DATE '2024-01-01' AS varchar), ROW(1, 'a') -- x is 5 and 1.50 1,234,567|48 65 6c|true|abc  ||1.5|2024-01-01|{field0=1, field1=a}
SELECT count(*) FROM t GROUP BY () -- 3
SELECT dt FROM t GROUP BY dt HAVING sum(a) > 1 -- 2024-01-02
SELECT b FROM t ORDER BY a DESC NULLS LAST, upper(b) LIMIT 1 OFFSET 1 -- x
SELECT day_of_week(DATE '2024-01-07'), week(DATE '2024-01-07'), year(ts), extract(month FROM ts), last_day_of_month(DATE '2024-02-01'), hour(ts) FROM t WHERE a = 1 -- 7|1|2024|1|2024-02-29|3
SELECT 'a' LIKE 'A', 'a%b' LIKE 'a!%b' ESCAPE '!', 1 BETWEEN 0 AND 2, 1 IS DISTINCT FROM NULL, NULL IN (1), 3 NOT IN (1, 2) -- false|true|true|true||true
SELECT max(x) OVER () FROM (SELECT a AS x FROM t) -- 2 ; 2 ; 2
SELECT sum(count(*)) OVER (ORDER BY dt), dt FROM t GROUP BY dt ORDER BY dt -- 1|2024-01-01 ; 3|2024-01-02
SELECT json_value('{"a":1}', 'lax $.a' RETURNING bigint), json_query('{"a":[1]}', 'lax $.a'), json_exists('{"a":1}', 'lax $.b') -- 1|[1]|false
SELECT u.a, l.x FROM t u CROSS JOIN LATERAL (SELECT u.a + 1 AS x) l WHERE u.a = 1 -- 1|2
SELECT n.f, n.g FROM UNNEST(ARRAY[ROW(1, 'a'), ROW(2, 'b')]) AS n (f, g) ORDER BY 1 -- 1|a ; 2|b
SELECT v.* FROM v ORDER BY 1 LIMIT 1 -- 1|1
SELECT IF(a > 1, 'big') FROM t ORDER BY a -- ; big ;
SELECT arr[1], m['k'], element_at(arr, 5) FROM t WHERE a = 1 -- 1|7|
SELECT CAST(JSON '[1,2]' AS array(bigint)), CAST(TIME '01:02:03' AS varchar), approx_percentile(3, 0.5), approx_percentile(3, ARRAY[0.5, 0.9]) -- [1, 2]|01:02:03|3|[3, 3]
SELECT extract(year from DATE '2024-01-01'), year(current_date), quarter(DATE '2024-05-01'), day_of_year(DATE '2024-02-01') -- 2024|2024|2|32
SELECT -9223372036854775808, 3000000000, 1.0, .5, 1e3 -- -9223372036854775808|3000000000|1.0|0.5|1000.0
SELECT substr('abc', 0), substr('abc', 5), substr('abc', 2, 1), substr('abc', -2, 1), chr(97), codepoint('a'), translate('abc', 'ab', 'xy'), levenshtein_distance('ab', 'ac'), trim('  a '), ltrim(' a'), TRIM(BOTH 'x' FROM 'xax'), replace('aba', 'b'), concat_ws(',', 'a', 'b'), starts_with('abc', 'ab') -- ||b|b|a|97|xyc|1|a|a|a|aa|a,b|true
SELECT DATE '2024-01-01' < DATE '2024-01-02', TIMESTAMP '2024-01-01 00:00:00 UTC' = TIMESTAMP '2024-01-01 09:00:00 Asia/Seoul', TIMESTAMP '2024-01-01 00:00:00 +09:00' -- true|true|2024-01-01 00:00:00 +09:00
SELECT date_trunc('hour', TIMESTAMP '2024-01-01 05:30:00 Asia/Seoul'), date_add('month', 1, DATE '2024-01-31'), date_diff('month', TIMESTAMP '2024-01-31 00:00:00', TIMESTAMP '2024-02-29 00:00:00') -- 2024-01-01 05:00:00 Asia/Seoul|2024-02-29|1
SELECT count(*) FILTER (WHERE a > 1), sum(a) FILTER (WHERE dt = '2024-01-01') FROM t -- 1|1
SELECT upper(dt) AS u, count(*) FROM t GROUP BY upper(dt) ORDER BY count(*) DESC, u -- 2024-01-02|2 ; 2024-01-01|1
SELECT first_value(a) OVER w, last_value(a) OVER w, nth_value(a, 2) OVER w, ntile(2) OVER w, rank() OVER w, percent_rank() OVER w FROM t WINDOW w AS (ORDER BY a) ORDER BY a LIMIT 1 -- 1|1||1|1|0.0
SELECT a.a, b.a FROM t a FULL JOIN (SELECT 2 AS a UNION SELECT 9) b ON a.a = b.a ORDER BY 1, 2 -- 1| ; 2|2 ; |9 ; |
SELECT a FROM t EXCEPT SELECT 1 ORDER BY 1 -- 2 ;
SELECT a FROM t INTERSECT SELECT 1 -- 1
SELECT * FROM (SELECT a, b FROM t WHERE a IS NOT NULL) x JOIN (VALUES (1, 'one')) AS v (a, n) USING (a) -- 1|x|one
SELECT a FROM t WHERE (a, b) IN ((1, 'x'), (3, 'z')) -- 1
SELECT ARRAY[], ARRAY[1, NULL], MAP(), ROW(1, NULL), MAP(ARRAY['a'], ARRAY[ARRAY[1]]) -- []|[1, null]|{}|{field0=1, field1=null}|{a=[1]}
SELECT CAST(ROW(1, 'a') AS row(x bigint, y varchar)).x, CAST(ARRAY[1, 2] AS array(varchar)), CAST(MAP(ARRAY[1], ARRAY[2]) AS map(varchar, double)) -- 1|[1, 2]|{1=2.0}
SELECT map_keys(m), map_values(m), map_entries(m), map_concat(m, m), map_from_entries(ARRAY[(1, 'a')]), cardinality(m), transform_keys(m, (k, v) -> k || 'z'), split_to_map('a=1,b=2', ',', '=') FROM t WHERE a = 1 -- [k]|[7]|[{field0=k, field1=7}]|{k=7}|{1=a}|1|{kz=7}|{a=1, b=2}
SELECT bitwise_and(5, 3), bitwise_or(5, 3), bitwise_xor(5, 3), bitwise_not(5), bit_count(7, 64), bitwise_left_shift(1, 3), width_bucket(5, 0, 10, 5), from_base('ff', 16), to_base(255, 16), cosine_similarity(ARRAY[1e0], ARRAY[1e0]), ln(1), log10(100), log2(8), log(2, 8), exp(0), degrees(pi()), is_nan(nan()), infinity(), mod(7.5, 2) -- 1|7|6|-6|3|8|3|255|ff|1.0|0.0|2.0|3.0|3.0|1.0|180.0|true|Infinity|1.5
SELECT uuid() IS NOT NULL, random() < 1, random(10) < 10, current_timezone(), current_user -- true|true|true|UTC|
SELECT TRY(CAST('x' AS bigint)), TRY(arr[9]), coalesce(TRY(1 / a), -1) FROM t WHERE a = 1 -- ||1
SELECT sum(x) FROM (SELECT a AS x, b FROM t WHERE dt > '2024') -- 3
SELECT dt FROM (SELECT * FROM t UNION ALL SELECT * FROM t) WHERE dt = '2024-01-01' AND a < 5 -- 2024-01-01 ; 2024-01-01
SELECT 'x' FROM t HAVING count(*) > 1 -- x
SELECT date_format(TIMESTAMP '2024-01-02 03:04:05.678', '%d/%c/%y %l %p %j %W %a %b %M %f'), date_parse('02/Jan/2024:03:04:05', '%d/%b/%Y:%H:%i:%s') -- 02/1/24 3 AM 002 Tuesday Tue Jan January 678000|2024-01-02 03:04:05.000
SELECT CAST(a AS varchar(1)), CAST(b AS char(3)), CAST('true' AS boolean), CAST(1 AS boolean), CAST(true AS integer), CAST(0.1e0 AS real), CAST(1.1 AS real) FROM t WHERE a = 1 -- 1|x  |true|true|1|0.1|1.1
SELECT x, count(*) FROM t CROSS JOIN UNNEST(split('a b a', ' ')) AS u (x) WHERE a = 1 GROUP BY 1 ORDER BY 2 DESC -- a|2 ; b|1
SELECT current_date - INTERVAL '7' DAY, current_timestamp - INTERVAL '1' HOUR, date(current_timestamp), date '2024-05-06' = current_date -- 2024-04-29|2024-05-06 06:08:09.123 UTC|2024-05-06|true
SELECT typeof(sum(a)), typeof(avg(a)), typeof(count(*)), typeof(sum(dec)), typeof(avg(dec)), typeof(1.5 * 2.25), typeof(1.5 / 2), typeof(round(2.55, 1)), typeof(NULL), typeof(MAP(ARRAY[1], ARRAY['a'])) FROM t -- bigint|double|bigint|decimal(38,2)|decimal(10,2)|decimal(5,3)|decimal(2,1)|decimal(4,2)|unknown|map(integer, varchar(1)) ; bigint|double|bigint|decimal(38,2)|decimal(10,2)|decimal(5,3)|decimal(2,1)|decimal(4,2)|unknown|map(integer, varchar(1)) ; bigint|double|bigint|decimal(38,2)|decimal(10,2)|decimal(5,3)|decimal(2,1)|decimal(4,2)|unknown|map(integer, varchar(1))
SELECT .5, -.25, array_distinct(ARRAY[3, 1, 3, NULL, NULL]), array_union(ARRAY[1, 2], ARRAY[2, 3]) -- 0.5|-0.25|[3, 1, null]|[1, 2, 3]
SELECT a FROM t WHERE dec > 1.5 OR dec < -1 ORDER BY 1 -- 1 ; 2
SELECT CAST(NULL AS varchar), NULL, NULL = 1, NULL + 1, NULL || 'a' -- ||||
SELECT a, (SELECT max(x) FROM UNNEST(arr) AS u (x)) FROM t ORDER BY a -- 1|2 ; 2|3 ; |
SELECT a FROM t WHERE EXISTS (SELECT 1 FROM UNNEST(arr) AS u (x) WHERE x = 3) -- 2
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b -- 1|2
WITH a (p, q) AS (VALUES (1, 2)) SELECT q FROM a -- 2
SELECT CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' END FROM t ORDER BY a -- one ; two ;
SELECT map_agg(a, b)[1] FROM t WHERE a IS NOT NULL -- x
SELECT date_diff('second', TIMESTAMP '2024-01-01 00:00:00 UTC', TIMESTAMP '2024-01-01 09:01:00 Asia/Seoul'), day(TIMESTAMP '2024-01-01 23:00:00 UTC' AT TIME ZONE 'Asia/Seoul') -- 60|2
SELECT count(*) FROM t a, t b, t c -- 27
SELECT * FROM (SELECT a, row_number() OVER (PARTITION BY dt ORDER BY a) rn FROM t) WHERE rn = 1 ORDER BY a -- 1|1 ; 2|1
SELECT if(a = 1, ROW('x', 1), ROW('y', 2)) FROM t WHERE a = 1 -- {field0=x, field1=1}
SELECT filter(ARRAY[1, 2, 3], x -> x > (a)) FROM t WHERE a = 2 -- [3]
SELECT transform(ARRAY[ARRAY[1]], x -> transform(x, y -> y + a)) FROM t WHERE a = 1 -- [[2]]
SELECT reduce(ARRAY[1, 2], CAST(ROW(0.0, 0) AS row(s double, n integer)), (s, x) -> CAST(ROW(s.s + x, s.n + 1) AS row(s double, n integer)), s -> s.s / s.n) -- 1.5
SELECT substring('abc' FROM 2 FOR 1), position('b' IN 'abc'), extract(day FROM TIMESTAMP '2024-01-05 00:00:00') -- b|2|5
SELECT json_extract_scalar(j, '$.a[0].b') FROM (VALUES '{"a":[{"b":"c"}]}', 'bad') AS v (j) -- c ;
SELECT round(123.456, -1), round(123.456e0, -1), truncate(12.5), ceil(-1.5) -- 120.000|120.0|12|-1
SELECT cardinality(filter(split('a,b,', ','), x -> x <> '')), split('a,b,c', ',', 2) -- 2|[a, b,c]
SELECT from_unixtime(1.5), from_unixtime(0, 'Asia/Seoul') -- 1970-01-01 00:00:01.500 UTC|1970-01-01 09:00:00.000 Asia/Seoul
SELECT DISTINCT a + 1 AS x FROM t ORDER BY a + 1 DESC -- 3 ; 2 ;
SELECT b, count(DISTINCT a), sum(DISTINCT a) FROM t GROUP BY 1 HAVING b IS NOT NULL ORDER BY b -- x|1|1 ; y|1|2
SELECT TIMESTAMP '2024-01-01 10:00' - INTERVAL '30' MINUTE, INTERVAL '1' DAY * 2, INTERVAL '2' DAY / 2 -- 2024-01-01 09:30:00.000|2 00:00:00.000|1 00:00:00.000
SELECT arr[1] + arr[cardinality(arr)], arr[a] FROM t WHERE a = 1 -- 3|1
SELECT 1 = 1.0, 1 < 1.5e0, 'a' < 'b', true > false, DATE '2024-01-01' = TIMESTAMP '2024-01-01 00:00:00', ARRAY[1] = ARRAY[1], ROW(1, 2) < ROW(1, 3) -- true|true|true|true|true|true|true
SELECT CAST(1.23456789e8 AS varchar), CAST(CAST(1.5 AS real) AS varchar), CAST(100 AS double), CAST(-0e0 AS varchar), 1e-3, 0.00012e0, 123456.789e0 -- 1.23456789E8|1.5E0|100.0|-0E0|0.001|1.2E-4|123456.789
SELECT CAST(CAST(JSON '{"a":1,"b":"x"}' AS row(a integer, b varchar)) AS json), CAST(JSON '{"k":1}' AS map(varchar, integer)), CAST(JSON '"x"' AS varchar), CAST(JSON '12' AS bigint) -- {"a":1,"b":"x"}|{k=1}|x|12
SELECT a FROM t GROUP BY a ORDER BY max(d) DESC -- 1 ; 2 ;
SELECT a, rank() OVER (ORDER BY sum(d)) FROM t GROUP BY a ORDER BY 2 LIMIT 1 -- 2|1
SELECT 2 > ALL (VALUES 1, 0), 1 <> ANY (VALUES 1), 1 <= SOME (SELECT 5) -- true|false|true
SELECT year_of_week(DATE '2024-12-30'), week_of_year(DATE '2024-12-30'), millisecond(TIMESTAMP '2024-01-01 00:00:00.123'), minute(TIME '10:20:30') -- 2025|1|123|20
SELECT dt AS day, upper(b) AS u, count(*) FROM t GROUP BY day, u ORDER BY 1, 2 -- 2024-01-01|X|1 ; 2024-01-02|Y|1 ; 2024-01-02||1

SELECT regexp_extract('a1b2', '([a-z])([0-9])', 2), regexp_extract_all('a1b2', '([a-z])([0-9])', 1), regexp_extract('x', '(y)', 1) -- 1|[a, b]|
SELECT array_join(ARRAY[1, NULL, 3], '-'), array_join(ARRAY[1, NULL], '-', '?'), array_join(ARRAY[1e7, 2e0], b), array_join(ARRAY[], '-') FROM t WHERE a = 1 -- 1-3|1-?|1.0E7x2.0E0|
SELECT sum(INTERVAL '1' DAY), strpos('hello', 'l', 2), split_to_map('a=1,b=2', ',', '='), reduce(ARRAY[], 0, (s, x) -> s + 1, s -> s) FROM t -- 3 00:00:00.000|4|{a=1, b=2}|0
SELECT n.f, s FROM UNNEST(ARRAY[ROW(1, 'a')], ARRAY[7]) AS n (f, g, s) -- 1|7
SELECT e.x, e.y, n FROM UNNEST(ARRAY[CAST(ROW(1, 'a') AS ROW(x INTEGER, y VARCHAR))]) WITH ORDINALITY AS t(e, n) -- 1|a|1
SELECT e FROM UNNEST(ARRAY[ROW(1, 'a')]) AS t(e) -- {field0=1, field1=a}
SELECT format_number(123456), format_number(1000000), format_number(1234), format_number(12.345e0), format_number(-45678), format_number(NULL) -- 123K|1M|1.23K|12.3|-45.7K|
SELECT max(x), min(x), max(CAST(x AS real)), max(x) FILTER (WHERE is_nan(x)), max(x) FILTER (WHERE x < 2), max(x) FILTER (WHERE false) FROM (VALUES 1e0, nan(), NULL, 3.5e0) AS t(x) -- 3.5|1.0|3.5|NaN|1.0|
SELECT x, max(x) OVER (ORDER BY i ROWS 1 PRECEDING) FROM (VALUES (1, 1e0), (2, nan()), (3, 2e0)) AS t(i, x) ORDER BY i -- 1.0|1.0 ; NaN|1.0 ; 2.0|2.0
