using System.Text;
using Weir.Kernel.Core;
using Weir.Services.Glue.Domain.Expressions;
using Weir.Services.Glue.Model;

namespace Weir.Fuzz;

/// <summary>The filter of GetPartitions: parsed, then asked about a partition.</summary>
internal static class GlueFuzz
{
    private static readonly Column[] Keys =
    [
        new() { Name = "year", Type = "string" }, new() { Name = "month", Type = "int" }, new() { Name = "day", Type = "bigint" },
        new() { Name = "name", Type = "varchar(9)" }, new() { Name = "at", Type = "date" }, new() { Name = "price", Type = "decimal(9,2)" },
    ];

    private static readonly string[][] Values =
    [
        ["2026", "1", "3", "abc", "2026-01-01", "1.25"],
        ["", "x", "-1", "__HIVE_DEFAULT_PARTITION__", "2026-13-01", ""],
    ];

    public static bool Partitions(byte[] input)
    {
        try
        {
            var expression = PartitionExpression.Parse(Encoding.UTF8.GetString(input), Keys);
            _ = PartitionExpression.FirstValues(expression, Keys);
            foreach (var values in Values)
            {
                _ = expression.Holds(values);
            }

            return true;
        }
        catch (ServiceException)
        {
            return false;
        }
    }
}
