-- source: trino docs functions/string.html; trinodb/trino TestStringFunctions
SELECT 'a' || 'b' --> (varchar) ab
SELECT 'a' || 'b' || 'c' --> (varchar) abc
SELECT 'a' || NULL --> (varchar) NULL
SELECT concat('a', 'b', 'c') --> (varchar) abc
SELECT concat('', 'x') --> (varchar) x
SELECT concat('a', NULL) --> (varchar) NULL
SELECT 1 || 'a' --> ! FUNCTION_NOT_FOUND: line 1:10: Unexpected parameters (integer, varchar(1)) for function concat. Expected: …
SELECT concat_ws(',', 'a', 'b', 'c') --> (varchar) a,b,c
SELECT concat_ws(',', 'a', NULL, 'c') --> (varchar) a,c
SELECT concat_ws(NULL, 'a', 'b') --> (varchar) NULL
SELECT concat_ws(',', NULL, NULL) --> (varchar) ""
SELECT concat_ws(',', ARRAY['a', 'b']) --> (varchar) a,b
SELECT concat_ws(',', ARRAY['a', NULL, 'b']) --> (varchar) a,b
SELECT concat_ws('', 'a', 'b') --> (varchar) ab
SELECT chr(65), chr(9731), chr(128512) --> (varchar(1), varchar(1), varchar(1)) A | ☃ | 😀
SELECT chr(-1) --> ! INVALID_FUNCTION_ARGUMENT: Not a valid Unicode code point: -1
SELECT chr(1234567) --> ! INVALID_FUNCTION_ARGUMENT: Not a valid Unicode code point: 1234567
SELECT codepoint('A'), codepoint('☃'), codepoint('x') --> (integer, integer, integer) 65 | 9731 | 120
SELECT hamming_distance('', ''), hamming_distance('hello', 'hullo'), hamming_distance('hello', 'world') --> (bigint, bigint, bigint) 0 | 1 | 4
SELECT hamming_distance('hello', 'hi') --> ! INVALID_FUNCTION_ARGUMENT: The input strings to hamming_distance function must have the same length
SELECT levenshtein_distance('', ''), levenshtein_distance('', 'hello'), levenshtein_distance('hello', 'helo world'), levenshtein_distance('kitten', 'sitting') --> (bigint, bigint, bigint, bigint) 0 | 5 | 6 | 3
SELECT length(''), length('hello'), length('Quadratically'), length('é日本'), length(NULL) --> (bigint, bigint, bigint, bigint, bigint) 0 | 5 | 13 | 3 | NULL
SELECT length('😀') --> (bigint) 1
SELECT lower('HeLLo'), upper('HeLLo') --> (varchar(5), varchar(5)) hello | HELLO
SELECT lower('ÉÀ'), upper('éà') --> (varchar(2), varchar(2)) éà | ÉÀ
SELECT lower(''), upper(b) FROM t WHERE a IS NULL --> (varchar(0), varchar) "" | NULL
SELECT lpad('text', 5, 'x'), lpad('text', 4, 'x'), lpad('text', 6, 'xy') --> (varchar, varchar, varchar) xtext | text | xytext
SELECT lpad('text', 7, 'xy'), lpad('text', 9, 'xyz') --> (varchar, varchar) xyxtext | xyzxytext
SELECT lpad('text', 3, 'xy'), lpad('text', 0, 'xy') --> (varchar, varchar) tex | ""
SELECT rpad('text', 5, 'x'), rpad('text', 6, 'xy'), rpad('text', 7, 'xy'), rpad('text', 9, 'xyz') --> (varchar, varchar, varchar, varchar) textx | textxy | textxyx | textxyzxy
SELECT rpad('text', 3, 'xy'), rpad('text', 0, 'xy') --> (varchar, varchar) tex | ""
SELECT lpad('text', -1, 'a') --> ! INVALID_FUNCTION_ARGUMENT: Target length must be in the range [0..2147483647]
SELECT rpad('text', -1, 'a') --> ! INVALID_FUNCTION_ARGUMENT: Target length must be in the range [0..2147483647]
SELECT lpad('text', 5, '') --> ! INVALID_FUNCTION_ARGUMENT: Padding string must not be empty
SELECT rpad('text', 5, '') --> ! INVALID_FUNCTION_ARGUMENT: Padding string must not be empty
SELECT lpad('é', 3, '日') --> (varchar) 日日é
SELECT ltrim('  hello '), rtrim(' hello  '), trim('  hello  ') --> (varchar(8), varchar(8), varchar(9)) "hello " | " hello" | hello
SELECT trim(''), trim('   ') --> (varchar(0), varchar(3)) "" | ""
SELECT ltrim('xxhixx', 'x'), rtrim('xxhixx', 'x'), trim('xxhixx', 'x') --> (varchar(6), varchar(6), varchar(6)) hixx | xxhi | hi
SELECT trim(BOTH FROM '  a  '), trim(LEADING FROM ' a '), trim(TRAILING FROM ' a ') --> (varchar(5), varchar(3), varchar(3)) a | "a " | " a"
SELECT trim(BOTH '$' FROM '$var$'), trim(TRAILING 'ER' FROM upper('worker')), trim(LEADING '!' FROM '!foo!') --> (varchar(5), varchar(6), varchar(5)) var | WORK | foo!
SELECT trim('!' FROM '!foo!') --> (varchar(5)) foo
SELECT trim(BOTH 'ab' FROM 'abcba') --> (varchar(5)) c
SELECT replace('aaa', 'a'), replace('abcdefabcdef', 'cd'), replace('abcd', 'x') --> (varchar(3), varchar(12), varchar(4)) "" | abefabef | abcd
SELECT replace('aaa', 'a', 'aa') --> (varchar(11)) aaaaaa
SELECT replace('abc', 'b', 'XX') --> (varchar(11)) aXXc
SELECT replace('abcdef', 'cd', '') --> (varchar(6)) abef
SELECT replace('', '', 'xx') --> (varchar(2)) xx
SELECT replace('foo', '', 'x') --> (varchar(7)) xfxoxox
SELECT replace('hello', 'L', 'x') --> (varchar(11)) hello
SELECT reverse('hello'), reverse(''), reverse('日本é') --> (varchar(5), varchar(0), varchar(3)) olleh | "" | é本日
SELECT split('a.b.c', '.') --> (array(varchar(5))) [a, b, c]
SELECT split('a..b..c', '..') --> (array(varchar(7))) [a, b, c]
SELECT split('a.b.c', '.', 2) --> (array(varchar(5))) [a, b.c]
SELECT split('a.b.c', '.', 3), split('a.b.c', '.', 4) --> (array(varchar(5)), array(varchar(5))) [a, b, c] | [a, b, c]
SELECT split('a.b.c', '.', 1) --> (array(varchar(5))) [a.b.c]
SELECT split('', '.') --> (array(varchar(0))) []
SELECT split('a.b.c', '...') --> (array(varchar(5))) [a.b.c]
SELECT split('..a...a..', '.') --> (array(varchar(9))) [, , a, , , a, , ]
SELECT split('a.b.c', '.', 0) --> ! INVALID_FUNCTION_ARGUMENT: Limit must be positive
SELECT split('a.b.c', '') --> ! INVALID_FUNCTION_ARGUMENT: The delimiter may not be the empty string
SELECT split_part('abc-@-def-@-ghi', '-@-', 1), split_part('abc-@-def-@-ghi', '-@-', 2), split_part('abc-@-def-@-ghi', '-@-', 3) --> (varchar(15), varchar(15), varchar(15)) abc | def | ghi
SELECT split_part('abc-@-def-@-ghi', '-@-', 4), split_part('abc', ',', 1), split_part('', ',', 1) --> (varchar(15), varchar(3), varchar(0)) NULL | abc | ""
SELECT split_part('abcabd', 'b', 1), split_part('abcabd', 'b', 2), split_part('abc/', '/', 2) --> (varchar(6), varchar(6), varchar(4)) a | ca | ""
SELECT split_part('abc', ',', 0) --> ! INVALID_FUNCTION_ARGUMENT: Index must be greater than zero
SELECT split_part('abc', ',', -1) --> ! INVALID_FUNCTION_ARGUMENT: Index must be greater than zero
SELECT split_part('abc', '', 1), split_part('abc', '', 2), split_part('abc', '', 4) --> (varchar(3), varchar(3), varchar(3)) a | b | NULL
SELECT split_to_map('a=123,b=.4,c=,=d', ',', '=') --> (map(varchar, varchar)) {a=123, b=.4, c=, =d}
SELECT split_to_map('', ',', '=') --> (map(varchar, varchar)) {}
SELECT split_to_map('key=>value', ',', '=>') --> (map(varchar, varchar)) {key=value}
SELECT split_to_map('a=1,a=2', ',', '=') --> ! INVALID_FUNCTION_ARGUMENT: Duplicate keys (a) are not allowed
SELECT split_to_map('abc', ',', '=') --> ! INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: 'abc'
SELECT split_to_map('a=1', '', '=') --> ! INVALID_FUNCTION_ARGUMENT: entryDelimiter is empty
SELECT split_to_map('a=1', '=', '=') --> ! INVALID_FUNCTION_ARGUMENT: entryDelimiter and keyValueDelimiter must not be the same
SELECT split_to_multimap('a=123,a=.4,b=5', ',', '=') --> (map(varchar, array(varchar))) {a=[123, .4], b=[5]}
SELECT strpos('high', 'ig'), strpos('high', 'igx'), strpos('Quadratically', 'a'), strpos('foobar', 'foobar'), strpos('foobar', '') --> (bigint, bigint, bigint, bigint, bigint) 2 | 0 | 3 | 1 | 1
SELECT strpos('', ''), strpos('', 'a') --> (bigint, bigint) 1 | 0
SELECT strpos('abc/xyz/foo/bar', '/', 1), strpos('abc/xyz/foo/bar', '/', 2), strpos('abc/xyz/foo/bar', '/', 3), strpos('abc/xyz/foo/bar', '/', 4) --> (bigint, bigint, bigint, bigint) 4 | 8 | 12 | 0
SELECT strpos('abc/xyz/foo/bar', '/', -1), strpos('abc/xyz/foo/bar', '/', -2), strpos('highhigh', 'ig', -1) --> (bigint, bigint, bigint) 12 | 8 | 6
SELECT strpos('high', 'ig', 0) --> ! INVALID_FUNCTION_ARGUMENT: 'instance' must be a positive or negative number.
SELECT strpos(NULL, 'a'), strpos('a', NULL) --> (bigint, bigint) NULL | NULL
SELECT strpos('信念,爱,希望', '爱') --> (bigint) 4
SELECT position('b' IN 'abc'), position('x' IN 'abc') --> (bigint, bigint) 2 | 0
SELECT starts_with('foo', 'foo'), starts_with('foo', 'bar'), starts_with('foo', ''), starts_with('', 'foo') --> (boolean, boolean, boolean, boolean) true | false | true | false
SELECT substr('Quadratically', 5), substr('Quadratically', 50), substr('Quadratically', -5), substr('Quadratically', -50), substr('Quadratically', 0) --> (varchar(13), varchar(13), varchar(13), varchar(13), varchar(13)) ratically | "" | cally | "" | ""
SELECT substr('Quadratically', 5, 6), substr('Quadratically', 5, 50), substr('Quadratically', 50, 10), substr('Quadratically', -5, 4), substr('Quadratically', -5, 40), substr('Quadratically', 0, 4) --> (varchar(13), varchar(13), varchar(13), varchar(13), varchar(13), varchar(13)) ratica | ratically | "" | call | cally | ""
SELECT substr('Quadratically', 5, 0), substr('Quadratically', 5, -1) --> (varchar(13), varchar(13)) "" | ""
SELECT substring('hello', 2), substring('hello' FROM 2), substring('hello' FROM 2 FOR 3), substring('hello', 2, 3) --> (varchar(5), varchar(5), varchar(5), varchar(5)) ello | ello | ell | ell
SELECT substr('信念,爱,希望', 4, 1) --> (varchar(7)) 爱
SELECT substr('a', NULL), length(substr(b, 1)) FROM t WHERE b IS NULL --> (varchar(1), bigint) NULL | NULL
SELECT translate('abcd', '', ''), translate('abcd', 'a', 'z'), translate('abcda', 'a', 'z'), translate('Palhoça', 'ç', 'c') --> (varchar, varchar, varchar, varchar) abcd | zbcd | zbcdz | Palhoca
SELECT translate('abcd', 'b', U&'\+01F600'), translate('abcd', 'a', ''), translate('abcd', 'a', 'zy'), translate('abcd', 'ac', 'z') --> (varchar, varchar, varchar, varchar) a😀cd | bcd | zbcd | zbd
SELECT translate('abcd', 'aac', 'zq') --> (varchar) zbd
SELECT normalize('schön') --> (varchar) schön
SELECT to_utf8('hello'), to_utf8('é') --> (varbinary, varbinary) 68 65 6c 6c 6f | c3 a9
SELECT from_utf8(X'68656c6c6f'), from_utf8(to_utf8('é')) --> (varchar, varchar) hello | é
SELECT from_utf8(X'61ff62') --> (varchar) a�b
SELECT from_utf8(X'61ff62', '#'), from_utf8(X'61ff62', '') --> (varchar, varchar) a#b | ab
SELECT soundex('Miller'), soundex('Robert'), soundex('Rupert') --> (varchar(4), varchar(4), varchar(4)) M460 | R163 | R163
SELECT luhn_check('79927398713'), luhn_check('79927398714') --> (boolean, boolean) true | false
SELECT b || '!' FROM t ORDER BY b --> (varchar) x! ; y! ; NULL
SELECT upper(b), length(b), b LIKE 'x%' FROM t ORDER BY b --> (varchar, bigint, boolean) X | 1 | true ; Y | 1 | false ; NULL | NULL | NULL
SELECT substr(12345, 1, 2) --> ! FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer, integer, integer) for function substr. Expected: …
SELECT length(1) --> ! FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function length. Expected: …
SELECT nosuch('a') --> ! FUNCTION_NOT_FOUND: line 1:8: Function 'nosuch' not registered

-- source: trino: sql/TestLikeFunctions, operator/scalar/AbstractTestRegexpFunctions (a char on the left of LIKE and as a regular expression is padded)
SELECT CAST('kelp' AS char(6)) LIKE 'k%p__', CAST('kelp' AS char(6)) LIKE 'kelp', CAST('kelp' AS char(6)) NOT LIKE 'ke__  ' --> (boolean, boolean, boolean) true | false | false
SELECT regexp_like('sea', CHAR 'sea '), regexp_like('sea weed', CHAR 'sea ') --> (boolean, boolean) false | true
SELECT 'kelp' LIKE CAST('kelp' AS char(4)) --> ! TYPE_MISMATCH: line 1:20: Pattern for LIKE expression must evaluate to a varchar (actual: char(4))

-- source: trino: operator/scalar/TestWordStemFunction; snowball-data (vocabularies of each language)
SELECT word_stem('cantaríamos', 'es'), word_stem('diciéndoselo', 'es'), word_stem('rápidamente', 'es'), word_stem('averigüe', 'es') --> (varchar(11), varchar(12), varchar(11), varchar(8)) cant | dic | rapid | averigü
SELECT word_stem('jouaient', 'fr'), word_stem('nationalité', 'fr'), word_stem('constamment', 'fr'), word_stem('chevaux', 'fr') --> (varchar(8), varchar(11), varchar(11), varchar(7)) jou | national | const | cheval
SELECT word_stem('nações', 'pt'), word_stem('rapidamente', 'pt'), word_stem('irmão', 'pt'), word_stem('cantássemos', 'pt') --> (varchar(6), varchar(11), varchar(5), varchar(11)) naçõ | rapid | irmã | cant
SELECT word_stem('mangiandola', 'it'), word_stem('felicità', 'it'), word_stem('gioiosamente', 'it') --> (varchar(11), varchar(8), varchar(12)) mang | felic | gioios
SELECT word_stem('häuser', 'de'), word_stem('strasse', 'de'), word_stem('freundlichkeit', 'de'), word_stem('muessen', 'de') --> (varchar(6), varchar(7), varchar(14), varchar(7)) haus | strass | freundlich | muss
SELECT word_stem('skolorna', 'sv'), word_stem('bygninger', 'da'), word_stem('hestene', 'no'), word_stem('lopende', 'nl'), word_stem('книгами', 'ru') --> (varchar(8), varchar(9), varchar(7), varchar(7), varchar(7)) skol | bygning | hest | lopend | книг
SELECT word_stem('Running'), word_stem('RUNNING'), word_stem('ox', 'en') --> (varchar(7), varchar(7), varchar(2)) Run | RUNNING | ox
SELECT word_stem('juosta', 'fi') --> ! NOT_SUPPORTED: word_stem for language fi is not supported
