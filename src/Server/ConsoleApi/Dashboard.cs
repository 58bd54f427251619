using System.Text.Json.Serialization;

namespace Weir.Server.ConsoleApi;

/// <summary>One chart of a dashboard: which columns of the report it draws.</summary>
internal sealed record Visual
{
    public required string Title { get; init; }

    /// <summary><c>line</c>, <c>bar</c>, <c>pie</c>, <c>table</c> or <c>number</c>.</summary>
    public required string Kind { get; init; }
    public string? X { get; init; }
    public string? Y { get; init; }
    public string? Series { get; init; }
    public string? Unit { get; init; }
}

/// <summary>A dashboard: charts over the newest report below an S3 address.</summary>
internal sealed record Dashboard
{
    public required string Name { get; init; }
    public required string Title { get; init; }

    /// <summary><c>s3://bucket/prefix</c>: of the objects below it, the one with the greatest key is the report.</summary>
    public required string Report { get; init; }
    public required IReadOnlyList<Visual> Visuals { get; init; }
}

/// <summary>A report as the console draws it. Cells are text, as Athena gives them; null is null.</summary>
internal sealed record Report
{
    public required string Key { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public required IReadOnlyList<string> Columns { get; init; }
    public required IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; }
}

/// <summary>What a report object holds: <c>{"columns":[…],"rows":[[…]]}</c>, further members are ignored.</summary>
internal sealed record ReportContent
{
    public required IReadOnlyList<string> Columns { get; init; }
    public required IReadOnlyList<IReadOnlyList<string?>> Rows { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dashboard))]
[JsonSerializable(typeof(IReadOnlyList<Dashboard>))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(ReportContent))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
