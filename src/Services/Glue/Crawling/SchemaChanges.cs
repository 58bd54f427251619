using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Crawling;

/// <summary>How a table differs from what was found of its data.</summary>
internal static class SchemaChanges
{
    /// <summary>What the table becomes: what people added to it stays.</summary>
    public static TableInput Merge(TableState current, TableInput found, bool mergesNewColumns)
    {
        var parameters = new Dictionary<string, string>(current.Parameters ?? new Dictionary<string, string>());
        parameters.Remove(TableShapes.Deprecated);
        foreach (var key in (string[])["skip.header.line.count", TableShapes.Exclusions])
        {
            if (found.Parameters?.ContainsKey(key) != true)
            {
                parameters.Remove(key);
            }
        }

        foreach (var (key, value) in found.Parameters ?? new Dictionary<string, string>())
        {
            parameters[key] = value;
        }

        var comments = (current.Storage?.Columns ?? []).Where(column => column.Comment is not null)
            .DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(column => column.Name, column => column.Comment, StringComparer.OrdinalIgnoreCase);
        var columns = mergesNewColumns
            ? Appended(current.Storage?.Columns ?? [], found.StorageDescriptor!.Columns!)
            : [.. found.StorageDescriptor!.Columns!.Select(column => column.Comment is null && comments.TryGetValue(column.Name, out var comment) ? column with { Comment = comment } : column)];
        return found with
        {
            Name = current.Name,
            Description = found.Description ?? current.Description,
            Owner = current.Owner,
            Retention = current.Retention,
            LastAccessTime = current.LastAccess,
            LastAnalyzedTime = current.LastAnalyzed,
            Parameters = parameters,
            StorageDescriptor = found.StorageDescriptor with { Columns = columns },
        };
    }

    /// <summary>In sentences; none when only numbers of files and records differ.</summary>
    public static List<string> Between(TableState current, TableInput wanted)
    {
        var changes = new List<string>();
        Columns(current.Storage?.Columns ?? [], wanted.StorageDescriptor!.Columns!, "column", changes);
        Columns(current.PartitionKeys, wanted.PartitionKeys!, "partition key", changes);
        if (changes.Count == 0 && !AreEqual(current.Storage?.Columns, wanted.StorageDescriptor.Columns))
        {
            changes.Add("columns are in another order");
        }

        if (current.Storage?.SerdeInfo?.SerializationLibrary != wanted.StorageDescriptor.SerdeInfo!.SerializationLibrary)
        {
            changes.Add($"format {wanted.Parameters!.GetValueOrDefault("classification")}");
        }
        else if (!Equal(current.Storage?.SerdeInfo?.Parameters, wanted.StorageDescriptor.SerdeInfo.Parameters))
        {
            changes.Add("SerDe parameters");
        }

        if (current.Parameters?.ContainsKey(TableShapes.Deprecated) == true)
        {
            changes.Add("its data is back");
        }

        return changes;
    }

    /// <summary>What of a table's data cannot change while its columns stay; null when nothing of it did.</summary>
    public static string? Incompatible(TableState current, TableInput found) => ((string[])["classification", "compressionType", "delimiter"]).FirstOrDefault(key =>
        current.Parameters?.GetValueOrDefault(key) is { } before && found.Parameters?.GetValueOrDefault(key) is { } now && before != now);

    public static bool AreEqual(IReadOnlyList<Column>? left, IReadOnlyList<Column>? right) =>
        (left ?? []).Select(column => (column.Name, column.Type)).SequenceEqual((right ?? []).Select(column => (column.Name, column.Type)));

    private static void Columns(IReadOnlyList<Column> before, IReadOnlyList<Column> after, string what, List<string> changes)
    {
        var known = before.DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);
        foreach (var column in after)
        {
            if (!known.Remove(column.Name, out var type))
            {
                changes.Add($"new {what} {column.Name} {column.Type}");
            }
            else if (type != column.Type)
            {
                changes.Add($"{what} {column.Name} from {type} to {column.Type}");
            }
        }

        changes.AddRange(known.Keys.Select(name => $"no more {what} {name}"));
    }

    private static List<Column> Appended(IReadOnlyList<Column> before, IReadOnlyList<Column> found) =>
        [.. before, .. found.Where(column => !before.Any(known => known.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))];

    private static bool Equal(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0) && (left ?? new Dictionary<string, string>()).All(pair => right?.GetValueOrDefault(pair.Key) == pair.Value);
}
