using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>The values of a partition's rows that definitions look at: a long (also dates, times and intervals), bool, double, decimal or string.</summary>
internal sealed class RowColumns(object?[] integers, object?[] numbers, object?[] texts)
{
    public object? Read(string column, long row)
    {
        var list = (object?[])(column[0] switch
        {
            'd' or 'f' => numbers,
            't' or 'm' => texts,
            _ => integers,
        })[int.Parse(column.AsSpan(1), CultureInfo.InvariantCulture)]!;
        if (row < 0 || row >= list.Length || list[row] is not { } value)
        {
            return null;
        }

        return column[0] switch
        {
            'b' => (long)value != 0,
            'm' => decimal.TryParse((string)value, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new SqlException(SqlErrorCode.NotSupported, "A decimal of more than 28 digits in a definition that depends on the rows matched before"),
            _ => value,
        };
    }
}
