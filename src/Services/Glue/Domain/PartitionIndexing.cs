using Weir.Kernel.State;
using Weir.Services.Glue.Domain.Expressions;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>What may be indexed, and which index answers an expression.</summary>
internal static class PartitionIndexing
{
    /// <summary>Checks and keeps a new index, which answers nothing until its partitions are entered.</summary>
    public static void Create(CatalogStore catalog, IStateWriter state, CatalogPlace place, TableState table, PartitionIndex wanted)
    {
        var name = Place.Name("partitionIndex.indexName", wanted.IndexName);
        var existing = catalog.Indexes.Of(state, place, table.Database, table.Name);
        if (existing.Any(index => index.Name == name))
        {
            throw GlueErrors.IndexExists(wanted.IndexName);
        }

        if (existing.Count >= GlueLimits.PartitionIndexesMax)
        {
            throw GlueErrors.TooManyIndexes();
        }

        var keys = Keys(table, wanted.Keys);
        if (existing.Any(index => index.Keys.SequenceEqual(keys)))
        {
            throw GlueErrors.Invalid("Index with the given keys already exists.");
        }

        catalog.Indexes.Put(
            state, place, table.Database, table.Name, new() { Name = name, Keys = keys, Status = PartitionIndexState.Creating });
    }

    public static PartitionIndexDescriptor Shown(PartitionIndexState index) => new()
    {
        IndexName = index.Name,
        Keys = [.. index.Keys.Select(key => new KeySchemaElement { Name = key.Name, Type = key.Type })],
        IndexStatus = index.Status,
    };

    /// <summary>The index that leaves the least to look at, with the normal forms of its first keys; null when none helps.</summary>
    public static (PartitionIndexState Index, IReadOnlyList<string> First)? Best(
        IReadOnlyList<PartitionIndexState> indexes, ExpressionNode expression)
    {
        var known = PartitionExpression.Equalities(expression);
        (PartitionIndexState Index, IReadOnlyList<string> First)? best = null;
        foreach (var index in indexes.Where(index => index.Status == PartitionIndexState.Active))
        {
            var first = index.Keys.TakeWhile(key => known.ContainsKey(key.Position)).Select(key => known[key.Position]).ToList();
            if (first.Count > (best?.First.Count ?? 0))
            {
                best = (index, first);
            }
        }

        return best;
    }

    /// <summary>The values of the first keys, as long as they are known and of text, which equals itself alone.</summary>
    public static List<string> FirstTexts(IReadOnlyList<Column> keys, IReadOnlyDictionary<string, string> known) =>
        [.. keys.TakeWhile(key => KeyType.Of(key.Type) == KeyFamily.Text && known.ContainsKey(key.Name.ToLowerInvariant()))
            .Select(key => known[key.Name.ToLowerInvariant()])];

    /// <summary>The longest index all of whose keys are known, with their normal forms; null when there is none.</summary>
    public static (PartitionIndexState Index, IReadOnlyList<string> Values)? Whole(
        IReadOnlyList<PartitionIndexState> indexes, IReadOnlyDictionary<string, string> known)
    {
        var index = indexes.Where(index => index.Status == PartitionIndexState.Active && index.Keys.All(key => known.ContainsKey(key.Name)))
            .MaxBy(index => index.Keys.Count);
        return index is null ? null : (index, [.. index.Keys.Select(key => KeyType.Normal(KeyType.Of(key.Type), known[key.Name]))]);
    }

    private static List<IndexKey> Keys(TableState table, IReadOnlyList<string> names)
    {
        if (names.Count == 0 || names.Count > table.PartitionKeys.Count)
        {
            throw GlueErrors.Invalid("A partition index has at least one key, and no more than the table has partition keys.");
        }

        var keys = new List<IndexKey>();
        foreach (var name in names)
        {
            var position = table.PartitionKeys.ToList().FindIndex(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (position < 0 || keys.Any(key => key.Position == position))
            {
                throw GlueErrors.Invalid($"Index key {name} is no partition key of the table, or is named twice.");
            }

            var type = table.PartitionKeys[position].Type ?? "string";
            if (KeyType.Of(type) is null)
            {
                throw GlueErrors.Invalid($"Partition key {name} of type {type} cannot be indexed.");
            }

            keys.Add(new(table.PartitionKeys[position].Name.ToLowerInvariant(), type, position));
        }

        return keys;
    }
}
