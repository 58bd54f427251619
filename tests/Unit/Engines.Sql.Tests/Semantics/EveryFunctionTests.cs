using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Every signature of the registry is called once: DuckDB must know what its template says.</summary>
public sealed class EveryFunctionTests : IClassFixture<SemanticsTests.Duck>
{
    private readonly SemanticsTests.Duck _duck;

    public EveryFunctionTests(SemanticsTests.Duck duck) => _duck = duck;

    [Fact]
    [Trait("feature", "athena.sql")]
    public void Every_signature_runs()
    {
        var wrong = new List<string>();
        foreach (var signature in Registry.Signatures.Where(signature => signature is { IsSupported: true, IsSpecial: false }))
        {
            var call = $"{signature.Name}({string.Join(", ", signature.Parameters.Select((type, i) => Sample(signature, type, i)))})";
            call = signature.Kind switch
            {
                FunctionKind.Window => $"{call} OVER (ORDER BY a)",
                FunctionKind.Aggregate when signature.Name == "listagg" => $"{call} WITHIN GROUP (ORDER BY b)",
                FunctionKind.Scalar or FunctionKind.Aggregate => call,
            };
            try
            {
                var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement($"SELECT {call} FROM t WHERE a = 1"));
                _duck.Run(SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance)
                    .Lower(new TestCatalog(), new LoweringOptions(Text: true)));
            }
            catch (Exception problem) when (problem is DuckException or SqlException)
            {
                wrong.Add($"{call}: {problem.Message.Split('\n')[0]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static string Sample(FunctionSignature signature, TypeSyntax type, int index)
    {
        var function = signature.Name;
        return Special(function, index, type.Name) ?? type.Name switch
        {
            "varchar" => type.Arguments.IsEmpty ? "b" : "'b'",
            "bigint" or "tinyint" or "smallint" or "integer" => index == 0 ? $"CAST(a AS {type.Name})" : $"CAST(2 AS {type.Name})",
            "real" => "CAST(d AS real)",
            "double" => "0.5e0 * a",
            "boolean" => "a > 0",
            "varbinary" => "to_utf8(b)",
            "date" => index == 1 ? "DATE '2024-01-05'" : "DATE '2024-01-02'",
            "time" => "TIME '01:02:03'",
            "time with time zone" => "CAST(NULL AS time with time zone)",
            "timestamp" => index == 1 ? "TIMESTAMP '2024-04-05 00:00:00'" : "ts",
            "timestamp with time zone" => "TIMESTAMP '2024-01-02 03:04:05.000 Asia/Seoul'",
            "interval day to second" => "INTERVAL '1' DAY",
            "interval year to month" => "INTERVAL '1' MONTH",
            "json" => function.StartsWith("json_array", StringComparison.Ordinal) ? "JSON '[1]'" : "JSON '{\"a\":1}'",
            "ipaddress" => "IPADDRESS '10.0.0.1'",
            "color" => "color('#123')",
            "hyperloglog" => signature.Kind == FunctionKind.Aggregate ? "CAST(empty_approx_set() AS hyperloglog)" : "empty_approx_set()",
            "geometry" => "ST_GeometryFromText('POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))')",
            "sphericalgeography" => "to_spherical_geography(ST_Point(1, 2))",
            "bingtile" => "bing_tile(1, 2, 3)",
            "tdigest" or "setdigest" or "qdigest" => $"CAST(NULL AS {SqlPrinter.Print(type).Replace("qdigest(t)", "qdigest(bigint)", StringComparison.Ordinal)})",
            "array" when type.Arguments[0].Type!.Name == "row" => "ARRAY[(1, 'x')]",
            "array" when type.Arguments[0].Type!.Name == "array" => "ARRAY[arr]",
            "array" when type.Arguments[0].Type!.Name == "varchar" => "ARRAY[b]",
            "array" when type.Arguments[0].Type!.Name is "double" or "real" => "ARRAY[0.5e0]",
            "array" when type.Arguments[0].Type!.Name == "geometry" => "ARRAY[ST_Point(1, 2), ST_Point(2, 3)]",
            "array" => "arr",
            "map" => type.Arguments[1].Type!.Name == "double" ? "MAP(ARRAY['k'], ARRAY[1e0])" : "m",
            "function" => Lambda(function, type),
            "k" => "'k'",
            _ => "a",
        };
    }

    private static string Lambda(string function, TypeSyntax type)
    {
        var isCondition = type.Arguments[^1].Type!.Name == "boolean";
        return (function, type.Arguments.Length) switch
        {
            ("array_sort", _) => "(x, y) -> 0",
            ("regexp_replace", _) => "x -> 'y'",
            (_, 2) => isCondition ? "x -> x > 0" : "x -> x",
            (_, 3) => isCondition ? "(k, v) -> v > 0" : "(k, v) -> k",
            _ => "(k, v, w) -> v",
        };
    }

    /// <summary>Values for functions that refuse most others.</summary>
    private static string? Special(string function, int index, string type) => (function, index, type) switch
    {
        ("bing_tile", 0, "varchar") => "'213'",
        ("from_encoded_polyline", _, _) => "'_p~iF~ps|U_ulLnnqC'",
        ("from_geojson_geometry", _, _) => "'{\"type\":\"Point\",\"coordinates\":[1,2]}'",
        ("line_locate_point", 1, _) or ("ST_X" or "ST_Y", 0, _) => "ST_Point(1, 2)",
        ("line_interpolate_point" or "line_interpolate_points" or "line_locate_point" or "ST_EndPoint" or "ST_IsClosed" or "ST_IsRing" or "ST_Length"
            or "ST_PointN" or "ST_StartPoint" or "to_encoded_polyline", 0, "geometry") => "ST_LineFromText('LINESTRING (0 0, 1 1)')",
        ("ST_Length", 0, _) => "to_spherical_geography(ST_LineFromText('LINESTRING (0 0, 1 1)'))",
        ("ST_Area", 0, "sphericalgeography") => "to_spherical_geography(ST_Polygon('POLYGON ((0 0, 1 0, 1 1, 0 0))'))",
        ("ST_GeometryFromText" or "ST_Line" or "ST_LineFromText", 0, _) => "'LINESTRING (0 0, 1 1)'",
        ("ST_Polygon", 0, _) => "'POLYGON ((0 0, 1 0, 1 1, 0 0))'",
        ("ST_GeomFromBinary" or "ST_GeomFromLegacyBinary", 0, _) => "ST_AsBinary(ST_Point(1, 2))",
        ("ST_Relate", 2, _) => "'T********'",
        ("at_timezone" or "with_timezone" or "from_unixtime", 1, "varchar") => "'Asia/Seoul'",
        ("date" or "from_iso8601_date" or "from_iso8601_timestamp" or "from_iso8601_timestamp_nanos", 0, "varchar") => "'2024-01-02'",
        ("from_hex" or "from_base", 0, "varchar") => "'10'",
        ("from_hex", 0, _) => "to_utf8('10')",
        ("from_base64" or "from_base64url", 0, "varchar") => "'YQ=='",
        ("from_base64" or "from_base64url", 0, _) => "to_utf8('YQ==')",
        ("from_base32", 0, _) => "'ME======'",
        ("from_big_endian_32" or "from_ieee754_32", 0, _) => "to_big_endian_32(a)",
        ("from_big_endian_64" or "from_ieee754_64", 0, _) => "to_big_endian_64(a)",
        ("json_extract" or "json_extract_scalar" or "json_size", 1, _) => "'$.a'",
        ("json_array_get" or "json_array_length" or "json_array_contains", 0, "varchar") => "'[1]'",
        ("json_parse" or "is_json_scalar", 0, "varchar") => "'{\"a\":1}'",
        ("listagg", 1, _) => "','",
        ("from_base" or "to_base", 1, _) => "16",
        ("from_utf8", 1, "bigint") => "65",
        ("split_to_map" or "split_to_multimap", 0, _) => "'k=v'",
        ("split_to_map" or "split_to_multimap", 1, _) => "','",
        ("split_to_map" or "split_to_multimap", 2, _) => "'='",
        ("color", 0, "varchar") => "'#123'",
        ("luhn_check", _, _) => "'18'",
        ("contains", 0, "varchar") => "'10.0.0.0/8'",
        ("parse_duration", _, _) => "'1s'",
        ("parse_datetime", 0, _) or ("to_date" or "to_timestamp", 0, _) => "'2024'",
        ("parse_datetime", 1, _) or ("to_date" or "to_timestamp" or "to_char", 1, _) => "'yyyy'",
        ("parse_data_size" or "parse_presto_data_size", _, _) => "'1kB'",
        ("word_stem", 1, _) => "'en'",
        ("numeric_histogram" or "approx_most_frequent", 0, _) => "3",
        ("approx_distinct", 1, _) => "0.05e0",
        ("approx_percentile", 1, "double") => "1e0",
        ("approx_percentile", 2, "double") => "0.5e0",
        ("approx_percentile", 3, _) => "0.1e0",
        ("sequence", 1, "bigint") => "10",
        ("trim_array", 1, _) => "1",
        ("inverse_normal_cdf" or "beta_cdf" or "inverse_beta_cdf", 2, _) => "0.3e0",
        ("wilson_interval_lower" or "wilson_interval_upper", 1, _) => "10",
        ("bit_count", 1, _) => "64",
        ("regexp_extract_all", 2, _) => "0",
        ("width_bucket", 2, _) => "5e0",
        ("qdigest_agg", 2, _) => "0.1e0",
        _ => null,
    };
}
