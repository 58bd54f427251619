using System.Text.Json;
using Weir.Engines.DuckDb;

namespace Weir.Services.Athena.Scans;

/// <summary>How the keys of JSON files are really written: the catalog's names are lower case, DuckDB's reader minds the case.</summary>
internal sealed class JsonKeys
{
    private const int SampleRows = 2000;

    private readonly JsonElement _root;

    private JsonKeys(JsonElement root) => _root = root;

    /// <summary>Looks at the first rows of the files.</summary>
    public static JsonKeys Sample(DuckConnection connection, string files, string compression, CancellationToken cancellationToken)
    {
        var sql = "SELECT CAST(json_group_structure(json) AS VARCHAR) FROM (SELECT json FROM read_ndjson_objects("
            + $"{files}, ignore_errors = true, compression = {DuckSql.Text(compression)}, "
            + $"maximum_object_size = {AthenaLimits.TextRowBytesMax}) LIMIT {SampleRows})";
        using var result = connection.Query(sql, cancellationToken);
        if (result.NextChunk() is { RowCount: > 0 } chunk && chunk[0].IsValid(0))
        {
            using var document = JsonDocument.Parse(chunk[0].Text(0), new JsonDocumentOptions { MaxDepth = 256 });
            return new JsonKeys(document.RootElement.Clone());
        }

        return new JsonKeys(default);
    }

    /// <summary>The spellings of a top-level key; the lower-case one when none was seen.</summary>
    public IReadOnlyList<string> Spellings(string name)
    {
        var found = Children(_root).Where(child => Same(child.Name, name)).Select(child => child.Name).ToArray();
        return found.Length == 0 ? [name] : found;
    }

    /// <summary>The declared type with its fields spelled as below that key.</summary>
    public DuckType Spell(string key, DuckType type) =>
        Spell(Children(_root).Where(child => child.Name == key).Select(child => child.Value).FirstOrDefault(), type);

    /// <summary>A type as DuckDB's JSON functions want it described.</summary>
    public static string Structure(DuckType type) => type.Kind switch
    {
        DuckKind.Struct => $"{{{string.Join(',', type.Fields.Select(field => $"\"{JsonEncodedText.Encode(field.Name)}\":{Structure(field.Type)}"))}}}",
        DuckKind.List => $"[{Structure(type.Element!)}]",
        _ => $"\"{type}\"",
    };

    private static DuckType Spell(JsonElement seen, DuckType type) => type.Kind switch
    {
        DuckKind.Struct => type with
        {
            Fields =
            [
                .. type.Fields.Select(field =>
                {
                    var match = Children(seen).FirstOrDefault(child => Same(child.Name, field.Name));
                    return new DuckField(match.Value.ValueKind == JsonValueKind.Undefined ? field.Name : match.Name, Spell(match.Value, field.Type));
                }),
            ],
        },
        DuckKind.List => type with
        {
            Element = Spell(seen.ValueKind == JsonValueKind.Array && seen.GetArrayLength() > 0 ? seen[0] : default, type.Element!),
        },
        _ => type,
    };

    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(property => (property.Name, property.Value))
            : [];

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
