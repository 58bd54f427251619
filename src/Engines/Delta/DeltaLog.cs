using System.Globalization;
using System.Text.Json;
using Weir.Engines.Delta.Log;
using Weir.Engines.Delta.Types;

namespace Weir.Engines.Delta;

/// <summary>A Delta table as it is now.</summary>
/// <param name="Location">The table's address, with a slash at its end.</param>
public sealed record DeltaSnapshot(string Location, long Version, Protocol Protocol, Metadata Metadata, StructType Schema, ColumnMapping Mapping, IReadOnlyList<AddFile> Files)
{
    /// <summary>The partition columns, in the order of the log.</summary>
    public IReadOnlyList<DeltaField> PartitionFields { get; } = [.. Metadata.PartitionColumns.Select(name => Schema.Find(name)
        ?? throw DeltaException.BadLog($"the table is partitioned by {name}, which is no column"))];

    /// <summary>A file's value of a partition column as text; null is NULL.</summary>
    public static string? PartitionValue(AddFile file, DeltaField column)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(column);
        return file.PartitionValues.TryGetValue(column.PhysicalName, out var value) || file.PartitionValues.TryGetValue(column.Name, out value)
            ? string.IsNullOrEmpty(value) ? null : value
            : null;
    }
}

/// <summary>Reads the transaction logs of Delta tables.</summary>
public sealed class DeltaLog(IDeltaFiles files)
{
    private static readonly string[] CheckpointColumns = ["add", "protocol", "metaData", "sidecar"];
    private static readonly string[] SidecarColumns = ["add"];

    /// <param name="location">The table's folder.</param>
    /// <exception cref="DeltaException">There is no table, its log is damaged, or it asks for more than this reader can.</exception>
    public async ValueTask<DeltaSnapshot> ReadAsync(string location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        var root = DeltaPaths.Folder(location);
        var log = root + "_delta_log/";
        var segment = await SegmentAsync(root, log, cancellationToken);
        var replay = new LogReplay(root);
        foreach (var name in segment.Commits.Reverse())
        {
            var commit = await files.ReadAsync(log + name, cancellationToken) ?? throw DeltaException.NoTable($"{log}{name} is gone");
            replay.Commit(commit, log + name);
        }

        foreach (var name in segment.Checkpoint)
        {
            await CheckpointAsync(replay, log, name, cancellationToken);
        }

        return replay.Finish(segment.Version);
    }

    private async ValueTask<LogSegment> SegmentAsync(string root, string log, CancellationToken cancellationToken)
    {
        if (await HintAsync(log, cancellationToken) is { } version)
        {
            var names = await ListAsync(log, version.ToString("D20", CultureInfo.InvariantCulture), cancellationToken);
            try
            {
                var segment = LogSegment.Of(names, root);
                if (segment.Checkpoint.Count > 0)
                {
                    return segment;
                }
            }
            catch (DeltaException error) when (error.Problem == DeltaProblem.NoTable)
            {
                // The hint names a checkpoint that is not there: the whole folder will tell.
            }
        }

        return LogSegment.Of(await ListAsync(log, null, cancellationToken), root);
    }

    private async ValueTask<List<string>> ListAsync(string log, string? after, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var name in files.ListAsync(log, after, cancellationToken))
        {
            // Versions are digits; what sorts after them (_sidecars, _last_checkpoint) is no concern here and may be long.
            if (name.Length > 0 && name[0] > '9')
            {
                break;
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The version of the last checkpoint as a writer noted it: a hint, which may be damaged or old.</summary>
    private async ValueTask<long?> HintAsync(string log, CancellationToken cancellationToken)
    {
        if (await files.ReadAsync(log + "_last_checkpoint", cancellationToken) is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number >= 0 ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async ValueTask CheckpointAsync(LogReplay replay, string log, string name, CancellationToken cancellationToken)
    {
        var path = log + name;
        var sidecars = new List<string>();
        if (name.EndsWith(".json", StringComparison.Ordinal))
        {
            var text = await files.ReadAsync(path, cancellationToken) ?? throw DeltaException.NoTable($"{path} is gone");
            replay.Lines(text, path, sidecars);
        }
        else
        {
            var rows = await files.ReadRowsAsync(path, CheckpointColumns, cancellationToken) ?? throw DeltaException.NoTable($"{path} is gone");
            replay.Rows(rows, path, sidecars);
        }

        foreach (var sidecar in sidecars)
        {
            var address = sidecar.Contains('/', StringComparison.Ordinal) ? DeltaPaths.Resolve(log, sidecar) : DeltaPaths.Resolve(log + "_sidecars/", sidecar);
            var rows = await files.ReadRowsAsync(address, SidecarColumns, cancellationToken) ?? throw DeltaException.NoTable($"{address} is gone");
            replay.Rows(rows, address, []);
        }
    }
}
