using Weir.Engines.Databases;
using Weir.Engines.Discovery.Folders;

namespace Weir.Services.Glue.Crawling.Jdbc;

/// <summary>Which tables of a database a target means: <c>database/schema/table</c>, or <c>database/table</c> where there are no schemas. Immutable.</summary>
/// <remarks>A percent sign is any text. Case counts. What is not stated is everything.</remarks>
internal sealed record JdbcPath(string Database, string Schema, string Table)
{
    public bool NamesDatabase => !Database.Contains('%', StringComparison.Ordinal);

    /// <summary>Throws the error a caller sees. How many parts a database has is known only when its kind is: <see cref="For"/>.</summary>
    public static string[] Parts(string? path)
    {
        var parts = (path ?? "").Trim('/').Split('/');
        return parts.Length <= 3 && !parts.Any(string.IsNullOrEmpty)
            ? parts
            : throw GlueErrors.Invalid($"The path '{path}' of a JDBC target is no database/schema/table or database/table.");
    }

    public static JdbcPath For(string path, DatabaseKind kind)
    {
        var parts = Parts(path);
        string At(int at) => at < parts.Length ? parts[at] : "%";
        return kind switch
        {
            DatabaseKind.PostgreSql => new(At(0), At(1), At(2)),
            DatabaseKind.MySql when parts.Length < 3 => new(At(0), "", At(1)),
            DatabaseKind.MySql => throw new CrawlFailure($"The path '{path}' names a schema, which MySQL does not have: database/table."),
        };
    }

    public bool MeansDatabase(string database) => Fits(database, Database);

    /// <summary>Parts of partitioned tables are meant only by their own name: their rows are the whole table's too.</summary>
    public bool Means(DatabaseTable table) => Fits(table.Schema ?? "", Schema) && (table.Kind == RelationKind.Partition ? table.Name == Table : Fits(table.Name, Table));

    /// <summary>True for the location of a table that this path means, or meant.</summary>
    public bool Holds(string location) => Fits(location, Schema.Length == 0 ? $"{Database}.{Table}" : $"{Database}.{Schema}.{Table}");

    /// <summary>Exclusions are of the table's name, or of its path from the schema or the database on.</summary>
    public static bool IsExcluded(DatabaseTable table, IReadOnlyList<GlobPattern> exclusions)
    {
        var inSchema = table.Schema is null ? table.Name : $"{table.Schema}/{table.Name}";
        var inDatabase = $"{table.Catalog}/{inSchema}";
        return exclusions.Any(pattern => pattern.Matches(table.Name) || pattern.Matches(inSchema) || pattern.Matches(inDatabase));
    }

    /// <summary>Time is linear: each piece between percent signs is looked for once, from left to right.</summary>
    private static bool Fits(string text, string pattern)
    {
        var pieces = pattern.Split('%');
        if (pieces.Length == 1)
        {
            return text == pattern;
        }

        if (!text.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return text.Length - at >= pieces[^1].Length && text.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}
