-- source: trino: sql/parser/TestSqlParserErrorHandling
SELECT -- nothing --> ! SYNTAX_ERROR: line 1:18: mismatched input '<EOF>'. Expecting: '*', 'ALL', 'DISTINCT', <expression>
SELECT * FROM --> ! SYNTAX_ERROR: line 1:14: mismatched input '<EOF>'. Expecting: '(', 'JSON_TABLE', 'LATERAL', 'TABLE', 'UNNEST', <identifier>
SELECT * FROM ( --> ! SYNTAX_ERROR: line 1:16: mismatched input '<EOF>'. Expecting: '(', 'JSON_TABLE', 'LATERAL', 'TABLE', 'UNNEST', <identifier>, <query>
SELECT n FROM nums WHERE @n --> ! SYNTAX_ERROR: line 1:26: mismatched input '@'. Expecting: <expression>
SELECT n FROM nums LIMIT 3 ORDER BY n --> ! SYNTAX_ERROR: line 1:28: mismatched input 'ORDER'. Expecting: <EOF>
SELECT upper(,1) --> ! SYNTAX_ERROR: line 1:14: mismatched input ','. Expecting: ')', '*', 'ALL', 'DISTINCT', 'ORDER', <expression>
SELECT count(DISTINCT) --> ! SYNTAX_ERROR: line 1:22: mismatched input ')'. Expecting: <expression>
SELECT n FROM nums WHERE EXISTS ( --> ! SYNTAX_ERROR: line 1:34: mismatched input '<EOF>'. Expecting: <query>
SELECT count(*) FILTER ( --> ! SYNTAX_ERROR: line 1:25: mismatched input '<EOF>'. Expecting: 'WHERE'
SELECT CAST(n AS ) FROM nums --> ! SYNTAX_ERROR: line 1:18: mismatched input ')'. Expecting: <type>
SELECT sum(n) OVER (ROWS UNBOUNDED) FROM nums --> ! SYNTAX_ERROR: line 1:35: mismatched input ')'. Expecting: 'FOLLOWING', 'PRECEDING'
SELECT n FROM nums AS x TABLESAMPLE half --> ! SYNTAX_ERROR: line 1:37: mismatched input 'half'. Expecting: 'BERNOULLI', 'SYSTEM'
SELECT n FROM nums GROUP BY CUBE (n), --> ! SYNTAX_ERROR: line 1:38: mismatched input '<EOF>'. Expecting: '(', 'CUBE', 'GROUPING', 'ROLLUP', <expression>
SELECT "" FROM nums --> ! SYNTAX_ERROR: line 1:8: Zero-length delimited identifier not allowed
SELECT n FROM ""."nums" --> ! SYNTAX_ERROR: line 1:15: Zero-length delimited identifier not allowed
SELECT n FROM `nums` --> ! SYNTAX_ERROR: line 1:15: backquoted identifiers are not supported; use double quotes to quote identifiers

-- source: trino: sql/parser/TestSqlParser (forms with their own number of arguments, Unicode literals)
SELECT coalesce(7) --> ! SYNTAX_ERROR: line 1:8: The 'coalesce' function must have at least two arguments
SELECT nullif(7) --> ! SYNTAX_ERROR: line 1:8: Invalid number of arguments for 'nullif' function
SELECT if(true) --> ! SYNTAX_ERROR: line 1:8: Invalid number of arguments for 'if' function
SELECT try() --> ! SYNTAX_ERROR: line 1:8: The 'try' function must have exactly one argument
SELECT format('%s') --> ! SYNTAX_ERROR: line 1:8: The 'format' function must have at least two arguments
SELECT coalesce(7, 8) OVER () --> ! SYNTAX_ERROR: line 1:8: OVER clause not valid for 'coalesce' function
SELECT nullif(7, 8) FILTER (WHERE true) --> ! SYNTAX_ERROR: line 1:8: FILTER not valid for 'nullif' function
SELECT U&'caf\00e9' --> (varchar(4)) café
SELECT U&'caf#00e9' UESCAPE '#' --> (varchar(4)) café
SELECT U&'smile \+01F600' --> (varchar(7)) smile 😀
SELECT U&'caf\00g9' --> ! SYNTAX_ERROR: line 1:8: Incomplete escape sequence: 00
SELECT U&'caf\x0e9' --> ! SYNTAX_ERROR: line 1:8: Invalid hexadecimal digit: x
SELECT U&'caf\00e' --> ! SYNTAX_ERROR: line 1:8: Incomplete escape sequence: 00e
SELECT U&'\D800' --> ! SYNTAX_ERROR: line 1:8: Invalid escaped character: D800. Escaped character is a surrogate. Use '\+123456' instead.
SELECT U&'a' UESCAPE '' --> ! SYNTAX_ERROR: line 1:8: Empty Unicode escape character
SELECT U&'a' UESCAPE '7' --> ! SYNTAX_ERROR: line 1:8: Invalid Unicode escape character: 7

-- source: trino docs functions/table.html; trino: operator/table/SequenceFunction, ExcludeColumns
SELECT * FROM TABLE(sequence(start => 1, stop => 7, step => 3)) ORDER BY 1 --> (sequential_number: bigint) 1 ; 4 ; 7
SELECT * FROM TABLE(sequence(3, 1, -1)) AS s (n) ORDER BY n DESC --> (n: bigint) 3 ; 2 ; 1
SELECT s.n * d.floor AS x FROM dept AS d CROSS JOIN TABLE(sequence(1, 2)) AS s (n) WHERE d.code = 'eng' ORDER BY 1 --> (x: bigint) 3 ; 6
SELECT * FROM TABLE(exclude_columns(input => TABLE(dept), columns => DESCRIPTOR(title, floor))) ORDER BY 1 LIMIT 1 --> (code: varchar) art
SELECT * FROM TABLE(sequence(1, 2, 3, 4)) --> ! INVALID_ARGUMENTS: line 1:15: Too many arguments. Expected at most 3 arguments, got 4 arguments
SELECT * FROM TABLE(sequence(begin => 1, stop => 2)) --> ! INVALID_ARGUMENTS: line 1:30: Unexpected argument name: BEGIN

-- source: trino: sql/query/TestSubqueries (RIGHT and FULL JOIN LATERAL go by each row of the left side)
SELECT a, b FROM (VALUES 1, 5) AS l (a) RIGHT JOIN LATERAL (VALUES 2, 3) AS r (b) ON a < b ORDER BY 1, 2 --> (integer, integer) 1 | 2 ; 1 | 3 ; NULL | 2 ; NULL | 3
SELECT a, b FROM (VALUES 1, 2) AS l (a) FULL JOIN LATERAL (SELECT 9 WHERE false) AS r (b) ON true ORDER BY 1 --> (integer, integer) 1 | NULL ; 2 | NULL
SELECT count(*) FROM (SELECT 1 WHERE false) AS l (a) RIGHT JOIN LATERAL (VALUES 2, 3) AS r (b) ON true --> (bigint) 0
