-- source: trino docs functions/decimal.html (binary arithmetic decimal operators, result precision and scale); trinodb/trino TestDecimalOperators
SELECT 1.1 + 2.2 --> (decimal(3,1)) 3.3
SELECT 1.50 + 2.25 --> (decimal(4,2)) 3.75
SELECT 1.5 + 2.25 --> (decimal(4,2)) 3.75
SELECT 1.5 - 2.25 --> (decimal(4,2)) -0.75
SELECT 1.5 * 2.25 --> (decimal(5,3)) 3.375
SELECT 2.0 * 2.0 --> (decimal(4,2)) 4.00
SELECT 10.0 / 3 --> (decimal(3,1)) 3.3
SELECT 10.0 / 3.00 --> (decimal(6,2)) 3.33
SELECT 1.00 / 3 --> (decimal(3,2)) 0.33
SELECT 2.00 / 3 --> (decimal(3,2)) 0.67
SELECT 1.0 / 8 --> (decimal(2,1)) 0.1
SELECT 1 / 3.0 --> (decimal(12,1)) 0.3
SELECT 5.5 % 2 --> (decimal(2,1)) 1.5
SELECT -5.5 % 2 --> (decimal(2,1)) -1.5
SELECT 5.5 % -2 --> (decimal(2,1)) 1.5
SELECT 13.0 % 9.0 --> (decimal(2,1)) 4.0
SELECT - 1.5 --> (decimal(2,1)) -1.5
SELECT 1 + 1.5 --> (decimal(12,1)) 2.5
SELECT BIGINT '1' + 1.5 --> (decimal(21,1)) 2.5
SELECT SMALLINT '1' + 1.5 --> (decimal(7,1)) 2.5
SELECT TINYINT '1' * 1.5 --> (decimal(5,1)) 1.5
SELECT 1.5 * 2 --> (decimal(12,1)) 3.0
SELECT 1.5 + 1e0 --> (double) 2.5
SELECT 1.5 + REAL '1' --> (real) 2.5
SELECT 137.7 - 17.1 --> (decimal(5,1)) 120.6
SELECT 37.7 * 17.1 --> (decimal(6,2)) 644.67
SELECT 0.3 * 37.7 --> (decimal(4,2)) 11.31
SELECT 37.7 / 17.1 --> (decimal(4,1)) 2.2
SELECT 17.1 / 37.7 --> (decimal(4,1)) 0.5
SELECT 1.0 / 3.0 --> (decimal(3,1)) 0.3
SELECT 0.1 / 3.00 --> (decimal(4,2)) 0.03
SELECT 25.00 / 4.0 --> (decimal(5,2)) 6.25
SELECT 9.99 + 0.01 --> (decimal(4,2)) 10.00
SELECT 99999999999999999.9 + 0.1 --> (decimal(19,1)) 100000000000000000.0
SELECT 1234567890123456789.0 + 1 --> (decimal(21,1)) 1234567890123456790.0
SELECT 12345678901234567890 * 1.0 --> ! INVALID_LITERAL: line 1:8: Invalid numeric literal: 12345678901234567890
SELECT DECIMAL '12345678901234567890' * 10 --> (decimal(30,0)) 123456789012345678900
SELECT DECIMAL '99999999999999999999999999999999999999' + 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow
SELECT DECIMAL '-99999999999999999999999999999999999999' - 1 --> ! NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow
SELECT DECIMAL '99999999999999999999999999999999999999' * 10 --> ! NUMERIC_VALUE_OUT_OF_RANGE: Decimal overflow
SELECT DECIMAL '12345678901234567890.1234567890' / DECIMAL '1.1' --> (decimal(31,10)) 11223344455667788991.0213243536
SELECT 1.0 / 0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT 1.0 / 0.0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT 1.0 % 0 --> ! DIVISION_BY_ZERO: Division by zero
SELECT TRY(1.0 / 0) --> (decimal(2,1)) NULL
SELECT NULL + 1.5 --> (decimal(3,1)) NULL
SELECT dec + 1 FROM t WHERE a = 1 --> (decimal(13,2)) 11.25
SELECT dec * 2, dec / 3 FROM t WHERE a = 1 --> (decimal(20,2), decimal(10,2)) 20.50 | 3.42
SELECT dec * dec FROM t WHERE a = 2 --> (decimal(20,4)) 2.2500
SELECT dec % 3 FROM t WHERE a = 1 --> (decimal(10,2)) 1.25
SELECT typeof(1.5 + 2), typeof(1.5 * 2.25), typeof(1.5 / 2), typeof(1.25 % 1.5) --> (varchar, varchar, varchar, varchar) decimal(12,1) | decimal(5,3) | decimal(2,1) | decimal(3,2)
SELECT 1.5 = 1.50, 1.5 < 2, 2.0 = 2, 1.5 > 1.49 --> (boolean, boolean, boolean, boolean) true | true | true | true
SELECT 0.1 + 0.2 = 0.3 --> (boolean) true
SELECT 0.1e0 + 0.2e0 = 0.3e0 --> (boolean) false
SELECT abs(-1.5) --> (decimal(2,1)) 1.5
SELECT DECIMAL '10' / DECIMAL '3' --> (decimal(2,0)) 3
SELECT DECIMAL '11' / DECIMAL '2' --> (decimal(2,0)) 6
SELECT DECIMAL '-11' / DECIMAL '2' --> (decimal(2,0)) -6
SELECT CAST(1 AS decimal(38,0)) / 3 --> (decimal(38,0)) 0
SELECT CAST(7 AS decimal(38,37)) / 2 --> (decimal(38,37)) 3.5000000000000000000000000000000000000
SELECT CAST(1 AS decimal(20,10)) / 3 --> (decimal(20,10)) 0.3333333333
SELECT CAST(2 AS decimal(20,10)) / CAST(3 AS decimal(20,10)) --> (decimal(30,10)) 0.6666666667
SELECT CAST(0.5 AS decimal(38,20)) * CAST(0.5 AS decimal(38,18)) --> (decimal(38,38)) 0.25000000000000000000000000000000000000
SELECT CAST(123.456 AS decimal(38,20)) * CAST(2 AS decimal(10,0)) --> (decimal(38,20)) 246.91200000000000000000
SELECT sum(price), avg(price), max(price) FROM sales --> (decimal(38,2), decimal(10,2), decimal(10,2)) 21.14 | 4.23 | 7.25
SELECT typeof(CAST(1 AS decimal)), typeof(CAST(1 AS decimal(5))), typeof(CAST(1 AS decimal(5,2))) --> (varchar, varchar, varchar) decimal(38,0) | decimal(5,0) | decimal(5,2)
