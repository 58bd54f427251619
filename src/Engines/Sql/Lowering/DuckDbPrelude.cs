namespace Weir.Engines.Sql.Lowering;

/// <summary>Macros that lowered text calls. Each is made on a DuckDB instance before the first statement that names it; part of our own code, so trusted.</summary>
/// <remarks>
/// A failure is a call of weir_raise, which throws Trino's text (see <see cref="EngineErrors"/>): unlike error(), it is not volatile,
/// so TRY can catch it. It is the place asked of a list, not a condition: DuckDB computes constant conditions before any row asks for
/// them. What it gives has no type, so that it fits any other.
/// A timestamp with time zone is a struct of the instant (<c>t</c>) and the zone's name (<c>z</c>).
/// </remarks>
public static class DuckDbPrelude
{
    /// <summary>How the names of all begin.</summary>
    public const string Prefix = "weir_";

    /// <summary>What makes them, each after those it calls.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        // The second argument names everything the failing expression depends on: one of constants alone would be tried, and fail, while planning.
        """CREATE OR REPLACE MACRO weir_fail(m, x) AS ([NULL])[CAST(weir_raise(m, x) AS BIGINT)]""",
        .. TimePrelude.Basics,
        """
        CREATE OR REPLACE MACRO weir_ordered(o) AS CASE o WHEN 8 THEN weir_fail('NOT_SUPPORTED ROW comparison not supported for fields with null elements', o)
        WHEN 9 THEN weir_fail('NOT_SUPPORTED ARRAY comparison not supported for arrays with null elements', o) ELSE o END
        """,
        """CREATE OR REPLACE MACRO weir_div(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN weir_fail('DIVISION_BY_ZERO Division by zero', row(a, b)) ELSE a // b END""",
        """
        CREATE OR REPLACE MACRO weir_mod(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN weir_fail('DIVISION_BY_ZERO Division by zero', row(a, b))
          ELSE a % CASE WHEN b = -1 THEN 1 ELSE b END END
        """,
        """CREATE OR REPLACE MACRO weir_div_once(a, b) AS CASE WHEN b = 0 THEN weir_fail('DIVISION_BY_ZERO Division by zero', row(a, b)) ELSE a // b END""",
        """
        CREATE OR REPLACE MACRO weir_mod_once(a, b) AS CASE WHEN b = 0 THEN weir_fail('DIVISION_BY_ZERO Division by zero', row(a, b))
          ELSE a % CASE WHEN b = -1 THEN 1 ELSE b END END
        """,
        """
        CREATE OR REPLACE MACRO weir_half_up(n, d) AS CASE WHEN d = 0 AND n IS NOT NULL THEN weir_fail('DIVISION_BY_ZERO Division by zero', row(n, d))
          ELSE sign(n) * sign(d) * ((abs(n) * 2 + abs(d)) // (abs(d) * 2)) END
        """,
        """
        CREATE OR REPLACE MACRO weir_subscript(a, i) AS CASE
          WHEN a IS NULL THEN NULL
          WHEN i = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', row(a, i))
          WHEN i < 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Array subscript is negative: ' || i, row(a, i))
          WHEN i > len(a) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a), row(a, i))
          ELSE a[i] END
        """,
        """
        CREATE OR REPLACE MACRO weir_element_at(a, i) AS CASE
          WHEN i = 0 AND a IS NOT NULL THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', row(a, i)) ELSE a[i] END
        """,
        """
        CREATE OR REPLACE MACRO weir_map_at(m, k) AS CASE
          WHEN m IS NOT NULL AND k IS NOT NULL AND NOT map_contains(m, k) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Key not present in map: ' || CAST(k AS VARCHAR), row(m, k))
          ELSE m[k] END
        """,
        """CREATE OR REPLACE MACRO weir_repeated(k) AS coalesce(CAST(list_filter(k, lambda e, i: list_position(k, e) < i)[1] AS VARCHAR), '')""",
        """
        CREATE OR REPLACE MACRO weir_map(k, v) AS CASE
          WHEN len(k) <> len(v) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Key and value arrays must be the same length', row(k, v))
          WHEN len(list_distinct(k)) < len(list_filter(k, lambda e: e IS NOT NULL)) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Duplicate map keys (' || weir_repeated(k) || ') are not allowed', row(k, v))
          WHEN list_count(k) < len(k) THEN weir_fail('INVALID_FUNCTION_ARGUMENT map key cannot be null', row(k, v))
          ELSE map(k, v) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_int(x, t) AS CASE
          WHEN x IS NULL THEN NULL WHEN regexp_full_match(x, '\s*[+-]?[0-9]+\s*') THEN trim(x, E' \t\r\n')
          ELSE weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to ' || t, row(x, t)) END
        """,
        """CREATE OR REPLACE MACRO weir_is_number(x) AS regexp_full_match(x, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?')""",
        """
        CREATE OR REPLACE MACRO weir_to_double(x, t) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[+-]?(NaN|Infinity)\s*') THEN CAST(replace(trim(x, E' \t\r\n'), 'Infinity', 'inf') AS DOUBLE)
          WHEN regexp_full_match(x, '\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?\s*')
            THEN coalesce(TRY_CAST(trim(x, E' \t\r\nfFdD') AS DOUBLE), CAST(CASE WHEN ltrim(x)[1] = '-' THEN '-inf' ELSE 'inf' END AS DOUBLE))
          ELSE weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to ' || t, row(x, t)) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_float(x) AS CASE WHEN abs(x) > 3.4028235677973362e38 AND isfinite(x)
          THEN CAST(CASE WHEN x < 0 THEN '-inf' ELSE 'inf' END AS FLOAT) ELSE CAST(x AS FLOAT) END
        """,
        """
        CREATE OR REPLACE MACRO weir_fit(x, shown, n) AS CASE WHEN length(x) > n
          THEN weir_fail('INVALID_CAST_ARGUMENT Value ' || shown || ' cannot be represented as varchar(' || n || ')', row(x, shown, n)) ELSE x END
        """,
        """
        CREATE OR REPLACE MACRO weir_uuid_text(x) AS CASE WHEN length(x) <> 36
          THEN weir_fail('INVALID_CAST_ARGUMENT Invalid UUID string length: ' || length(x), x)
          WHEN NOT regexp_full_match(x, '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}')
          THEN weir_fail('INVALID_CAST_ARGUMENT Cannot cast value to UUID: ' || x, x) ELSE x END
        """,
        """CREATE OR REPLACE MACRO weir_loose_date(x) AS TRY_CAST(regexp_replace(regexp_replace(trim(x, E' \t\r\n'), '^\+', ''), '^(-?)([0-9]{1,3})-', '\1000\2-') AS DATE)""",
        """
        CREATE OR REPLACE MACRO weir_to_date(x) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[+-]?[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}\s*') AND TRY_CAST(trim(x) AS DATE) IS NOT NULL THEN TRY_CAST(trim(x) AS DATE)
          WHEN regexp_full_match(x, '\s*[+-]?[0-9]+-[0-9]{1,2}-[0-9]{1,2}\s*') AND weir_loose_date(x) IS NOT NULL THEN weir_loose_date(x)
          ELSE weir_fail('INVALID_CAST_ARGUMENT Value cannot be cast to date: ' || x, x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_bool(x) AS CASE
          WHEN lower(x) IN ('t', 'true', '1') THEN true WHEN lower(x) IN ('f', 'false', '0') THEN false
          WHEN x IS NOT NULL THEN weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to BOOLEAN', x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_substr(s, i) AS CASE
          WHEN i = 0 OR abs(i) > length(s) THEN CASE WHEN s IS NULL THEN NULL ELSE '' END ELSE substr(s, i) END
        """,
        """
        CREATE OR REPLACE MACRO weir_substr3(s, i, n) AS CASE
          WHEN i = 0 OR n <= 0 OR abs(i) > length(s) THEN CASE WHEN s IS NULL THEN NULL ELSE '' END ELSE substr(s, i, n) END
        """,
        """
        CREATE OR REPLACE MACRO weir_join(l, sep) AS CASE WHEN len(list_filter(l, lambda e: e IS NOT NULL)) = 0 THEN ''
          ELSE list_reduce(list_filter(l, lambda e: e IS NOT NULL), lambda x, y: x || sep || y) END
        """,
        """CREATE OR REPLACE MACRO weir_sci(s, d, e) AS d[1] || '.' || CASE WHEN length(d) > 1 THEN d[2:] ELSE '0' END || 'E' || e""",
        """
        CREATE OR REPLACE MACRO weir_big(x, s) AS weir_sci(s,
          rtrim(replace(split_part(s, 'e', 1), '.', ''), '0'),
          coalesce(TRY_CAST(split_part(s, 'e', 2) AS INTEGER), 0) + length(split_part(split_part(s, 'e', 1), '.', 1)) - 1)
        """,
        """
        CREATE OR REPLACE MACRO weir_small(x, s) AS weir_sci(s,
          CASE WHEN s[1] = '0' THEN ltrim(replace(s, '.', ''), '0') ELSE rtrim(replace(split_part(s, 'e', 1), '.', ''), '0') END,
          CASE WHEN s[1] = '0' THEN -(length(split_part(s, '.', 2)) - length(ltrim(split_part(s, '.', 2), '0'))) - 1
            ELSE TRY_CAST(split_part(s, 'e', 2) AS INTEGER) END)
        """,
        """
        CREATE OR REPLACE MACRO weir_double_text(x) AS CASE
          WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
          WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR)
          WHEN abs(x) >= 10000000 THEN CASE WHEN x < 0 THEN '-' ELSE '' END || weir_big(x, CAST(abs(x) AS VARCHAR))
          ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || weir_small(x, CAST(abs(x) AS VARCHAR)) END
        """,
        """
        CREATE OR REPLACE MACRO weir_double_cast(x) AS CASE
          WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
          WHEN x = 0 THEN CASE WHEN CAST(x AS VARCHAR)[1] = '-' THEN '-0E0' ELSE '0E0' END
          ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || CASE WHEN CAST(abs(x) AS VARCHAR)[1] = '0'
            THEN weir_small(x, CAST(abs(x) AS VARCHAR)) ELSE weir_big(x, CAST(abs(x) AS VARCHAR)) END END
        """,
        """CREATE OR REPLACE MACRO weir_real_cast(x) AS weir_double_cast(CASE WHEN isfinite(x) THEN CAST(printf('%.6e', CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS DOUBLE) ELSE CAST(x AS DOUBLE) END)""",
        """
        CREATE OR REPLACE MACRO weir_zone_seconds(z) AS
          CASE WHEN z[1] = '-' THEN -1 ELSE 1 END * (CAST(z[2:3] AS INTEGER) * 3600 + CAST(z[5:6] AS INTEGER) * 60)
        """,
        """
        CREATE OR REPLACE MACRO weir_local(x) AS CASE WHEN struct_extract(x, 'z')[1] IN ('+', '-')
          THEN timezone('UTC', struct_extract(x, 't')) + to_seconds(weir_zone_seconds(struct_extract(x, 'z')))
          ELSE timezone(struct_extract(x, 'z'), struct_extract(x, 't')) END
        """,
        """
        CREATE OR REPLACE MACRO weir_zoned(l, zone) AS CASE WHEN l IS NULL OR zone IS NULL THEN NULL ELSE {
          't': CASE WHEN zone[1] IN ('+', '-') THEN timezone('UTC', l - to_seconds(weir_zone_seconds(zone))) ELSE timezone(zone, l) END,
          'z': zone} END
        """,
        """CREATE OR REPLACE MACRO weir_at(x, zone) AS CASE WHEN x IS NULL OR zone IS NULL THEN NULL ELSE {'t': struct_extract(x, 't'), 'z': zone} END""",
        """CREATE OR REPLACE MACRO weir_instant(t, zone) AS CASE WHEN t IS NULL THEN NULL ELSE {'t': t, 'z': zone} END""",
        """
        CREATE OR REPLACE MACRO weir_round_instant(x, step) AS CASE WHEN x IS NULL THEN NULL ELSE
          {'t': make_timestamptz(weir_round_to(epoch_us(struct_extract(x, 't')), step)), 'z': struct_extract(x, 'z')} END
        """,
        """
        CREATE OR REPLACE MACRO weir_stamp_text(x, p) AS CASE WHEN year(CAST(x AS TIMESTAMP)) BETWEEN 1000 AND 9999 THEN strftime(CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S') ||
          CASE WHEN p = 0 THEN '' ELSE '.' || rpad(left(strftime(CAST(x AS TIMESTAMP), '%f'), p), p, '0') END ELSE weir_stamp_fine_text(weir_picos(CAST(x AS TIMESTAMP)), p) END
        """,
        """
        CREATE OR REPLACE MACRO weir_time_text(x, p) AS strftime(DATE '2000-01-01' + x, '%H:%M:%S') ||
          CASE WHEN p = 0 THEN '' ELSE '.' || rpad(left(strftime(DATE '2000-01-01' + x, '%f'), p), p, '0') END
        """,
        """CREATE OR REPLACE MACRO weir_micros(i) AS datepart('day', i) * 86400000000 + datepart('hour', i) * 3600000000 + datepart('minute', i) * 60000000 + datepart('microsecond', i)""",
        """
        CREATE OR REPLACE MACRO weir_day_text(i) AS CASE WHEN weir_micros(i) < 0 THEN '-' ELSE '' END
          || (abs(weir_micros(i)) // 86400000000) || ' ' || lpad(CAST(abs(weir_micros(i)) // 3600000000 % 24 AS VARCHAR), 2, '0')
          || ':' || lpad(CAST(abs(weir_micros(i)) // 60000000 % 60 AS VARCHAR), 2, '0')
          || ':' || lpad(CAST(abs(weir_micros(i)) // 1000000 % 60 AS VARCHAR), 2, '0')
          || '.' || lpad(CAST(abs(weir_micros(i)) // 1000 % 1000 AS VARCHAR), 3, '0')
        """,
        """
        CREATE OR REPLACE MACRO weir_whole_days(i) AS CASE WHEN weir_micros(i) % 86400000000 <> 0
          THEN weir_fail('INVALID_FUNCTION_ARGUMENT Cannot add hour, minutes or seconds to a date', i) ELSE i END
        """,
        """CREATE OR REPLACE MACRO weir_row_offset(n) AS CASE WHEN n IS NULL THEN weir_fail('INVALID_FUNCTION_ARGUMENT Offset must not be null', row(n)) ELSE weir_at_least(n, 0, 'Offset must be at least 0') END""",
        """CREATE OR REPLACE MACRO weir_at_least(x, n, m) AS CASE WHEN x < n THEN weir_fail('INVALID_FUNCTION_ARGUMENT ' || m, row(x, n, m)) ELSE x END""",
        """
        CREATE OR REPLACE MACRO weir_interval_zone(i) AS CASE WHEN weir_micros(i) < 0 THEN '-' ELSE '+' END
          || lpad(CAST(abs(weir_micros(i)) // 3600000000 AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(weir_micros(i)) // 60000000 % 60 AS VARCHAR), 2, '0')
        """,
        """CREATE OR REPLACE MACRO weir_months(i) AS datepart('year', i) * 12 + datepart('month', i)""",
        """
        CREATE OR REPLACE MACRO weir_month_text(i) AS CASE WHEN weir_months(i) < 0 THEN '-' ELSE '' END
          || (abs(weir_months(i)) // 12) || '-' || (abs(weir_months(i)) % 12)
        """,
        """CREATE OR REPLACE MACRO weir_blob_text(b) AS trim(regexp_replace(lower(hex(b)), '(..)', '\1 ', 'g'))""",
        """CREATE OR REPLACE MACRO weir_decimal_sum(s, greatest) AS CASE WHEN s > greatest OR s < -greatest THEN weir_fail('NUMERIC_VALUE_OUT_OF_RANGE Decimal overflow', s) ELSE s END""",
        """CREATE OR REPLACE MACRO weir_json_scalar(j, p) AS CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, p) END""",
        // What Java holds to be white space.
        "CREATE OR REPLACE MACRO weir_blanks() AS '\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000'",
        // list_select fails on constant empty lists.
        """CREATE OR REPLACE MACRO weir_at_places(l, places) AS list_transform(places, lambda p: l[p])""",
        """
        CREATE OR REPLACE MACRO weir_float_bytes(b, n) AS CASE WHEN octet_length(b) <> n
          THEN weir_fail('INVALID_FUNCTION_ARGUMENT Input floating-point value must be exactly ' || n || ' bytes long', row(b, n)) ELSE b END
        """,
        """CREATE OR REPLACE MACRO weir_distinct(l) AS weir_at_places(l, weir_first_places(l))""",
        """CREATE OR REPLACE MACRO weir_entries(l) AS CASE WHEN list_count(l) < len(l) THEN weir_fail('INVALID_FUNCTION_ARGUMENT map entry cannot be null', l) ELSE l END""",
        """CREATE OR REPLACE MACRO weir_named(l) AS CASE WHEN len(list_filter(l, lambda e: e.key IS NULL)) > 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT map key cannot be null', l) ELSE l END""",
        """CREATE OR REPLACE MACRO weir_keyed(l) AS list_filter(l, lambda e: e.key IS NOT NULL)""",
        """CREATE OR REPLACE MACRO weir_first_entries(l) AS map_from_entries(list_select(l, weir_first_places(list_transform(l, lambda e: e.key))))""",
        """CREATE OR REPLACE MACRO weir_some(l) AS CASE WHEN len(l) > 0 THEN l END""",
        """CREATE OR REPLACE MACRO weir_measured(x) AS CASE WHEN isfinite(x) THEN x END""",
        """CREATE OR REPLACE MACRO weir_or(is_other, other, x) AS CASE WHEN is_other THEN other ELSE x END""",
        """CREATE OR REPLACE MACRO weir_whole(x) AS CAST(floor(x + 0.5) AS BIGINT)""",
        """CREATE OR REPLACE MACRO weir_max_error(e) AS CASE WHEN e < 0.0040625 OR e > 0.26 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Max standard error must be in [0.0040625, 0.26]: ' || weir_double_text(e), true) ELSE true END""",
        """
        CREATE OR REPLACE MACRO weir_top(n, which, least) AS CASE
          WHEN n <= 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT ' || which || ' ' || least, n)
          WHEN n > 10000 THEN weir_fail('INVALID_FUNCTION_ARGUMENT ' || which || ' less than or equal to 10000; found ' || CAST(n AS VARCHAR), n)
          ELSE coalesce(n, 1) END
        """,
        """CREATE OR REPLACE MACRO weir_map_first(l) AS weir_first_entries(weir_keyed(l))""",
        """CREATE OR REPLACE MACRO weir_grouped(l, places) AS map_from_entries(list_transform(places, lambda p: {'key': l[p[1]].key, 'value': list_transform(list_select(l, p), lambda e: e.value)}))""",
        """CREATE OR REPLACE MACRO weir_multimap_of(l) AS weir_grouped(l, weir_group_places(list_transform(l, lambda e: e.key)))""",
        """CREATE OR REPLACE MACRO weir_multimap(l) AS weir_multimap_of(weir_some(weir_keyed(l)))""",
        """CREATE OR REPLACE MACRO weir_counted(l, places) AS map_from_entries(list_transform(places, lambda p: {'key': l[p[1]], 'value': len(p)}))""",
        """CREATE OR REPLACE MACRO weir_counts(l) AS weir_counted(l, weir_group_places(l))""",
        """CREATE OR REPLACE MACRO weir_histogram(l) AS weir_counts(weir_some(list_filter(l, lambda e: e IS NOT NULL)))""",
        """
        CREATE OR REPLACE MACRO weir_array_histogram(l) AS CASE
          WHEN list_count(l) = 0 THEN map(list_filter(l, lambda e: e IS NOT NULL), CAST([] AS BIGINT[])) ELSE weir_histogram(l) END
        """,
        """
        CREATE OR REPLACE MACRO weir_from_entries(l) AS CASE
          WHEN len(list_filter(l, lambda e: e.key IS NULL)) > 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT map key cannot be null', l)
          WHEN len(weir_first_places(list_transform(l, lambda e: e.key))) < len(l) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Duplicate map keys (' || weir_repeated(list_transform(l, lambda e: e.key)) || ') are not allowed', l)
          ELSE map_from_entries(l) END
        """,
        """
        CREATE OR REPLACE MACRO weir_cast_entries(l) AS CASE
          WHEN len(list_filter(l, lambda e: e.key IS NULL)) > 0 THEN weir_fail('INVALID_CAST_ARGUMENT map key is null', l)
          WHEN len(weir_first_places(list_transform(l, lambda e: e.key))) < len(l) THEN weir_fail('INVALID_CAST_ARGUMENT duplicate keys', l)
          ELSE map_from_entries(l) END
        """,
        """
        CREATE OR REPLACE MACRO weir_any(l) AS CASE
          WHEN l IS NULL THEN NULL WHEN list_contains(l, true) THEN true WHEN list_count(l) < len(l) THEN NULL ELSE false END
        """,
        """
        CREATE OR REPLACE MACRO weir_all(l) AS CASE
          WHEN l IS NULL THEN NULL WHEN list_contains(l, false) THEN false WHEN list_count(l) < len(l) THEN NULL ELSE true END
        """,
        """CREATE OR REPLACE MACRO weir_all_lists(l, nulls) AS CASE WHEN list_contains(nulls, true) THEN NULL ELSE l END""",
        """
        CREATE OR REPLACE MACRO weir_list_max_float(l) AS CASE WHEN list_count(l) = len(l)
          THEN coalesce(list_max(list_filter(l, lambda e: NOT isnan(e))), l[1]) END
        """,
        """
        CREATE OR REPLACE MACRO weir_ngrams(l, n) AS CASE WHEN n <= 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT N must be positive', row(l, n))
          ELSE list_transform(range(1, greatest(len(l) - n + 1, 1) + 1), lambda i: l[i:i + n - 1]) END
        """,
        """
        CREATE OR REPLACE MACRO weir_slice(l, i, n) AS CASE
          WHEN i = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', row(l, i, n))
          WHEN n < 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT length must be greater than or equal to 0', row(l, i, n))
          WHEN l IS NULL OR i IS NULL OR n IS NULL THEN NULL
          WHEN n = 0 OR abs(i) > len(l) THEN l[1:0]
          WHEN i > 0 THEN l[i:least(i + least(n, len(l)) - 1, len(l))]
          ELSE l[len(l) + i + 1:least(len(l) + i + least(n, len(l)), len(l))] END
        """,
        """
        CREATE OR REPLACE MACRO weir_trim_array(l, n) AS CASE
          WHEN n < 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT size must not be negative: ' || n, row(l, n))
          WHEN n > len(l) THEN weir_fail('INVALID_FUNCTION_ARGUMENT size must not exceed array cardinality ' || len(l) || ': ' || n, row(l, n))
          ELSE l[1:len(l) - n] END
        """,
        """
        CREATE OR REPLACE MACRO weir_repeat_count(n) AS CASE
          WHEN n < 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT count argument of repeat function must be greater than or equal to 0', n)
          WHEN n > 10000 THEN weir_fail('INVALID_FUNCTION_ARGUMENT count argument of repeat function must be less than or equal to 10000', n)
          ELSE n END
        """,
        """
        CREATE OR REPLACE MACRO weir_steps(a, b, s) AS CASE
          WHEN s = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT step must not be zero', row(a, b, s))
          WHEN (s > 0 AND b < a) OR (s < 0 AND b > a) THEN weir_fail('INVALID_FUNCTION_ARGUMENT sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start', row(a, b, s))
          WHEN (CAST(b AS HUGEINT) - a) // s >= 10000 THEN weir_fail('INVALID_FUNCTION_ARGUMENT result of sequence function must not have more than 10000 entries', row(a, b, s))
          ELSE s END
        """,
        """CREATE OR REPLACE MACRO weir_whole_step(micros) AS CASE WHEN micros % 86400000000 <> 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT sequence step must be a day interval if start and end values are dates', micros) ELSE micros END""",
        """CREATE OR REPLACE MACRO weir_sequence(a, b, s) AS CASE WHEN weir_steps(a, b, s) IS NOT NULL THEN generate_series(a, b, s) END""",
        """CREATE OR REPLACE MACRO weir_time_sequence(a, b, s, micros) AS CASE WHEN weir_steps(epoch_us(a), epoch_us(b), micros) IS NOT NULL THEN generate_series(a, b, s) END""",
        """
        CREATE OR REPLACE MACRO weir_month_sequence(a, b, s) AS CASE WHEN weir_steps(epoch_us(a), epoch_us(b), s * 2629746000000) IS NOT NULL
          THEN list_filter(list_transform(range(0, date_diff('month', a, b) // s + 2), lambda i: a + to_months(CAST(i * s AS INTEGER))),
            lambda x: CASE WHEN s > 0 THEN x <= b ELSE x >= b END) END
        """,
        """
        CREATE OR REPLACE MACRO weir_split(s, d) AS CASE WHEN d = '' THEN weir_fail('INVALID_FUNCTION_ARGUMENT The delimiter may not be the empty string', row(s, d))
          ELSE string_split(s, d) END
        """,
        """
        CREATE OR REPLACE MACRO weir_split_part(s, d, i) AS CASE
          WHEN i <= 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Index must be greater than zero', row(s, d, i))
          WHEN s = '' AND d = '' THEN NULL
          ELSE string_split(s, d)[i] END
        """,
        """CREATE OR REPLACE MACRO weir_ln(x) AS CASE WHEN x IS NULL THEN NULL WHEN x > 0 THEN ln(x) WHEN x = 0 THEN CAST('-inf' AS DOUBLE) ELSE CAST('nan' AS DOUBLE) END""",
        """CREATE OR REPLACE MACRO weir_within(x, y) AS CASE WHEN x IS NULL THEN NULL WHEN x >= -1 AND x <= 1 THEN y ELSE CAST('nan' AS DOUBLE) END""",
        """CREATE OR REPLACE MACRO weir_zero(x) AS CASE WHEN isfinite(x) THEN x WHEN x IS NOT NULL THEN 0 END""",
        """CREATE OR REPLACE MACRO weir_finite(x, y) AS CASE WHEN x IS NULL THEN NULL WHEN isfinite(x) THEN y ELSE CAST('nan' AS DOUBLE) END""",
        """CREATE OR REPLACE MACRO weir_truncate(x, n) AS CASE WHEN isfinite(x) AND n < 300 THEN trunc(x * pow(10, n)) / pow(10, n) ELSE x END""",
        """
        CREATE OR REPLACE MACRO weir_random_below(n) AS CASE WHEN n <= 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT bound must be positive', n)
          ELSE CAST(floor(random() * n) AS BIGINT) END
        """,
        """
        CREATE OR REPLACE MACRO weir_random_between(a, b) AS CASE WHEN a >= b THEN weir_fail('INVALID_FUNCTION_ARGUMENT start value must be less than stop value', row(a, b))
          ELSE CAST(floor(random() * (b - a)) AS BIGINT) + a END
        """,
        """CREATE OR REPLACE MACRO weir_checksum_bytes(h) AS weir_reverse_bytes(weir_to_bytes(h, 8))""",
        """CREATE OR REPLACE MACRO weir_offset(x) AS CAST(epoch(weir_local(x)) - epoch(timezone('UTC', struct_extract(x, 't'))) AS BIGINT)""",
        """CREATE OR REPLACE MACRO weir_parsed(p, zone) AS weir_zoned(make_timestamp(struct_extract(p, 'micros')), coalesce(struct_extract(p, 'zone'), zone))""",
        """CREATE OR REPLACE MACRO weir_from_seconds(x, zone) AS weir_instant(make_timestamptz(CAST(floor(x * 1000 + 0.5) AS BIGINT) * 1000), zone)""",
        """
        CREATE OR REPLACE MACRO weir_zone_of(h, m) AS CASE WHEN abs(h * 60 + m) > 840 OR abs(m) > 59
          THEN weir_fail('INVALID_FUNCTION_ARGUMENT Invalid offset minutes ' || (h * 60 + m), row(h, m)) WHEN h = 0 AND m = 0 THEN 'UTC' ELSE CASE WHEN h < 0 OR m < 0 THEN '-' ELSE '+' END
          || lpad(CAST(abs(h) AS VARCHAR), 2, '0') || ':' || lpad(CAST(abs(m) AS VARCHAR), 2, '0') END
        """,
        .. TimePrelude.Statements,
    ];
}
