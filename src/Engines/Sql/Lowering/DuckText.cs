namespace Weir.Engines.Sql.Lowering;

/// <summary>Quotes names and text for DuckDB: the only way a client's characters reach it.</summary>
public static class DuckText
{
    public static string Name(string name) => $"\"{Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{Checked(text).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Checked(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new SqlException(SqlErrorCode.NotSupported, "The character U+0000 is not supported in text")
            : text;
}
