using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>What partition transforms need of the engine that it has not.</summary>
internal static class IcebergFunctions
{
    private const string Hash = "weir_iceberg_hash";

    /// <summary>The specification's hash of a value: whole numbers, decimals, text, bytes, UUIDs.</summary>
    public static IReadOnlyList<DuckFunction> All { get; } =
    [
        new(Hash, [new(DuckKind.Any)], new(DuckKind.Integer), arguments => arguments[0] switch
        {
            DuckDecimal number => Murmur3.Hash(Values.DecimalBytes(number.Unscaled)),
            long number => Murmur3.Hash(number),
            string text => Murmur3.Hash(System.Text.Encoding.UTF8.GetBytes(text)),
            byte[] bytes => Murmur3.Hash(bytes),
            Guid uuid => Murmur3.Hash(uuid.ToByteArray(bigEndian: true)),
            var other => throw new InvalidOperationException($"no hash of a {other?.GetType().Name}"),
        }),
    ];

    /// <summary>The partition value of a stored value, as DuckDB text; see <see cref="Raw"/> for its form.</summary>
    public static string Apply(Transform transform, PrimitiveType type, string value)
    {
        var number = transform.Argument.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var time = type.Kind is PrimitiveKind.TimestampTz or PrimitiveKind.Date ? $"CAST({value} AS TIMESTAMP)" : value;
        return transform.Kind switch
        {
            TransformKind.Identity => Raw(type, value),
            TransformKind.Void => "NULL::INTEGER",
            TransformKind.Bucket => $"CAST(({Hash}({Hashed(type, value)}) & 2147483647) % {number} AS INTEGER)",
            TransformKind.Truncate when type.Kind == PrimitiveKind.String => $"left({value}, {number})",
            TransformKind.Truncate when type.Kind == PrimitiveKind.Binary => $"unhex(left(hex({value}), 2 * {number}))",
            TransformKind.Truncate when type.Kind == PrimitiveKind.Decimal => Truncated(value, number),
            TransformKind.Truncate => $"CAST({value} - ((CAST({value} AS HUGEINT) % {number}) + {number}) % {number} AS {ColumnTypes.Stored(type)})",
            TransformKind.Year => $"CAST(date_diff('year', TIMESTAMP '1970-01-01', {time}) AS INTEGER)",
            TransformKind.Month => $"CAST(date_diff('month', TIMESTAMP '1970-01-01', {time}) AS INTEGER)",
            TransformKind.Day => $"CAST(date_diff('day', TIMESTAMP '1970-01-01', {time}) AS INTEGER)",
            TransformKind.Hour => $"CAST(date_diff('hour', TIMESTAMP '1970-01-01', {time}) AS INTEGER)",
            _ => throw Queries.QueryFailure.User($"NOT_SUPPORTED: rows cannot be written into partitions by {transform}"),
        };
    }

    /// <summary>Dates as days, times and timestamps as microseconds, the rest as it is: the form of <see cref="Values"/>.</summary>
    private static string Raw(PrimitiveType type, string value) => type.Kind switch
    {
        PrimitiveKind.Date => $"CAST(date_diff('day', DATE '1970-01-01', {value}) AS INTEGER)",
        PrimitiveKind.Time => $"CAST(date_diff('microsecond', TIME '00:00:00', {value}) AS BIGINT)",
        PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz => $"epoch_us({value})",
        _ => value,
    };

    private static string Hashed(PrimitiveType type, string value) => type.Kind switch
    {
        PrimitiveKind.Int or PrimitiveKind.Date => $"CAST({Raw(type, value)} AS BIGINT)",
        _ => Raw(type, value),
    };

    /// <summary>The digits of the cut number, as <see cref="Values"/> has decimals.</summary>
    private static string Truncated(string value, string width)
    {
        var digits = $"CAST(replace(CAST({value} AS VARCHAR), '.', '') AS HUGEINT)";
        return $"({digits} - (({digits} % {width}) + {width}) % {width})";
    }
}
