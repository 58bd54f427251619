using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Metadata;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>Snapshots, branches and tags, added and taken away by other writers.</summary>
internal static class SnapshotUpdates
{
    private const long ClockSkewMillisMax = 60_000;

    public static TableMetadata Add(TableMetadata table, Snapshot snapshot)
    {
        if (table.SnapshotOf(snapshot.Id) is not null)
        {
            throw IcebergException.Invalid(Text($"Snapshot already exists for id: {snapshot.Id}"));
        }

        if (snapshot.ManifestList is null && snapshot.Manifests.IsEmpty)
        {
            throw IcebergException.Invalid("a snapshot needs a manifest list");
        }

        if (table.FormatVersion > 1 && snapshot.ParentId is not null && snapshot.SequenceNumber <= table.LastSequenceNumber)
        {
            // Whoever wrote it did not know the snapshot before: to try again helps.
            throw new IcebergException(IcebergProblem.Conflict, Text(
                $"Cannot add snapshot with sequence number {snapshot.SequenceNumber} older than last sequence number {table.LastSequenceNumber}"));
        }

        if (snapshot.TimestampMillis - table.LastUpdatedMillis < -ClockSkewMillisMax && !table.Snapshots.IsEmpty)
        {
            throw IcebergException.Invalid(Text(
                $"Invalid snapshot timestamp {snapshot.TimestampMillis}: before last updated timestamp {table.LastUpdatedMillis}"));
        }

        return WithRows(table, snapshot) with
        {
            Snapshots = table.Snapshots.Add(snapshot),
            LastSequenceNumber = Math.Max(table.LastSequenceNumber, snapshot.SequenceNumber),
            LastUpdatedMillis = Math.Max(table.LastUpdatedMillis, snapshot.TimestampMillis),
        };
    }

    /// <param name="added">Snapshots of this very commit: they became current when they were made.</param>
    public static TableMetadata SetRef(TableMetadata table, string name, SnapshotRef reference, HashSet<long> added, long nowMillis)
    {
        var snapshot = table.SnapshotOf(reference.SnapshotId)
            ?? throw IcebergException.Invalid(Text($"Cannot set {name} to unknown snapshot: {reference.SnapshotId}"));
        if (name == SnapshotRef.Main && !reference.IsBranch)
        {
            throw IcebergException.Invalid("Cannot set main to a tag");
        }

        if (table.Refs.GetValueOrDefault(name) == reference)
        {
            return table;
        }

        table = table with { Refs = table.Refs.SetItem(name, reference) };
        if (name != SnapshotRef.Main || table.CurrentSnapshotId == snapshot.Id)
        {
            return table;
        }

        var since = added.Contains(snapshot.Id) ? snapshot.TimestampMillis : Math.Max(nowMillis, table.LastUpdatedMillis);
        return table with
        {
            CurrentSnapshotId = snapshot.Id,
            LastUpdatedMillis = Math.Max(table.LastUpdatedMillis, since),
            SnapshotLog = table.SnapshotLog.Add(new(since, snapshot.Id)),
        };
    }

    public static TableMetadata RemoveRef(TableMetadata table, string name) => name == SnapshotRef.Main
        ? table with { Refs = table.Refs.Remove(name), CurrentSnapshotId = null, SnapshotLog = [] }
        : table with { Refs = table.Refs.Remove(name) };

    public static TableMetadata Remove(TableMetadata table, ImmutableArray<long> ids)
    {
        var gone = ids.ToHashSet();
        var log = table.SnapshotLog.ToList();
        var hole = log.FindLastIndex(entry => gone.Contains(entry.SnapshotId));
        var next = table with
        {
            Snapshots = table.Snapshots.RemoveAll(snapshot => gone.Contains(snapshot.Id)),
            SnapshotLog = [.. log.Skip(hole + 1)],
        };
        foreach (var id in gone)
        {
            next = StatisticsUpdates.Remove(StatisticsUpdates.Remove(next, StatisticsUpdates.Whole, id), StatisticsUpdates.Partitions, id);
        }

        return next.Refs.Where(pair => gone.Contains(pair.Value.SnapshotId)).Select(pair => pair.Key).ToArray().Aggregate(next, RemoveRef);
    }

    /// <summary>Version 3 numbers rows: a snapshot takes the numbers from the table's next one on.</summary>
    private static TableMetadata WithRows(TableMetadata table, Snapshot snapshot)
    {
        if (table.FormatVersion < 3)
        {
            return table;
        }

        var first = Json.LongOrNull(snapshot.Source!, "first-row-id") ?? throw IcebergException.Invalid("Cannot add a snapshot: first-row-id is null");
        var rows = Json.LongOrNull(snapshot.Source!, "added-rows") ?? 0;
        if (first < table.NextRowId)
        {
            throw new IcebergException(IcebergProblem.Conflict, Text(
                $"Cannot add a snapshot, first-row-id is behind table next-row-id: {first} < {table.NextRowId}"));
        }

        return rows < 0
            ? throw IcebergException.Invalid("Cannot add a snapshot: added-rows is negative")
            : table with { NextRowId = table.NextRowId + rows };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The metadata's lists of statistics files, which we keep and do not read.</summary>
internal static class StatisticsUpdates
{
    public const string Whole = "statistics";
    public const string Partitions = "partition-statistics";

    public static TableMetadata Set(TableMetadata table, string list, JsonObject statistics)
    {
        var id = Json.Long(statistics, "snapshot-id");
        _ = Json.Text(statistics, "statistics-path");
        if (table.SnapshotOf(id) is null)
        {
            throw IcebergException.Invalid($"Cannot set statistics of unknown snapshot: {id.ToString(CultureInfo.InvariantCulture)}");
        }

        return With(table, list, id, statistics);
    }

    public static TableMetadata Remove(TableMetadata table, string list, long snapshotId) => With(table, list, snapshotId, null);

    private static TableMetadata With(TableMetadata table, string list, long snapshotId, JsonObject? statistics)
    {
        var others = table.Source is null ? [] : Json.Objects(table.Source, list).Where(entry => Json.LongOrNull(entry, "snapshot-id") != snapshotId).ToArray();
        if (statistics is null && (table.Source?[list] is not JsonArray before || before.Count == others.Length))
        {
            return table;
        }

        var source = table.Source?.DeepClone().AsObject() ?? [];
        source[list] = Json.List(others.Append(statistics).OfType<JsonObject>().Select(entry => entry.DeepClone()));
        return table with { Source = source };
    }
}
