-- source: trino: spi/type/DoubleType (NaN equals nothing, is the same as itself for DISTINCT, comes last, is least for max and greatest for min); operator/scalar/TestMathFunctions; operator/aggregation CentralMoments
SELECT nan() IN (nan(), 4e0), 4e0 IN (nan(), 4e0), nan() NOT IN (nan()), nan() IN (4e0, NULL) --> (boolean, boolean, boolean, boolean) false | true | true | NULL
SELECT x IN (4e0, nan()), x NOT IN (nan(), 5e0) FROM (VALUES nan(), 4e0) AS t (x) ORDER BY x --> (boolean, boolean) true | true ; false | true
SELECT x = ALL (SELECT nan()), x < ALL (SELECT nan()), x > ANY (VALUES 3e0, nan()), x >= ALL (VALUES 3e0, 4e0) FROM (VALUES nan(), 4e0) AS t (x) ORDER BY x --> (boolean, boolean, boolean, boolean) false | false | true | true ; false | false | false | false
SELECT x < ALL (SELECT 4e0 WHERE false), x > ANY (VALUES 3e0, NULL), x = ALL (VALUES 4e0, NULL) FROM (VALUES 4e0, 5e0, NULL) AS t (x) ORDER BY x --> (boolean, boolean, boolean) true | true | NULL ; true | true | false ; true | NULL | NULL
SELECT min(x), max(x), min(x, 3), max(x, 3) FROM (VALUES nan(), 4e0, 5e0) AS t (x) --> (double, double, array(double), array(double)) 4.0 | 5.0 | [4.0, 5.0, NaN] | [5.0, 4.0, NaN]
SELECT min(x), max(x) FROM (VALUES nan(), nan()) AS t (x) --> (double, double) NaN | NaN
SELECT min(x), max(x) FROM (VALUES CAST(nan() AS real), REAL '4') AS t (x) --> (real, real) 4.0 | 4.0
SELECT min_by(k, x), max_by(k, x), max_by(k, x, 2) FROM (VALUES ('n', nan()), ('a', 4e0), ('b', 5e0)) AS t (k, x) --> (varchar(1), varchar(1), array(varchar(1))) a | b | [b, a]
SELECT max(x) OVER (), min(x) OVER () FROM (VALUES nan(), 4e0) AS t (x) --> ~ (double, double) 4.0 | 4.0 ; 4.0 | 4.0
SELECT greatest(4e0, nan()), least(nan(), 4e0), greatest(nan(), nan()), greatest(nan(), 4e0, 5e0) --> (double, double, double, double) 4.0 | 4.0 | NaN | 5.0
SELECT array_min(ARRAY[4e0, nan()]), array_max(ARRAY[nan(), 4e0]), array_max(ARRAY[nan(), nan()]) --> (double, double, double) 4.0 | 4.0 | NaN
SELECT array_sort(ARRAY[nan(), 4e0, -4e0, NULL, infinity()]), array_distinct(ARRAY[nan(), nan(), 4e0]) --> (array(double), array(double)) [-4.0, 4.0, Infinity, NaN, null] | [NaN, 4.0]
SELECT x FROM (VALUES nan(), 4e0, NULL, infinity()) AS t (x) ORDER BY x DESC --> (double) NaN ; Infinity ; 4.0 ; NULL
SELECT x, count(*) FROM (VALUES nan(), nan(), 4e0) AS t (x) GROUP BY x ORDER BY x --> (double, bigint) 4.0 | 1 ; NaN | 2
SELECT count(DISTINCT x) FROM (VALUES nan(), nan(), 4e0) AS t (x) --> (bigint) 2
SELECT count(*) FROM (VALUES nan(), 4e0) AS t (x) JOIN (VALUES nan(), 4e0) AS u (y) ON x = y --> (bigint) 1
SELECT x FROM (VALUES nan(), nan()) AS t (x) INTERSECT SELECT nan() --> (double) NaN
SELECT x FROM (VALUES nan(), 4e0) AS t (x) EXCEPT SELECT nan() --> (double) 4.0
SELECT ARRAY[nan()] = ARRAY[nan()], ROW(nan()) = ROW(nan()), MAP(ARRAY[1], ARRAY[nan()]) = MAP(ARRAY[1], ARRAY[nan()]), ROW(nan()) <> ROW(nan()), ROW(nan(), 1) = ROW(nan(), NULL) --> (boolean, boolean, boolean, boolean, boolean) false | false | false | true | false
SELECT contains(ARRAY[nan()], nan()), array_position(ARRAY[4e0, nan()], nan()), array_remove(ARRAY[nan(), 4e0], nan()), contains(ARRAY[nan(), NULL], nan()) --> (boolean, bigint, array(double), boolean) false | 0 | [NaN, 4.0] | NULL
SELECT array_intersect(ARRAY[nan()], ARRAY[nan()]), array_except(ARRAY[nan(), 4e0], ARRAY[nan()]), array_union(ARRAY[nan()], ARRAY[nan()]) --> (array(double), array(double), array(double)) [NaN] | [4.0] | [NaN]
SELECT CASE nan() WHEN nan() THEN 1 ELSE 2 END, nullif(nan(), nan()), nan() IS NOT DISTINCT FROM nan() --> (integer, double, boolean) 2 | NaN | true
SELECT sum(x), avg(x), stddev(x), var_pop(x), count(x) FROM (VALUES nan(), 4e0) AS t (x) --> (double, double, double, double, bigint) NaN | NaN | NaN | NaN | 2
SELECT stddev(x), stddev_pop(x), variance(x), var_pop(x) FROM (VALUES nan()) AS t (x) --> (double, double, double, double) NULL | NaN | NULL | NaN
SELECT stddev(x), var_samp(x) FROM (VALUES infinity(), 4e0) AS t (x) --> (double, double) NaN | NaN
SELECT covar_pop(x, x), covar_samp(x, x), corr(x, x), regr_slope(x, x), regr_intercept(x, x), kurtosis(x) FROM (VALUES nan(), 4e0, 3e0, 7e0, 6e0) AS t (x) --> (double, double, double, double, double, double) NaN | NaN | NULL | NULL | NULL | NaN
SELECT rank() OVER (ORDER BY x), x FROM (VALUES nan(), nan(), 4e0) AS t (x) ORDER BY 1 --> (bigint, double) 1 | 4.0 ; 2 | NaN ; 2 | NaN
SELECT x BETWEEN 0e0 AND 5e0, x NOT BETWEEN 0e0 AND 5e0 FROM (VALUES nan(), 4e0) AS t (x) ORDER BY x --> (boolean, boolean) true | false ; false | true
