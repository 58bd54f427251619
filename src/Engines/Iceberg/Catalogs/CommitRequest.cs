using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>What a client of a REST catalog asserts of a table and wants changed. Immutable; applied to whichever metadata is current.</summary>
public sealed record CommitRequest
{
    private const string Create = "assert-create";

    private readonly ImmutableArray<JsonObject> _requirements;
    private readonly ImmutableArray<JsonObject> _updates;

    private CommitRequest(ImmutableArray<JsonObject> requirements, ImmutableArray<JsonObject> updates) =>
        (_requirements, _updates) = (requirements, updates);

    /// <summary>The table is to be made by this commit.</summary>
    public bool IsCreation => _requirements.Any(requirement => Json.Text(requirement, "type") == Create);

    public static CommitRequest Parse(JsonObject request) => Requests.Checked(() =>
    {
        var commit = new CommitRequest([.. Json.Objects(request, "requirements")], [.. Json.Objects(request, "updates")]);
        _ = commit.IsCreation;
        return commit;
    });

    /// <summary>The next metadata; the same instance when nothing changes.</summary>
    /// <exception cref="IcebergException">A requirement does not hold: <see cref="IcebergProblem.Conflict"/>.</exception>
    public TableMetadata ApplyTo(TableMetadata table, long nowMillis) => Requests.Checked(() =>
    {
        foreach (var requirement in _requirements)
        {
            Requirements.Check(table, requirement);
        }

        return Updated(new MetadataBuilder(table, nowMillis));
    });

    /// <summary>The first metadata of a table that is made by this commit.</summary>
    /// <param name="location">Where the table lies when the updates do not say; null when they must.</param>
    public TableMetadata NewTable(IdSource ids, string? location, long nowMillis) => Requests.Checked(() =>
    {
        if (_requirements.FirstOrDefault(requirement => Json.Text(requirement, "type") != Create) is { } other)
        {
            throw IcebergException.Invalid($"{Json.Text(other, "type")} says nothing of a table that is to be made");
        }

        var builder = MetadataBuilder.Empty(nowMillis);
        var table = Updated(builder);
        if (table.Schemas.All(schema => schema.Id != table.CurrentSchemaId))
        {
            throw IcebergException.Invalid("a new table needs a schema");
        }

        return table with
        {
            Specs = table.Specs.IsEmpty ? [PartitionSpec.Unpartitioned] : table.Specs,
            Uuid = table.Uuid.Length > 0 ? table.Uuid : ids.NewId(),
            Location = table.Location.Length > 0 ? table.Location : location?.TrimEnd('/') ?? throw IcebergException.Invalid("a new table needs a location"),
        };
    });

    private TableMetadata Updated(MetadataBuilder builder)
    {
        foreach (var update in _updates)
        {
            builder.Apply(update);
        }

        return builder.Table;
    }
}

/// <summary>Requests are their senders' fault where a file would be damaged.</summary>
internal static class Requests
{
    public static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IcebergException error) when (error.Problem == IcebergProblem.BadMetadata)
        {
            throw new IcebergException(IcebergProblem.Invalid, error.Message, error);
        }
        catch (InvalidOperationException error)
        {
            // A JSON value of another kind than the one read.
            throw new IcebergException(IcebergProblem.Invalid, error.Message, error);
        }
    }
}
