using Weir.Engines.DuckDb;
using Weir.Services.Firehose.Domain;

namespace Weir.Fuzz;

/// <summary>A record's JSON as rows of a table with a column of every kind.</summary>
internal static class FirehoseFuzz
{
    private static readonly RowReader Reader = new(
        [
            Column("id", "bigint"), Column("small", "tinyint"), Column("name", "string"), Column("price", "decimal(9,2)"), Column("ratio", "double"),
            Column("at", "timestamp"), Column("day", "date"), Column("flag", "boolean"), Column("raw", "binary"), Column("list", "array<int>"),
            Column("map", "map<int,array<string>>"), Column("item", "struct<day:date,more:struct<n:bigint>>"),
        ],
        new());

    public static bool Rows(byte[] input)
    {
        try
        {
            _ = Reader.Read(input);
            return true;
        }
        catch (RowException)
        {
            return false;
        }
    }

    private static DuckField Column(string name, string type) => new(name, HiveTypes.Parse(type)!);
}
