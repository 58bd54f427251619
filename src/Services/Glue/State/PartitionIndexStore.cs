using Weir.Kernel.State;
using Weir.Services.Glue.Domain.Expressions;

namespace Weir.Services.Glue.State;

/// <summary>Partition indexes and their entries: the indexed values in their normal form, then all values. Safe from any thread.</summary>
/// <remarks>
/// An index is kept from the moment it exists, so that what is added while older partitions are still being entered is in it; it answers
/// only when it is ACTIVE.
/// </remarks>
internal sealed class PartitionIndexStore
{
    private const char Closed = '\u0001';
    private static readonly byte[] Nothing = [0];

    private readonly StateTable<PartitionIndexState> _indexes = new("glue_partition_indexes", GlueJson.Default.PartitionIndexState);
    private readonly Keyspace _entries = new("glue_partition_index_entries");

    public IReadOnlyList<PartitionIndexState> Of(IStateReader state, CatalogPlace place, string database, string table) =>
        [.. _indexes.Scan(state, StateKey.Prefix(place.Account, place.Region, database, table)).Select(entry => entry.Value)];

    public PartitionIndexState? Find(IStateReader state, CatalogPlace place, string database, string table, string name) =>
        _indexes.Find(state, StateKey.Of(place.Account, place.Region, database, table, name));

    public void Put(IStateWriter state, CatalogPlace place, string database, string table, PartitionIndexState index) =>
        _indexes.Put(state, StateKey.Of(place.Account, place.Region, database, table, index.Name), index);

    public void Delete(IStateWriter state, CatalogPlace place, string database, string table, string name)
    {
        _indexes.Delete(state, StateKey.Of(place.Account, place.Region, database, table, name));
        var below = StateKey.Prefix(place.Account, place.Region, database, table, name);
        state.DeleteRange(_entries, below, below.Next());
    }

    /// <summary>Of a table, or of all tables of a database.</summary>
    public void DeleteBelow(IStateWriter state, StateKey below)
    {
        state.DeleteRange(_indexes.Space, below, below.Next());
        state.DeleteRange(_entries, below, below.Next());
    }

    /// <summary>Indexes whose older partitions are not all entered yet, with the table they belong to.</summary>
    public IReadOnlyList<(CatalogPlace Place, string Database, string Table, PartitionIndexState Index)> Unfinished(IStateReader state)
    {
        var found = new List<(CatalogPlace, string, string, PartitionIndexState)>();
        foreach (var (key, index) in _indexes.Scan(state, default))
        {
            if (index.Status == PartitionIndexState.Creating && key.Parts(5) is [var account, var region, var database, var table, _])
            {
                found.Add((new(account, region), database, table, index));
            }
        }

        return found;
    }

    public void Enter(
        IStateWriter state, CatalogPlace place, string database, string table, PartitionIndexState index, IReadOnlyList<string> values) =>
        state.Put(_entries, EntryKey(place, database, table, index, values), Nothing);

    public void Remove(
        IStateWriter state, CatalogPlace place, string database, string table, PartitionIndexState index, IReadOnlyList<string> values) =>
        state.Delete(_entries, EntryKey(place, database, table, index, values));

    /// <summary>The values of partitions whose first indexed keys have these normal forms, in the index's order, those after some values.</summary>
    public IEnumerable<IReadOnlyList<string>> Values(
        IStateReader state, CatalogPlace place, string database, string table, PartitionIndexState index, IReadOnlyList<string> first,
        IReadOnlyList<string>? after)
    {
        var below = StateKey.Of(place.Account, place.Region, database, table, index.Name, string.Concat(first.Select(value => value + Closed)));
        var from = after is null ? below : new StateKey([.. EntryKey(place, database, table, index, after).Bytes, 0]);
        return state.Scan(_entries, from > below ? from : below, below.Next())
            .Select(entry => (IReadOnlyList<string>)entry.Key.Parts(6)[5].Split(Closed)[index.Keys.Count..^1]);
    }

    private static StateKey EntryKey(
        CatalogPlace place, string database, string table, PartitionIndexState index, IReadOnlyList<string> values)
    {
        var indexed = index.Keys.Select(key => KeyType.Normal(KeyType.Of(key.Type), values[key.Position]) + Closed);
        return StateKey.Of(
            place.Account, place.Region, database, table, index.Name, string.Concat(indexed) + string.Concat(values.Select(value => value + Closed)));
    }
}
