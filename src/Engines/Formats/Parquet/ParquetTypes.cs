using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Parquet;

/// <summary>The type of a column's plain values.</summary>
internal static class ParquetTypes
{
    private const int DecimalDigitsMax = 38;
    private const int DecimalScaleMax = 300;

    /// <param name="declared">Bytes that nobody calls text are text where the table says so.</param>
    public static DuckType Of(ParquetNode node, DuckType? declared)
    {
        var element = node.Element;
        var fits = element.Converted switch
        {
            0 or 4 or 19 or 20 => element.Physical is 6,
            6 or 7 or 11 or 12 or 13 or 15 or 16 or 17 => element.Physical is 1,
            8 or 9 or 10 or 14 or 18 => element.Physical is 2,
            21 => element.Physical is 7,
            _ => true,
        };
        if (!fits)
        {
            throw new FormatException($"column {node.Path} of physical type {element.Physical} says to be of converted type {element.Converted}");
        }

        if (element.IsDecimal && element.Precision > DecimalDigitsMax && element.Physical is (6 or 7) && element.Scale is >= 0 and <= DecimalScaleMax)
        {
            // As near as there is a type.
            return new(DuckKind.Double);
        }

        if (element.IsDecimal && element.Physical is (1 or 2 or 6 or 7))
        {
            return element.Precision is > 0 and <= DecimalDigitsMax && element.Scale >= 0 && element.Scale <= element.Precision
                ? new(DuckKind.Decimal) { Width = element.Precision, Scale = element.Scale }
                : throw new FormatException($"column {node.Path} is a decimal of {element.Precision} digits, {element.Scale} of them behind the point");
        }

        return new(element.Physical switch
        {
            0 => DuckKind.Boolean,
            1 => OfInt(element),
            2 => element.IsTimestamp ? element.Logical == ParquetLeaf.TimestampType && element.TimeUnit == 0 ? throw new FormatException($"column {node.Path} has times of an unknown unit") : DuckKind.Timestamp
                : element.IsTime ? DuckKind.Time
                : element.IsUnsigned ? DuckKind.UBigInt : DuckKind.BigInt,
            3 => DuckKind.Timestamp,
            4 => DuckKind.Float,
            5 => DuckKind.Double,
            7 when element.Logical == 15 => element.TypeLength == 2 ? DuckKind.Float : throw new FormatException($"column {node.Path} has numbers of half precision in {element.TypeLength} bytes"),
            7 when element.Logical == 14 => element.TypeLength == 16 ? DuckKind.Uuid : throw new FormatException($"column {node.Path} has UUIDs of {element.TypeLength} bytes"),
            _ => element.IsText || declared?.Kind == DuckKind.Varchar ? DuckKind.Varchar : DuckKind.Blob,
        });
    }

    private static DuckKind OfInt(ParquetLeaf element)
    {
        if (element.IsDate)
        {
            return DuckKind.Date;
        }

        if (element.IsTime)
        {
            return DuckKind.Time;
        }

        var width = element.BitWidth != 0 ? element.BitWidth : element.Converted switch { 11 or 15 => 8, 12 or 16 => 16, _ => 32 };
        return (width, element.IsUnsigned) switch
        {
            (8, false) => DuckKind.TinyInt,
            (8, true) => DuckKind.UTinyInt,
            (16, false) => DuckKind.SmallInt,
            (16, true) => DuckKind.USmallInt,
            (_, true) => DuckKind.UInteger,
            _ => DuckKind.Integer,
        };
    }
}
