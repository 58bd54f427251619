using Weir.Engines.Sql;
using Weir.Engines.Sql.Syntax;

namespace Weir.Services.Athena.Queries;

/// <summary>Names of statements as names of the catalog.</summary>
internal static class TableNames
{
    /// <summary><c>[catalog.][database.]table</c> in lower case.</summary>
    public static (string Database, string Table) Resolve(StatementContext context, QualifiedName name)
    {
        string[] parts = [.. name.Parts.Select(Lower)];
        switch (parts)
        {
            // `database.table` in one pair of back-quotes, as Hive reads it.
            case [var dotted] when dotted.Split('.') is [{ Length: > 0 } database, { Length: > 0 } table]:
                return (database, table);
            case [var table]:
                return (context.Database, table);
            case [var database, var table]:
                return (database, table);
            case [var catalog, var database, var table]:
                if (!context.IsGlue(catalog))
                {
                    throw QueryFailure.User($"CATALOG_NOT_FOUND: Catalog '{catalog}' not found");
                }

                return (database, table);
            default:
                throw QueryFailure.User($"{SqlErrorCodes.Name(SqlErrorCode.SyntaxError)}: Too many parts in table name: {name.Lower}");
        }
    }

    public static string Lower(Identifier name) => name.Value.ToLowerInvariant();
}
