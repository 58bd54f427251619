using System.Collections.Immutable;
using Weir.Engines.Sql.Runtime;

namespace Weir.Engines.Sql.Json;

/// <summary>The functions behind SQL/JSON.</summary>
internal static class JsonRuntime
{
    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_json_exists", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR", values =>
            JsonCells.Exists((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_json_value", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR", values =>
            JsonCells.Value((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_json_query", ["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN"], "VARCHAR", values =>
            JsonCells.Query((string)values[0]!, (string)values[1]!, (string)values[2]!, ((string)values[3]!)[0], (bool)values[4]!)),
        new("weir_json_table", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR[][]", values =>
            JsonTableRows.Of((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_json_object", ["VARCHAR[]", "VARCHAR[]", "BOOLEAN", "BOOLEAN"], "VARCHAR", values =>
            JsonCells.Object((object?[])values[0]!, (object?[])values[1]!, (bool)values[2]!, (bool)values[3]!)),
        new("weir_json_array", ["VARCHAR[]", "BOOLEAN"], "VARCHAR", values => JsonCells.Array((object?[])values[0]!, (bool)values[1]!)),
        new("weir_json_compact", ["VARCHAR"], "VARCHAR", values => JsonCells.Compact((string)values[0]!)),
        new("weir_json_passed", ["VARCHAR"], "VARCHAR", values => JsonCells.Passed((string)values[0]!)),
        new("weir_json_decode", ["BLOB", "VARCHAR"], "VARCHAR", values => Encoding((string)values[1]!).GetString((byte[])values[0]!)),
        new("weir_json_encode", ["VARCHAR", "VARCHAR"], "BLOB", values => Encoding((string)values[1]!).GetBytes((string)values[0]!)),
        new("weir_json_quote", ["VARCHAR"], "VARCHAR", values => JsonCells.Quoted((string)values[0]!)),
    ];

    private static System.Text.Encoding Encoding(string name) => name switch
    {
        "UTF16" => System.Text.Encoding.Unicode,
        "UTF32" => System.Text.Encoding.UTF32,
        _ => System.Text.Encoding.UTF8,
    };
}
