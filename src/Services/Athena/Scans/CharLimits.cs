using System.Globalization;
using Weir.Engines.DuckDb;

namespace Weir.Services.Athena.Scans;

/// <summary>Texts in columns of <c>varchar(n)</c> and <c>char(n)</c>: what is longer is cut off, and a <c>char</c>'s blanks at the end are none of it.</summary>
internal static class CharLimits
{
    /// <param name="relation">The rows as their readers give them.</param>
    public static string Apply(string relation, IEnumerable<ScanColumn> columns)
    {
        var items = columns.Select(Limited).OfType<string>().ToArray();
        return items.Length == 0 ? relation : $"(SELECT * REPLACE ({string.Join(", ", items)}) FROM {relation})";
    }

    private static string? Limited(ScanColumn column)
    {
        var (kind, open) = (column.HiveType.Trim(), column.HiveType.IndexOf('(', StringComparison.Ordinal));
        if (open < 0 || !kind.EndsWith(')') || !int.TryParse(kind.AsSpan(kind.IndexOf('(', StringComparison.Ordinal) + 1).TrimEnd(')').Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var name = DuckSql.Name(column.Name);
        var isChar = kind.StartsWith("char", StringComparison.OrdinalIgnoreCase);
        return isChar || kind.StartsWith("varchar", StringComparison.OrdinalIgnoreCase)
            ? string.Create(CultureInfo.InvariantCulture, $"{(isChar ? "rtrim(" : "")}left({name}, {length}){(isChar ? ", ' ')" : "")} AS {name}")
            : null;
    }
}
