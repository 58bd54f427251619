namespace Weir.Engines.Sql.Lowering;

/// <summary>Macros that lowered text calls. Run once on each DuckDB instance before its first query; part of our own code, so trusted.</summary>
/// <remarks>
/// A failure is a cast that cannot succeed and carries Trino's text (see <see cref="EngineErrors"/>): unlike error(), a cast
/// is not volatile, so TRY can catch it. Its argument keeps DuckDB from computing it where no row asks for it.
/// A timestamp with time zone is a struct of the instant (<c>t</c>) and the zone's name (<c>z</c>).
/// </remarks>
public static class DuckDbPrelude
{
    /// <summary>The statements, in order.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        "SET TimeZone = 'UTC'",
        """CREATE OR REPLACE MACRO weir_fail(m, x) AS CASE WHEN CAST('[[WEIR ' || m || ']]' || coalesce(CAST(x AS VARCHAR), '') AS BOOLEAN) THEN NULL END""",
        """CREATE OR REPLACE MACRO weir_div(a, b) AS CASE WHEN b = 0 THEN weir_fail('DIVISION_BY_ZERO Division by zero', b) ELSE a // b END""",
        """CREATE OR REPLACE MACRO weir_mod(a, b) AS CASE WHEN b = 0 THEN weir_fail('DIVISION_BY_ZERO Division by zero', b) WHEN b = -1 THEN a - a ELSE a % b END""",
        """
        CREATE OR REPLACE MACRO weir_half_up(n, d) AS CASE WHEN d = 0 THEN weir_fail('DIVISION_BY_ZERO Division by zero', d)
          ELSE sign(n) * sign(d) * ((abs(n) * 2 + abs(d)) // (abs(d) * 2)) END
        """,
        """
        CREATE OR REPLACE MACRO weir_subscript(a, i) AS CASE
          WHEN i = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', i)
          WHEN i < 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Array subscript is negative: ' || i, i)
          WHEN i > len(a) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a), i)
          ELSE a[i] END
        """,
        """
        CREATE OR REPLACE MACRO weir_element_at(a, i) AS CASE
          WHEN i = 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT SQL array indices start at 1', i) ELSE a[i] END
        """,
        """
        CREATE OR REPLACE MACRO weir_map_at(m, k) AS CASE
          WHEN m IS NOT NULL AND k IS NOT NULL AND NOT map_contains(m, k) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Key not present in map: ' || CAST(k AS VARCHAR), cardinality(m))
          ELSE m[k] END
        """,
        """
        CREATE OR REPLACE MACRO weir_map(k, v) AS CASE
          WHEN len(k) <> len(v) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Key and value arrays must be the same length', len(k))
          WHEN len(list_distinct(k)) < len(list_filter(k, lambda e: e IS NOT NULL)) THEN weir_fail('INVALID_FUNCTION_ARGUMENT Duplicate map keys are not allowed', len(k))
          WHEN list_count(k) < len(k) THEN weir_fail('INVALID_FUNCTION_ARGUMENT map key cannot be null', len(k))
          ELSE map(k, v) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_int(x, t) AS CASE
          WHEN x IS NULL THEN NULL WHEN regexp_full_match(x, '\s*[+-]?[0-9]+\s*') THEN trim(x, E' \t\r\n')
          ELSE weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to ' || t, x) END
        """,
        """CREATE OR REPLACE MACRO weir_is_number(x) AS regexp_full_match(x, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?')""",
        """
        CREATE OR REPLACE MACRO weir_to_double(x, t) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[+-]?(NaN|Infinity)\s*') THEN CAST(replace(trim(x, E' \t\r\n'), 'Infinity', 'inf') AS DOUBLE)
          WHEN regexp_full_match(x, '\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?\s*')
            THEN coalesce(TRY_CAST(trim(x, E' \t\r\nfFdD') AS DOUBLE), CAST(CASE WHEN ltrim(x)[1] = '-' THEN '-inf' ELSE 'inf' END AS DOUBLE))
          ELSE weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to ' || t, x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_float(x) AS CASE WHEN abs(x) > 3.4028235677973362e38 AND isfinite(x)
          THEN CAST(CASE WHEN x < 0 THEN '-inf' ELSE 'inf' END AS FLOAT) ELSE CAST(x AS FLOAT) END
        """,
        """
        CREATE OR REPLACE MACRO weir_fit(x, shown, n) AS CASE WHEN length(x) > n
          THEN weir_fail('INVALID_CAST_ARGUMENT Value ' || shown || ' cannot be represented as varchar(' || n || ')', x) ELSE x END
        """,
        """
        CREATE OR REPLACE MACRO weir_uuid_text(x) AS CASE WHEN length(x) <> 36
          THEN weir_fail('INVALID_CAST_ARGUMENT Invalid UUID string length: ' || length(x), x) ELSE x END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_date(x) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[+-]?[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}\s*') AND TRY_CAST(trim(x) AS DATE) IS NOT NULL THEN TRY_CAST(trim(x) AS DATE)
          ELSE weir_fail('INVALID_CAST_ARGUMENT Value cannot be cast to date: ' || x, x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_time(x) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]+)?)?\s*') AND TRY_CAST(trim(x) AS TIME) IS NOT NULL THEN TRY_CAST(trim(x) AS TIME)
          ELSE weir_fail('INVALID_CAST_ARGUMENT Value cannot be cast to time: ' || x, x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_stamp(x) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_full_match(x, '\s*[+-]?[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]+)?)?)?\s*')
            AND TRY_CAST(trim(x) AS TIMESTAMP) IS NOT NULL THEN TRY_CAST(trim(x) AS TIMESTAMP)
          ELSE weir_fail('INVALID_CAST_ARGUMENT Value cannot be cast to timestamp: ' || x, x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_to_bool(x) AS CASE
          WHEN lower(x) IN ('t', 'true', '1') THEN true WHEN lower(x) IN ('f', 'false', '0') THEN false
          WHEN x IS NOT NULL THEN weir_fail('INVALID_CAST_ARGUMENT Cannot cast ''' || x || ''' to BOOLEAN', x) END
        """,
        """
        CREATE OR REPLACE MACRO weir_split_part(s, d, i) AS CASE
          WHEN i <= 0 THEN weir_fail('INVALID_FUNCTION_ARGUMENT Index must be greater than zero', i)
          WHEN i > len(string_split(s, d)) THEN NULL ELSE string_split(s, d)[i] END
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
        """CREATE OR REPLACE MACRO weir_strpos_n(s, x, n) AS CASE WHEN len(string_split(s, x)) <= n THEN 0 ELSE length(weir_join(string_split(s, x)[1:n], x)) + 1 END""",
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
        CREATE OR REPLACE MACRO weir_zone_stamp(x, stamp) AS CASE WHEN TRY_CAST(stamp AS TIMESTAMP) IS NULL
          THEN weir_fail('INVALID_CAST_ARGUMENT Value cannot be cast to timestamp with time zone: ' || x, x) ELSE TRY_CAST(stamp AS TIMESTAMP) END
        """,
        """
        CREATE OR REPLACE MACRO weir_zone_parse(x) AS CASE
          WHEN x IS NULL THEN NULL
          WHEN regexp_matches(trim(x), '[0-9] ?[+-][0-9]{2}:[0-9]{2}$')
            THEN weir_zoned(weir_zone_stamp(x, trim(left(trim(x), -6))), right(trim(x), 6))
          WHEN regexp_matches(trim(x), ' [A-Za-z][A-Za-z0-9_/+-]*$')
            THEN weir_zoned(weir_zone_stamp(x, regexp_extract(trim(x), '^(.*) [^ ]+$', 1)), regexp_extract(trim(x), '([^ ]+)$', 1))
          ELSE weir_zoned(weir_zone_stamp(x, trim(x)), 'UTC') END
        """,
        """
        CREATE OR REPLACE MACRO weir_round_instant(x, step) AS CASE WHEN x IS NULL THEN NULL ELSE
          {'t': make_timestamptz((epoch_us(struct_extract(x, 't')) + step // 2) // step * step), 'z': struct_extract(x, 'z')} END
        """,
        """
        CREATE OR REPLACE MACRO weir_stamp_text(x, p) AS strftime(CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S') ||
          CASE WHEN p = 0 THEN '' ELSE '.' || rpad(left(strftime(CAST(x AS TIMESTAMP), '%f'), p), p, '0') END
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
        """CREATE OR REPLACE MACRO weir_at_least(x, n, m) AS CASE WHEN x < n THEN weir_fail('INVALID_FUNCTION_ARGUMENT ' || m, x) ELSE x END""",
        """CREATE OR REPLACE MACRO weir_months(i) AS datepart('year', i) * 12 + datepart('month', i)""",
        """
        CREATE OR REPLACE MACRO weir_month_text(i) AS CASE WHEN weir_months(i) < 0 THEN '-' ELSE '' END
          || (abs(weir_months(i)) // 12) || '-' || (abs(weir_months(i)) % 12)
        """,
        """CREATE OR REPLACE MACRO weir_blob_text(b) AS trim(regexp_replace(lower(hex(b)), '(..)', '\1 ', 'g'))""",
        """CREATE OR REPLACE MACRO weir_decimal_avg(s, n) AS CASE WHEN n = 0 THEN NULL ELSE s / n END""",
        """CREATE OR REPLACE MACRO weir_json_scalar(j, p) AS CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, p) END""",
        """CREATE OR REPLACE MACRO weir_distinct(l) AS list_filter(l, lambda e, i: CASE WHEN e IS NULL THEN len(list_filter(l[1:i], lambda x: x IS NULL)) = 1 ELSE list_position(l, e) = i END)""",
        """CREATE OR REPLACE MACRO weir_map_first(l) AS map_from_entries(list_filter(l, lambda e, i: e.key IS NOT NULL AND list_position(list_transform(l, lambda x: x.key), e.key) = i))""",
        """CREATE OR REPLACE MACRO weir_all(l) AS CASE WHEN list_contains(l, false) THEN false WHEN l IS NULL OR list_count(l) < len(l) THEN NULL ELSE true END""",
        """CREATE OR REPLACE MACRO weir_cosine(x, y) AS list_dot_product(x, y) / (sqrt(list_dot_product(x, x)) * sqrt(list_dot_product(y, y)))""",
        """CREATE OR REPLACE MACRO weir_width_bucket(x, lo, hi, n) AS CAST(CASE WHEN lo < hi THEN CASE WHEN x < lo THEN 0 WHEN x >= hi THEN n + 1 ELSE floor((x - lo) / (hi - lo) * n) + 1 END ELSE CASE WHEN x > lo THEN 0 WHEN x <= hi THEN n + 1 ELSE floor((lo - x) / (lo - hi) * n) + 1 END END AS BIGINT)""",
        """
        CREATE OR REPLACE MACRO weir_url(u, part) AS CASE part
          WHEN 'protocol' THEN nullif(regexp_extract(u, '^([a-zA-Z][a-zA-Z0-9+.-]*):', 1), '')
          WHEN 'host' THEN regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1)
          WHEN 'port' THEN nullif(regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*:([0-9]+)', 1), '')
          WHEN 'path' THEN regexp_extract(u, '^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)', 1)
          WHEN 'query' THEN regexp_extract(u, '^[^?#]*\?([^#]*)', 1)
          WHEN 'fragment' THEN regexp_extract(u, '^[^#]*#(.*)$', 1) END
        """,
        """
        CREATE OR REPLACE MACRO weir_url_parameter(u, name) AS
          url_decode(regexp_extract(list_filter(string_split(weir_url(u, 'query'), '&'), lambda part: part = name OR starts_with(part, name || '='))[1], '^[^=]*=?(.*)$', 1))
        """,
    ];
}
