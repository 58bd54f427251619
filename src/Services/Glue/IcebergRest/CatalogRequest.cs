using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>A request of the REST catalog: what its address says, and a JSON document.</summary>
internal sealed record CatalogRequest : IShape<CatalogRequest>
{
    private const int DepthMax = 200;

    private static readonly MemberSchema[] Members =
    [
        Label("catalog"), Label("namespace"), Label("table"),
        Query("warehouse"), Query("parent"), Query("pageToken"), Query("pageSize"), Query("purgeRequested"), Query("snapshots"),
        new("body", ShapeKind.Blob),
    ];

    private static readonly ShapeSchema Shape = new("CatalogRequest", Members) { Payload = Members[^1] };

    private readonly string?[] _values = new string?[Members.Length - 1];

    public string Catalog => _values[0] ?? "";

    public string Namespace => _values[1] ?? "";

    public string Table => _values[2] ?? "";

    public string? Warehouse => _values[3];

    public string? Parent => _values[4];

    public string? PageToken => _values[5];

    public string? PageSize => _values[6];

    public bool IsPurge => string.Equals(_values[7], "true", StringComparison.OrdinalIgnoreCase);

    public string? Snapshots => _values[8];

    public ReadOnlyMemory<byte> Body { get; private init; }

    static ShapeSchema IShape<CatalogRequest>.Schema => Shape;

    ShapeSchema IShape.Shape => Shape;

    /// <summary>The document; throws when there is none.</summary>
    public JsonObject Document()
    {
        try
        {
            return JsonNode.Parse(Body.Span, documentOptions: new() { MaxDepth = DepthMax, AllowDuplicateProperties = false }) as JsonObject ?? throw RestErrors.BadRequest("The request body is not a JSON object");
        }
        catch (Exception error) when (error is JsonException)
        {
            throw RestErrors.BadRequest($"The request body is not JSON: {error.Message}");
        }
    }

    static CatalogRequest IShape<CatalogRequest>.Read(ShapeReader reader)
    {
        var values = new string?[Members.Length - 1];
        var body = ReadOnlyMemory<byte>.Empty;
        reader.BeginStructure(Shape);
        int at;
        while ((at = reader.NextMember(Shape)) >= 0)
        {
            if (at < values.Length)
            {
                values[at] = reader.ReadString(Members[at]);
            }
            else
            {
                body = reader.ReadBlob(Members[at]);
            }
        }

        var request = new CatalogRequest { Body = body };
        values.CopyTo(request._values, 0);
        return request;
    }

    void IShape.Write(ShapeWriter writer)
    {
        for (var at = 0; at < _values.Length; at++)
        {
            writer.Write(Members[at], _values[at]);
        }

        writer.Write(Members[^1], Body.IsEmpty ? null : Body);
    }

    private static MemberSchema Label(string name) => new(name, ShapeKind.String) { Location = MemberLocation.Uri };

    private static MemberSchema Query(string name) => new(name, ShapeKind.String) { Location = MemberLocation.QueryString };
}

/// <summary>An answer of the REST catalog: a JSON document, or nothing.</summary>
internal sealed record CatalogAnswer : IShape<CatalogAnswer>
{
    private static readonly MemberSchema Body = new("body", ShapeKind.Blob);
    private static readonly ShapeSchema Shape = new("CatalogAnswer", [Body]) { Payload = Body };

    public static CatalogAnswer Nothing { get; } = new();

    public ReadOnlyMemory<byte>? Document { get; private init; }

    static ShapeSchema IShape<CatalogAnswer>.Schema => Shape;

    ShapeSchema IShape.Shape => Shape;

    public static CatalogAnswer Of(JsonObject document) => new() { Document = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()) };

    static CatalogAnswer IShape<CatalogAnswer>.Read(ShapeReader reader)
    {
        ReadOnlyMemory<byte>? document = null;
        reader.BeginStructure(Shape);
        while (reader.NextMember(Shape) >= 0)
        {
            document = reader.ReadBlob(Body);
        }

        return new() { Document = document };
    }

    void IShape.Write(ShapeWriter writer) => writer.Write(Body, Document);
}
