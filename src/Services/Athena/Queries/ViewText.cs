using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Contracts;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Queries;

/// <summary>Views as Presto and Athena keep them in the catalog: JSON in base 64 inside a comment.</summary>
internal static class ViewText
{
    private const string Prefix = "/* Presto View: ";
    private const string Suffix = " */";

    public static bool IsView(CatalogTable table) => table.TableType == "VIRTUAL_VIEW";

    public static string Encode(StoredView view) =>
        Prefix + Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Default.StoredView)) + Suffix;

    /// <summary>The view's query; null when the text is none we know.</summary>
    public static StoredView? Decode(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var bytes = Convert.FromBase64String(text[Prefix.Length..^Suffix.Length]);
            return JsonSerializer.Deserialize(bytes, ViewJson.Default.StoredView);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    public static CatalogTable Table(string database, string name, string sql, string? comment, IReadOnlyList<(string Name, SqlType Type)> columns, string schema)
    {
        var view = new StoredView
        {
            OriginalSql = sql,
            Catalog = "awsdatacatalog",
            Schema = schema,
            Columns = [.. columns.Select(column => new StoredViewColumn { Name = column.Name, Type = column.Type.ToString() })],
        };
        var parameters = new Dictionary<string, string> { ["presto_view"] = "true", ["comment"] = comment ?? "Presto View" };
        return new()
        {
            Database = database,
            Name = name,
            TableType = "VIRTUAL_VIEW",
            Parameters = parameters,
            Storage = new() { Columns = [.. columns.Select(column => new CatalogColumn(column.Name, column.Type.ToHive()))], Location = "" },
            ViewOriginalText = Encode(view),
            ViewExpandedText = "/* Presto View */",
        };
    }
}

internal sealed record StoredView
{
    [JsonPropertyName("originalSql")]
    public string OriginalSql { get; init; } = "";

    [JsonPropertyName("catalog")]
    public string? Catalog { get; init; }

    [JsonPropertyName("schema")]
    public string? Schema { get; init; }

    [JsonPropertyName("columns")]
    public IReadOnlyList<StoredViewColumn> Columns { get; init; } = [];
}

internal sealed record StoredViewColumn
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("type")]
    public string Type { get; init; } = "";
}

[JsonSerializable(typeof(StoredView))]
internal sealed partial class ViewJson : JsonSerializerContext;
