-- source: trino docs functions/regexp.html; trinodb/trino AbstractTestRegexpFunctions
SELECT regexp_count('1a 2b 14m', '\s*[a-z]+\s*') --> (bigint) 3
SELECT regexp_count('aaa', 'aa'), regexp_count('', 'a'), regexp_count('a', '') --> (bigint, bigint, bigint) 1 | 0 | 2
SELECT regexp_extract_all('1a 2b 14m', '\d+') --> (array(varchar(9))) [1, 2, 14]
SELECT regexp_extract_all('1a 2b 14m', '(\d+)([a-z]+)', 2) --> (array(varchar(9))) [a, b, m]
SELECT regexp_extract_all('rat cat\nbat dog', 'ra(.)|blah(.)(.)', 2) --> (array(varchar(16))) [null]
SELECT regexp_extract_all('abc', 'x') --> (array(varchar(3))) []
SELECT regexp_extract('1a 2b 14m', '\d+') --> (varchar(9)) 1
SELECT regexp_extract('1a 2b 14m', '(\d+)([a-z]+)', 2) --> (varchar(9)) a
SELECT regexp_extract('Hello world bye', '\b[a-z]([a-z]*)') --> (varchar(15)) world
SELECT regexp_extract('Hello world bye', '\b[a-z]([a-z]*)', 1) --> (varchar(15)) orld
SELECT regexp_extract('rat cat', 'ra(.)|blah(.)(.)', 2) --> (varchar(7)) NULL
SELECT regexp_extract('12345', 'x') --> (varchar(5)) NULL
SELECT regexp_extract('12345', '') --> (varchar(5)) ""
SELECT regexp_extract('Baby X', 'by ([A-Z].*)\b', 2) --> ! INVALID_FUNCTION_ARGUMENT: Pattern has 1 groups. Cannot access group 2
SELECT regexp_extract('abc', 'b', -1) --> ! INVALID_FUNCTION_ARGUMENT: Group cannot be negative
SELECT regexp_like('1a 2b 14m', '\d+b') --> (boolean) true
SELECT regexp_like('Stephen', 'Ste(v|ph)en'), regexp_like('Stevens', 'Ste(v|ph)en'), regexp_like('Stevens', '^Ste(v|ph)en$') --> (boolean, boolean, boolean) true | true | false
SELECT regexp_like('hello', '^HELLO$'), regexp_like('hello', '(?i)^HELLO$') --> (boolean, boolean) false | true
SELECT regexp_like('', ''), regexp_like('a', NULL), regexp_like(NULL, 'a') --> (boolean, boolean, boolean) true | NULL | NULL
SELECT regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b') --> (integer) 8
SELECT regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b', 5) --> (integer) 8
SELECT regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b', 12) --> (integer) 19
SELECT regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b', 12, 1), regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b', 12, 2), regexp_position('I have 23 apples, 5 pears and 13 oranges', '\b\d+\b', 12, 3) --> (integer, integer, integer) 19 | 31 | -1
SELECT regexp_replace('1a 2b 14m', '\d+[ab] ') --> (varchar(9)) 14m
SELECT regexp_replace('1a 2b 14m', '(\d+)([ab]) ', '3c$2 ') --> (varchar(229)) 3ca 3cb 14m
SELECT regexp_replace('new york', '(\w)(\w*)', x -> upper(x[1]) || lower(x[2])) --> (varchar) New York
SELECT regexp_replace('aaa', 'a', 'b') --> (varchar(7)) bbb
SELECT regexp_replace('fun stuff.', '[a-z]') --> (varchar(10)) " ."
SELECT regexp_replace('fun stuff.', '[a-z]', '*') --> (varchar(65)) *** *****.
SELECT regexp_replace('call 555.123.4444 now', '(\d{3})\.(\d{3}).(\d{4})', '($1) $2-$3') --> (varchar(2331)) call (555) 123-4444 now
SELECT regexp_replace('xxx', 'x', '\$') --> (varchar(15)) $$$
SELECT regexp_replace('abc', '(?<first>.)b', '${first}X') --> (varchar(55)) aXc
SELECT regexp_replace('xxx xxx xxx', 'x', '\\x') --> (varchar(203)) \x\x\x \x\x\x \x\x\x
SELECT regexp_replace('abc', 'b', '$1') --> ! INVALID_FUNCTION_ARGUMENT: Illegal replacement sequence: unknown group …
SELECT regexp_replace('', 'x', 'y') --> (varchar(1)) ""
SELECT regexp_replace('wxyz', '', '-') --> (varchar(14)) -w-x-y-z-
SELECT regexp_split('1a 2b 14m', '\s*[a-z]+\s*') --> (array(varchar(9))) [1, 2, 14, ]
SELECT regexp_split('a.b:c;d', '[\.:;]') --> (array(varchar(7))) [a, b, c, d]
SELECT regexp_split('abc', 'x') --> (array(varchar(3))) [abc]
SELECT regexp_split('a,b', ',') --> (array(varchar(3))) [a, b]
SELECT regexp_like('foobar', 'foo(?=bar)'), regexp_like('foobaz', 'foo(?!bar)') --> (boolean, boolean) true | true
SELECT regexp_extract('foobar', '(?<=foo)bar') --> (varchar(6)) bar
SELECT regexp_like('abab', '(ab)\1'), regexp_like('abac', '^(ab)\1$') --> (boolean, boolean) true | false
SELECT regexp_extract('aaa', 'a++'), regexp_extract('"a" "b"', '"(.*?)"', 1) --> (varchar(3), varchar(7)) aaa | a
SELECT regexp_like(U&'a\000Ab', 'a.b'), regexp_like(U&'a\000Ab', '(?s)a.b'), regexp_like(U&'x\000Aab', '(?m)^ab$') --> (boolean, boolean, boolean) false | true | true
SELECT regexp_like('é', '^[^\x00-\x7f]$') --> (boolean) true
SELECT regexp_like('a-b', '\p{Punct}'), regexp_like('É', '\p{Lu}'), regexp_like('ab12', '^\p{Alnum}+$') --> (boolean, boolean, boolean) true | true | true
SELECT regexp_like('x', '[') --> ! INVALID_FUNCTION_ARGUMENT: …
-- source: trino: operator/scalar/AbstractTestRegexpFunctions; an end stands at the end and before a last line feed
SELECT regexp_like(t, '^ab+$'), regexp_like(t, 'b$') FROM (VALUES 'abb', U&'abb\000A', U&'abb\000A\000A', U&'ab\000Ab', U&'\000A') AS v (t) --> (boolean, boolean) true | true ; true | true ; false | false ; false | true ; false | false
SELECT regexp_replace(t, '^a(b*).*$', '<$1>') FROM (VALUES 'abbc', U&'abbc\000A', U&'abbc\000A\000A', U&'xabb\000A', 'a') AS v (t) --> (varchar(90)) <bb> ; <bb>\n ; abbc\n\n ; xabb\n ; <>
SELECT regexp_replace(t, '[^b]+$', '.') FROM (VALUES 'bcc', U&'bc\000A', U&'b\000A') AS v (t) --> (varchar(7)) b. ; b. ; b.
SELECT regexp_replace(t, '^(?:a|b)(.)$', '$1$1') FROM (VALUES 'ax', U&'bx\000A', U&'a\000A') AS v (t) --> (varchar(27)) xx ; xx\n ; a\n
SELECT regexp_extract(t, 'b+.?$'), regexp_extract(t, 'a(b+)$', 1), regexp_extract(t, '(x*)$', 1) FROM (VALUES 'abb', U&'abb\000A', U&'ab\000Ac') AS v (t) --> (varchar(4), varchar(4), varchar(4)) bb | bb | "" ; bb | bb | "" ; NULL | NULL | ""
SELECT regexp_replace(t, '^(?:\{2\}|''q'')x$', '{0}''') FROM (VALUES '''q''x', 'x') AS v (t) --> (varchar(44)) {0}' ; x
