-- source: trino docs functions/aggregate.html (general aggregate functions)
SELECT count(*), count(a), count(1) FROM t --> (bigint, bigint, bigint) 3 | 2 | 3
SELECT count(*), count(a), sum(a), avg(a), min(a), max(b) FROM empty_t --> (bigint, bigint, bigint, double, integer, varchar) 0 | 0 | NULL | NULL | NULL | NULL
SELECT sum(n), avg(n), min(n), max(n) FROM nums --> (bigint, double, integer, integer) 55 | 5.5 | 1 | 10
SELECT sum(d), avg(d), min(d), max(d) FROM t --> (double, double, double, double) -1.0 | -0.5 | -2.5 | 1.5
SELECT sum(CAST(d AS real)), avg(CAST(d AS real)) FROM t --> (real, real) -1.0 | -0.5
SELECT sum(dec), avg(dec), min(dec), max(dec) FROM t --> (decimal(38,2), decimal(10,2), decimal(10,2), decimal(10,2)) 8.75 | 4.38 | -1.50 | 10.25
SELECT avg(x) FROM (VALUES 1, 2) AS v (x) --> (double) 1.5
SELECT avg(x), sum(x) FROM (VALUES TINYINT '100', TINYINT '100') AS v (x) --> (double, bigint) 100.0 | 200
SELECT avg(x) FROM (VALUES 1.1, 2.25, 3.0) AS v (x) --> (decimal(3,2)) 2.12
SELECT sum(x) FROM (VALUES 9223372036854775807, 1) AS v (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: …
SELECT count(DISTINCT k), sum(DISTINCT k), avg(DISTINCT k) FROM pairs --> (bigint, bigint, double) 2 | 3 | 1.5
SELECT count(DISTINCT dept), count(dept) FROM emp --> (bigint, bigint) 3 | 6
SELECT count_if(n > 5), count_if(n > 100) FROM nums --> (bigint, bigint) 5 | 0
SELECT bool_and(n > 0), bool_or(n > 9), every(n > 1) FROM nums --> (boolean, boolean, boolean) true | true | false
SELECT bool_and(a > 0), bool_or(a > 5), bool_and(a IS NULL) FROM t --> (boolean, boolean, boolean) true | false | false
SELECT bool_and(a > 1), bool_or(a > 1) FROM empty_t --> (boolean, boolean) NULL | NULL
SELECT arbitrary(x), any_value(x) FROM (VALUES 7, 7) AS v (x) --> (integer, integer) 7 | 7
SELECT any_value(x) FROM (VALUES NULL, 3) AS v (x) --> (integer) 3
SELECT array_agg(n ORDER BY n DESC) FROM nums WHERE n < 4 --> (array(integer)) [3, 2, 1]
SELECT array_agg(a ORDER BY a) FROM t --> (array(integer)) [1, 2, null]
SELECT array_agg(a ORDER BY a) FILTER (WHERE a IS NOT NULL) FROM t --> (array(integer)) [1, 2]
SELECT array_agg(a) FROM empty_t --> (array(integer)) NULL
SELECT array_agg(DISTINCT k ORDER BY k) FROM pairs --> (array(integer)) [1, 2, null]
SELECT array_agg(name ORDER BY salary DESC, name) FROM emp WHERE dept = 'eng' --> (array(varchar)) [Ann, Bob, Cid]
SELECT listagg(name, ', ') WITHIN GROUP (ORDER BY name) FROM emp WHERE dept = 'eng' --> (varchar) Ann, Bob, Cid
SELECT listagg(value, ',') WITHIN GROUP (ORDER BY value) FROM (VALUES 'a', 'c', 'b') AS v (value) --> (varchar) a,b,c
SELECT listagg(v) WITHIN GROUP (ORDER BY v DESC) FROM pairs --> (varchar) dcba
SELECT listagg(value, ',' ON OVERFLOW ERROR) WITHIN GROUP (ORDER BY value) FROM (VALUES 'a', 'c', 'b') AS v (value) --> (varchar) a,b,c
SELECT k, listagg(v, ',') WITHIN GROUP (ORDER BY v) FROM pairs GROUP BY k ORDER BY k --> (k: integer, _col1: varchar) 1 | a,b ; 2 | c ; NULL | d
SELECT max_by(name, salary), min_by(name, salary) FROM emp --> (varchar, varchar) Fay | Dee
SELECT max_by(n, n, 3), min_by(n, n, 2) FROM nums --> (array(integer), array(integer)) [10, 9, 8] | [1, 2]
SELECT max(n, 3), min(n, 2) FROM nums --> (array(integer), array(integer)) [10, 9, 8] | [1, 2]
SELECT max_by(v, k) FROM (VALUES ('x', 1), (NULL, 2)) AS t (v, k) --> (varchar(1)) NULL
SELECT max(b), min(b) FROM t --> (varchar, varchar) y | x
SELECT max(dt), min(ts) FROM t --> (varchar, timestamp(3)) 2024-01-02 | 2024-01-02 03:04:05.678
SELECT max(x) FROM (VALUES ARRAY[1, 2], ARRAY[1, 3]) AS v (x) --> (array(integer)) [1, 3]
SELECT geometric_mean(x) FROM (VALUES 2e0, 8e0) AS v (x) --> (double) 4.0
SELECT checksum(a) IS NOT NULL, checksum(a) = checksum(a) FROM t --> (boolean, boolean) true | true
SELECT checksum(a) FROM empty_t --> (varbinary) NULL
SELECT reduce_agg(n, 0, (a, b) -> a + b, (a, b) -> a + b) FROM nums --> (integer) 55
SELECT sum(n) FILTER (WHERE n % 2 = 0), count(*) FILTER (WHERE n > 8) FROM nums --> (bigint, bigint) 30 | 2
SELECT sum(DISTINCT n % 3) FROM nums --> (bigint) 3
SELECT sum(CASE WHEN n > 5 THEN 1 ELSE 0 END) FROM nums --> (bigint) 5
SELECT sum(n) + 1, sum(n) / count(*), max(n) - min(n) FROM nums --> (bigint, bigint, integer) 56 | 5 | 9
SELECT sum(n) > 50, CAST(sum(n) AS varchar) || '!' FROM nums --> (boolean, varchar) true | 55!
SELECT avg(salary), count(*) FROM emp WHERE dept = 'none' --> (double, bigint) NULL | 0

-- source: trino docs functions/aggregate.html (bitwise, map, statistical)
SELECT bitwise_and_agg(n), bitwise_or_agg(n) FROM (VALUES 12, 10) AS v (n) --> (bigint, bigint) 8 | 14
SELECT bitwise_xor_agg(n) FROM (VALUES 12, 10) AS v (n) --> (bigint) 6
SELECT histogram(v) FROM pairs WHERE k = 1 --> (map(varchar, bigint)) {a=1, b=1}
SELECT histogram(n % 2)[1], cardinality(histogram(n % 2)) FROM nums WHERE n < 4 --> (bigint, bigint) 2 | 2
SELECT map_agg(k, v) FROM (VALUES (1, 'a'), (2, 'b')) AS t (k, v) --> (map(integer, varchar(1))) {1=a, 2=b}
SELECT map_agg(k, v)[2] FROM (VALUES (1, 'a'), (2, 'b')) AS t (k, v) --> (varchar(1)) b
SELECT map_union(m) FROM (VALUES MAP(ARRAY[1], ARRAY['a']), MAP(ARRAY[2], ARRAY['b'])) AS t (m) --> (map(integer, varchar(1))) {1=a, 2=b}
SELECT multimap_agg(k, v) FROM (VALUES (1, 'a'), (1, 'b'), (2, 'c')) AS t (k, v) --> (map(integer, array(varchar(1)))) {1=[a, b], 2=[c]}
SELECT stddev(n), stddev_samp(n) = stddev(n), variance(n), var_samp(n) FROM (VALUES 2, 4, 4, 4, 5, 5, 7, 9) AS v (n) --> (double, boolean, double, double) 2.138089935299395 | true | 4.571428571428571 | 4.571428571428571
SELECT stddev_pop(n), var_pop(n) FROM (VALUES 2, 4, 4, 4, 5, 5, 7, 9) AS v (n) --> (double, double) 2.0 | 4.0
SELECT stddev(x), var_pop(x), stddev_pop(x) FROM (VALUES 5) AS v (x) --> (double, double, double) NULL | 0.0 | 0.0
SELECT corr(x, y), covar_pop(x, y), covar_samp(x, y) FROM pts WHERE g = 'a' --> (double, double, double) 1.0 | 1.3333333333333333 | 2.0
SELECT regr_slope(y, x), regr_intercept(y, x) FROM pts WHERE g = 'a' --> (double, double) 2.0 | 0.0
SELECT corr(x, y) FROM pts WHERE g = 'c' --> (double) NULL
SELECT covar_samp(x, y) FROM pts WHERE g = 'b' --> (double) NULL
SELECT round(kurtosis(n), 6), round(skewness(n), 6) FROM (VALUES 2e0, 4e0, 4e0, 4e0, 5e0, 5e0, 7e0, 9e0) AS v (n) --> (double, double) 0.940625 | 0.65625
SELECT round(entropy(n), 6) FROM (VALUES 1, 1) AS v (n) --> (double) 1.0

-- source: trino docs functions/aggregate.html (approximate aggregate functions)
SELECT approx_distinct(n), approx_distinct(n % 3) FROM nums --> (bigint, bigint) 10 | 3
SELECT approx_distinct(a), approx_distinct(a, 0.05e0) FROM t --> (bigint, bigint) 2 | 2
SELECT approx_distinct(a) FROM empty_t --> (bigint) 0
SELECT approx_percentile(n, 0.5e0) IN (5, 6) FROM nums --> (boolean) true
SELECT approx_percentile(x, 0.5e0), approx_percentile(x, ARRAY[0.5e0, 0.99e0]) FROM (VALUES 7) AS v (x) --> (bigint, array(bigint)) 7 | [7, 7]
SELECT approx_percentile(x, 0.5e0) FROM (VALUES 7e0) AS v (x) --> (double) 7.0
SELECT approx_percentile(a, 0.5e0) FROM empty_t --> (bigint) NULL
SELECT approx_percentile(a, 1.5e0) FROM t --> ! INVALID_FUNCTION_ARGUMENT: Percentile must be between 0 and 1
SELECT approx_most_frequent(2, v, 10) FROM (VALUES 'a', 'b', 'a', 'c', 'a', 'b') AS t (v) --> (map(varchar, bigint)) {a=3, b=2}
SELECT numeric_histogram(2, x) FROM (VALUES 1e0, 2e0, 10e0, 11e0) AS v (x) --> (map(double, double)) {1.5=2.0, 10.5=2.0}
SELECT cardinality(approx_set(n)), cardinality(merge(approx_set(n))) FROM nums GROUP BY () --> ! …
SELECT cardinality(approx_set(n)) FROM nums --> (bigint) 10
SELECT cardinality(merge(h)) FROM (SELECT approx_set(n) AS h FROM nums UNION ALL SELECT approx_set(n + 5) FROM nums) --> (bigint) 15

-- source: trino docs sql/select.html#group-by-clause; functions/aggregate.html
SELECT dept, count(*) FROM emp GROUP BY dept ORDER BY dept --> (dept: varchar, _col1: bigint) eng | 3 ; law | 1 ; ops | 2 ; NULL | 1
SELECT dept, sum(salary) AS total FROM emp GROUP BY 1 ORDER BY 2 DESC --> (dept: varchar, total: bigint) eng | 320 ; ops | 170 ; law | 150 ; NULL | NULL
SELECT dept, sum(salary) AS total FROM emp GROUP BY dept ORDER BY total DESC NULLS LAST, dept --> (dept: varchar, total: bigint) eng | 320 ; ops | 170 ; law | 150 ; NULL | NULL
SELECT upper(dept) AS d, count(*) FROM emp GROUP BY upper(dept) ORDER BY d --> (varchar, bigint) ENG | 3 ; LAW | 1 ; OPS | 2 ; NULL | 1
SELECT n % 3, count(*) FROM nums GROUP BY n % 3 ORDER BY 1 --> (integer, bigint) 0 | 3 ; 1 | 4 ; 2 | 3
SELECT n % 3 + 1, count(*) FROM nums GROUP BY n % 3 ORDER BY 1 --> (integer, bigint) 1 | 3 ; 2 | 4 ; 3 | 3
SELECT dept FROM emp GROUP BY dept HAVING count(*) > 1 ORDER BY dept --> (varchar) eng ; ops
SELECT dept, avg(salary) FROM emp GROUP BY dept HAVING avg(salary) > 100 ORDER BY dept --> (varchar, double) eng | 106.66666666666667 ; law | 150.0
SELECT count(*) FROM emp HAVING count(*) > 100 --> (bigint)
SELECT sum(qty), region FROM sales GROUP BY region ORDER BY region NULLS FIRST --> (bigint, varchar) 1 | NULL ; 13 | north ; 11 | south
SELECT region, product, count(*) FROM sales GROUP BY region, product HAVING region = 'south' ORDER BY product --> (varchar, varchar, bigint) south | ink | 1 ; south | pad | 1 ; south | pen | 1
SELECT count(*) FROM nums GROUP BY () --> (bigint) 10
SELECT count(*) FROM empty_t GROUP BY a --> (bigint)
SELECT 1 FROM nums GROUP BY true --> (integer) 1
SELECT count(*) FROM (SELECT DISTINCT dept FROM emp) --> (bigint) 4
SELECT DISTINCT dept FROM emp ORDER BY dept DESC --> (varchar) ops ; law ; eng ; NULL
SELECT DISTINCT k, v IS NULL FROM pairs ORDER BY 1, 2 --> (integer, boolean) 1 | false ; 2 | false ; 2 | true ; NULL | false

-- source: trino docs sql/select.html#complex-grouping-operations
SELECT region, product, sum(qty) FROM sales WHERE region IS NOT NULL GROUP BY GROUPING SETS ((region), (product), ()) ORDER BY region, product --> (varchar, varchar, bigint) north | NULL | 13 ; south | NULL | 11 ; NULL | ink | 3 ; NULL | pad | 4 ; NULL | pen | 17 ; NULL | NULL | 24
SELECT region, sum(qty) FROM sales WHERE region IS NOT NULL GROUP BY ROLLUP (region) ORDER BY region --> (varchar, bigint) north | 13 ; south | 11 ; NULL | 24
SELECT region, product, count(*) FROM sales WHERE region = 'north' GROUP BY CUBE (region, product) ORDER BY region, product --> (varchar, varchar, bigint) north | ink | 1 ; north | pen | 1 ; north | NULL | 2 ; NULL | ink | 1 ; NULL | pen | 1 ; NULL | NULL | 2
SELECT region, product, sum(qty), grouping(region, product) FROM sales WHERE region = 'north' GROUP BY GROUPING SETS ((region, product), (region), ()) ORDER BY 4, 2 --> (varchar, varchar, bigint, integer) north | ink | 3 | 0 ; north | pen | 10 | 0 ; north | NULL | 13 | 1 ; NULL | NULL | 13 | 3
SELECT grouping(region), region, count(*) FROM sales GROUP BY ROLLUP (region) ORDER BY 1, 2 --> (integer, varchar, bigint) 0 | north | 2 ; 0 | south | 3 ; 0 | NULL | 1 ; 1 | NULL | 6
SELECT region, product, count(*) FROM sales WHERE region = 'north' GROUP BY region, ROLLUP (product) ORDER BY 1, 2 --> (varchar, varchar, bigint) north | ink | 1 ; north | pen | 1 ; north | NULL | 2
SELECT a, count(*) FROM empty_t GROUP BY ROLLUP (a) --> (integer, bigint) NULL | 0
SELECT region, count(*) FROM sales GROUP BY ALL CUBE (region), ALL ROLLUP (region) ORDER BY 1, 2 --> ! …
SELECT count(*) FROM sales GROUP BY GROUPING SETS ((), ()) --> (bigint) 6 ; 6

-- source: trinodb/trino TestAnalyzer (aggregation errors)
SELECT dept, name FROM emp GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: line 1:14: 'name' must be an aggregate expression or appear in GROUP BY clause
SELECT dept, count(*) FROM emp --> ! EXPRESSION_NOT_AGGREGATE: line 1:8: 'dept' must be an aggregate expression or appear in GROUP BY clause
SELECT * FROM emp GROUP BY dept --> ! EXPRESSION_NOT_AGGREGATE: …
SELECT sum(sum(n)) FROM nums --> ! NESTED_AGGREGATION: line 1:8: Cannot nest aggregations inside aggregation 'sum': [sum(n)]
SELECT n FROM nums WHERE sum(n) > 1 --> ! EXPRESSION_NOT_SCALAR: line 1:33: WHERE clause cannot contain aggregations, window functions or grouping operations: [sum(n)]
SELECT n FROM nums GROUP BY sum(n) --> ! EXPRESSION_NOT_SCALAR: line 1:29: GROUP BY clause cannot contain aggregations, window functions or grouping operations: [sum(n)]
SELECT count(*) FROM nums GROUP BY 5 --> ! INVALID_COLUMN_REFERENCE: line 1:36: GROUP BY position 5 is not in select list
SELECT count(*) FROM nums GROUP BY 0 --> ! INVALID_COLUMN_REFERENCE: line 1:36: GROUP BY position 0 is not in select list
SELECT n FROM nums HAVING n > 1 --> ! …
SELECT sum(name) FROM emp --> ! FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar) for function sum. Expected: …
SELECT avg(*) FROM nums --> ! …
SELECT grouping(n) FROM nums --> ! …
SELECT array_agg(n ORDER BY m) FROM nums --> ! COLUMN_NOT_FOUND: line 1:29: Column 'm' cannot be resolved

-- source: trino: operator/aggregation/TestMapAggAggregation, TestMultimapAggAggregation, TestHistogram, TestMapUnionAggregation (only NULL keys: nothing was collected)
SELECT map_agg(k, v), multimap_agg(k, v), histogram(k) FROM (VALUES (CAST(NULL AS integer), 'q')) AS t (k, v) --> (map(integer, varchar(1)), map(integer, array(varchar(1))), map(integer, bigint)) NULL | NULL | NULL
SELECT map_union(m) FROM (VALUES CAST(NULL AS map(integer, integer))) AS t (m) --> (map(integer, integer)) NULL
SELECT map_agg(k, v) FROM (VALUES (7, 'p'), (NULL, 'q'), (7, 'r'), (8, NULL)) AS t (k, v) --> (map(integer, varchar(1))) {7=p, 8=null}
SELECT multimap_agg(k, v ORDER BY v DESC) FROM (VALUES (7, 'p'), (7, 'r'), (NULL, 'q')) AS t (k, v) --> (map(integer, array(varchar(1)))) {7=[r, p]}
SELECT multimap_agg(DISTINCT k, v), count_if(DISTINCT k > 6), count_if(NULL) FROM (VALUES (7, 'p'), (7, 'p')) AS t (k, v) --> (map(integer, array(varchar(1))), bigint, bigint) {7=[p]} | 1 | 0

-- source: trino: operator/aggregation/TestDoubleMinNAggregation, minmaxby/TestMinMaxByNAggregation, TestLongMaxNAggregation (limits; NaN loses)
SELECT max(x, 0) FROM (VALUES 4) AS t (x) --> ! INVALID_FUNCTION_ARGUMENT: second argument of max_n/min_n must be positive
SELECT min(x, 10001) FROM (VALUES 4) AS t (x) --> ! INVALID_FUNCTION_ARGUMENT: second argument of max_n/min_n must be less than or equal to 10000; found 10001
SELECT max_by(x, x, -3) FROM (VALUES 4) AS t (x) --> ! INVALID_FUNCTION_ARGUMENT: third argument of max_by/min_by must be a positive integer
SELECT min_by(x, x, 20000) FROM (VALUES 4) AS t (x) --> ! INVALID_FUNCTION_ARGUMENT: third argument of max_by/min_by must be less than or equal to 10000; found 20000
SELECT max(x, 2), min(x, 2), max_by(n, x), max_by(n, x, 2) FROM (VALUES (1, nan()), (2, 3e0), (3, 8e0)) AS t (n, x) --> (array(double), array(double), integer, array(integer)) [8.0, 3.0] | [3.0, 8.0] | 3 | [3, 2]
SELECT max(DISTINCT x, 2), max(x, 2), max_by(DISTINCT x, y, 2) FROM (VALUES (6, 1), (6, 1), (4, 0)) AS t (x, y) --> (array(integer), array(integer), array(integer)) [6, 4] | [6, 6] | [6, 4]

-- source: trino: sql/query/TestDistinctAggregations; operator/aggregation/TestRealCorrelationAggregation, TestDoubleRegrSlopeAggregation (integers are taken as real; what is not finite is NULL)
SELECT corr(DISTINCT x, y), corr(DISTINCT y, x) FROM (VALUES (4, 4), (5, 5), (5, 5), (6, 6)) AS t (x, y) --> (real, real) 1.0 | 1.0
SELECT covar_pop(DISTINCT x, y), covar_pop(x, y) FROM (VALUES (1e0, 1e0), (3e0, 3e0), (3e0, 3e0)) AS t (x, y) --> (double, double) 1.0 | 0.8888888888888888
SELECT corr(x, y), regr_slope(y, x), regr_intercept(y, x) FROM (VALUES (2e0, 3e0), (2e0, 4e0)) AS t (x, y) --> (double, double, double) NULL | NULL | NULL
SELECT corr(x, y), covar_pop(x, y) FROM (VALUES (nan(), 3e0), (2e0, 4e0)) AS t (x, y) --> (double, double) NULL | NaN
SELECT covar_samp(x, y), regr_slope(y, x), regr_intercept(y, x) FROM (VALUES (REAL '1', REAL '3'), (REAL '2', REAL '5'), (REAL '3', REAL '7')) AS t (x, y) --> (real, real, real) 2.0 | 2.0 | 1.0

-- source: trino: operator/aggregation/TestDoubleStdDevAggregation, TestDoubleKurtosisAggregation; sql/query/TestNumericalStability
SELECT stddev(x), var_pop(x), avg(x) FROM (VALUES infinity(), 1e0) AS t (x) --> (double, double, double) NaN | NaN | Infinity
SELECT kurtosis(x), skewness(x) FROM (VALUES 3e0, 3e0, 3e0, 3e0) AS t (x) --> (double, double) NaN | NaN
SELECT CAST(kurtosis((x + exp(29)) * 3) AS decimal(3,2)) FROM (VALUES 1e0, 2e0, 3e0, 4e0, 5e0, 6e0) AS t (x) --> (decimal(3,2)) -1.20

-- source: trino: operator/aggregation/TestLongDecimalSumAggregation, TestLongDecimalAverageAggregation
SELECT sum(x) FROM (VALUES DECIMAL '99999999999999999999999999999999999998', DECIMAL '2') AS t (x) --> ! NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow
SELECT sum(x), avg(x) FROM (VALUES DECIMAL '99999999999999999999999999999999999999', DECIMAL '3', DECIMAL '-3') AS t (x) --> (decimal(38,0), decimal(38,0)) 99999999999999999999999999999999999999 | 33333333333333333333333333333333333333
SELECT avg(x) FROM (VALUES CAST(3.25 AS decimal(38,20)), CAST(4.5 AS decimal(38,20)), NULL) AS t (x) --> (decimal(38,20)) 3.87500000000000000000

-- source: trino docs functions/aggregate.html#listagg, SqlBase.g4 (its separator is a text, its order is not optional, no window)
SELECT listagg(v, k) WITHIN GROUP (ORDER BY v) FROM (VALUES ('x', '-')) AS t (v, k) --> ! SYNTAX_ERROR: line 1:19: mismatched input 'k'. Expecting: <string>
SELECT listagg(v, '-') FROM (VALUES 'x') AS t (v) --> ! SYNTAX_ERROR: line 1:24: mismatched input 'FROM'. Expecting: 'WITHIN'
SELECT listagg(v) WITHIN GROUP (ORDER BY v) OVER () FROM (VALUES 'x') AS t (v) --> ! SYNTAX_ERROR: …

-- source: trino: operator/aggregation/TestApproximatePercentileAggregation, TestApproximateCountDistinctAggregations
SELECT approx_percentile(x, w, 0.5, 0.01) FROM (VALUES (5, 1), (9, 20)) AS t (x, w) --> (bigint) 9
SELECT approx_distinct(x, 0.3e0) FROM (VALUES 5) AS t (x) --> ! INVALID_FUNCTION_ARGUMENT: Max standard error must be in [0.0040625, 0.26]: 0.3

-- source: trino docs functions/aggregate.html (ordering during aggregation, DISTINCT)
SELECT multimap_agg(DISTINCT k, v ORDER BY v DESC) FROM (VALUES (1, 'a'), (1, 'a'), (1, 'b'), (2, 'c')) AS t (k, v) --> (map(integer, array(varchar(1)))) {2=[c], 1=[b, a]}
SELECT multimap_agg(DISTINCT k, v ORDER BY k, v) FILTER (WHERE v <> 'c') FROM (VALUES (1, 'b'), (1, 'a'), (1, 'b'), (2, 'c')) AS t (k, v) --> (map(integer, array(varchar(1)))) {1=[a, b]}
SELECT map_agg(DISTINCT k, v ORDER BY k DESC) FROM (VALUES (1, 'a'), (2, 'c'), (1, 'a')) AS t (k, v) --> (map(integer, varchar(1))) {2=c, 1=a}
SELECT array_agg(DISTINCT r ORDER BY r) FROM (VALUES ROW(ROW(1, 'b')), ROW(ROW(1, 'a')), ROW(ROW(1, 'b'))) AS t (r) --> (array(row(integer, varchar(1)))) [{field0=1, field1=a}, {field0=1, field1=b}]
SELECT multimap_agg(DISTINCT k, v ORDER BY upper(v)) FROM (VALUES (1, 'a')) AS t (k, v) --> ! EXPRESSION_NOT_IN_DISTINCT: line 1:44: For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments
