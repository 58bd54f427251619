using System.Collections.Frozen;
using Weir.Engines.Sql.Lexing;

namespace Weir.Engines.Sql.Parsing;

/// <summary>The two token dialects of a statement: Trino for queries, Hive for the definition of tables.</summary>
public static class TrinoDialect
{
    /// <summary>Trino's reserved words.</summary>
    public static FrozenSet<string> Reserved { get; } = new[]
    {
        "ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "CONSTRAINT", "CREATE", "CROSS", "CUBE",
        "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_PATH", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME",
        "CURRENT_TIMESTAMP", "CURRENT_USER", "DEALLOCATE", "DELETE", "DESCRIBE", "DISTINCT", "DROP", "ELSE", "END",
        "ESCAPE", "EXCEPT", "EXECUTE", "EXISTS", "EXTRACT", "FALSE", "FOR", "FROM", "FULL", "GROUP", "GROUPING",
        "HAVING", "IN", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "JSON_ARRAY", "JSON_EXISTS",
        "JSON_OBJECT", "JSON_QUERY", "JSON_TABLE", "JSON_VALUE", "LEFT", "LIKE", "LISTAGG", "LOCALTIME",
        "LOCALTIMESTAMP", "NATURAL", "NORMALIZE", "NOT", "NULL", "ON", "OR", "ORDER", "OUTER", "PREPARE",
        "RECURSIVE", "RIGHT", "ROLLUP", "SELECT", "SKIP", "TABLE", "THEN", "TRIM", "TRUE", "UESCAPE", "UNION",
        "UNNEST", "USING", "VALUES", "WHEN", "WHERE", "WITH",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Tokens of queries.</summary>
    public static LexerDialect Query { get; } = new() { Reserved = Reserved };

    /// <summary>Tokens of Hive DDL: back quotes name things, backslashes escape.</summary>
    public static LexerDialect Hive { get; } = new()
    {
        // Hive knows no SQL/JSON: a table may be called json_table there.
        Reserved = Reserved.Where(word => !word.StartsWith("JSON_", StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal),
        BackquoteIsIdentifier = true,
        BackslashEscapes = true,
    };
}
