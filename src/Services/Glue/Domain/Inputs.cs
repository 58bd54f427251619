using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Requests turned into state, checked.</summary>
internal static class Inputs
{
    public static DatabaseState Database(DatabaseInput input, DateTimeOffset created)
    {
        if (input.FederatedDatabase is not null)
        {
            throw GlueErrors.NotBuilt(nameof(input.FederatedDatabase));
        }

        return new()
        {
            Name = Place.Name("databaseInput.name", input.Name),
            Description = Description(input.Description),
            LocationUri = input.LocationUri,
            Parameters = input.Parameters,
            Created = created,
            DefaultPermissions = input.CreateTableDefaultPermissions,
            Target = Target(input.TargetDatabase),
        };
    }

    public static TableState Table(CallContext call, string database, TableInput input, DateTimeOffset now)
    {
        if (input.ViewDefinition is not null)
        {
            throw GlueErrors.NotBuilt(nameof(input.ViewDefinition));
        }

        RequireNames(input.StorageDescriptor?.Columns, input.PartitionKeys);
        return new()
        {
            Database = database,
            Name = Place.Name("tableInput.name", input.Name),
            Version = 0,
            Description = Description(input.Description),
            Owner = input.Owner,
            Created = now,
            Updated = now,
            LastAccess = input.LastAccessTime,
            LastAnalyzed = input.LastAnalyzedTime,
            Retention = input.Retention ?? 0,
            Storage = Storage(input.StorageDescriptor),
            PartitionKeys = input.PartitionKeys ?? [],
            ViewOriginalText = input.ViewOriginalText,
            ViewExpandedText = input.ViewExpandedText,
            TableType = input.TableType,
            Parameters = input.Parameters,
            CreatedBy = call.Caller.Arn,
            Target = Target(input.TargetTable),
        };
    }

    public static PartitionState Partition(TableState table, PartitionInput input, IReadOnlyList<string>? values, DateTimeOffset created)
    {
        var stated = input.Values is { Count: > 0 } own ? own : values ?? [];
        return new()
        {
            Values = Values(table, stated),
            Created = created,
            LastAccess = input.LastAccessTime,
            LastAnalyzed = input.LastAnalyzedTime,
            Storage = Storage(input.StorageDescriptor),
            Parameters = input.Parameters,
        };
    }

    public static IReadOnlyList<string> Values(TableState table, IReadOnlyList<string> values)
    {
        if (values.Count != table.PartitionKeys.Count || values.Count == 0)
        {
            throw GlueErrors.ValuesMismatch(table.PartitionKeys.Count, values.Count);
        }

        foreach (var value in values)
        {
            if (value.Length > GlueLimits.ValueLettersMax || value.AsSpan().IndexOfAny('\0', '\u0001') >= 0)
            {
                throw GlueErrors.Invalid(
                    $"A partition value has more than {GlueLimits.ValueLettersMax} characters or control characters in it.");
            }
        }

        return values;
    }

    private static DatabaseIdentifier? Target(DatabaseIdentifier? target) => target is { DatabaseName: null or "" }
        ? throw GlueErrors.Invalid("A target database needs its name: databaseInput.targetDatabase.databaseName.")
        : target;

    private static TableIdentifier? Target(TableIdentifier? target) => target is { DatabaseName: null or "" } or { Name: null or "" }
        ? throw GlueErrors.Invalid("A target table needs its names: tableInput.targetTable.databaseName and name.")
        : target;

    private static StorageDescriptor? Storage(StorageDescriptor? storage) => storage?.SchemaReference is null
        ? storage
        : throw GlueErrors.NotBuilt(nameof(storage.SchemaReference));

    private static string? Description(string? description) => description?.Length > GlueLimits.DescriptionLettersMax
        ? throw GlueErrors.TooMany("description", GlueLimits.DescriptionLettersMax)
        : description;

    /// <summary>Two columns may have one name, or a column a key's: the catalog keeps them, and engines refuse to read the table.</summary>
    private static void RequireNames(IReadOnlyList<Column>? columns, IReadOnlyList<Column>? keys)
    {
        foreach (var column in (columns ?? []).Concat(keys ?? []))
        {
            if (column.Name.Length is 0 or > GlueLimits.NameLettersMax)
            {
                throw GlueErrors.TooMany("column.name", GlueLimits.NameLettersMax);
            }
        }
    }
}
