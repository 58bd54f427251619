using System.Globalization;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>Delete files by what they may concern.</summary>
internal sealed class DeleteIndex
{
    /// <summary>The reserved id of <c>file_path</c> in position delete files.</summary>
    private const int PathId = 2147483546;

    private readonly Dictionary<string, List<DataFile>> _byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DataFile>> _byPartition = new(StringComparer.Ordinal);
    private readonly List<DataFile> _everywhere = [];

    public void Add(DataFile file, PartitionSpec spec)
    {
        if (file.Content == FileContent.PositionDeletes && TargetOf(file) is { } target)
        {
            List(_byFile, target).Add(file);
        }
        else if (file.Content == FileContent.EqualityDeletes && !spec.IsPartitioned)
        {
            _everywhere.Add(file);
        }
        else
        {
            List(_byPartition, Key(file)).Add(file);
        }
    }

    /// <summary>Deletes by position concern data that is not newer than they are.</summary>
    public IReadOnlyList<DataFile> PositionsFor(DataFile data)
    {
        var found = new List<DataFile>();
        found.AddRange((_byFile.GetValueOrDefault(data.Path) ?? []).Where(delete => delete.SequenceNumber >= data.SequenceNumber));
        found.AddRange((_byPartition.GetValueOrDefault(Key(data)) ?? []).Where(delete =>
            delete.Content == FileContent.PositionDeletes && delete.SequenceNumber >= data.SequenceNumber && MayName(delete, data.Path)));

        // A deletion vector stands for all position deletes before it.
        var vectors = found.Where(delete => delete.Format == "PUFFIN").ToList();
        return vectors.Count > 0 ? vectors : found;
    }

    /// <summary>Deletes by value concern data that is older than they are.</summary>
    public IReadOnlyList<DataFile> EqualitiesFor(DataFile data) =>
        [.. _everywhere.Concat(_byPartition.GetValueOrDefault(Key(data)) ?? [])
            .Where(delete => delete.Content == FileContent.EqualityDeletes && delete.SequenceNumber > data.SequenceNumber)];

    /// <summary>The one data file a delete file speaks of, when its bounds say so.</summary>
    public static string? TargetOf(DataFile file)
    {
        if (file.ReferencedDataFile is not null)
        {
            return file.ReferencedDataFile;
        }

        return file.LowerBounds?.GetValueOrDefault(PathId) is { } lower && file.UpperBounds?.GetValueOrDefault(PathId) is { } upper
            && lower.AsSpan().SequenceEqual(upper)
                ? System.Text.Encoding.UTF8.GetString(lower)
                : null;
    }

    private static bool MayName(DataFile delete, string path)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(path);
        return (delete.LowerBounds?.GetValueOrDefault(PathId) is not { } lower || lower.AsSpan().SequenceCompareTo(bytes) <= 0)
            && (delete.UpperBounds?.GetValueOrDefault(PathId) is not { } upper || upper.AsSpan().SequenceCompareTo(bytes) >= 0);
    }

    private static string Key(DataFile file) => file.SpecId.ToString(CultureInfo.InvariantCulture) + ":" + string.Join(
        '\u0001', file.Partition.Select(value => value is null ? "\u0002" : Values.Text(PrimitiveType.String, value)));

    private static List<DataFile> List(Dictionary<string, List<DataFile>> map, string key)
    {
        if (!map.TryGetValue(key, out var list))
        {
            map[key] = list = [];
        }

        return list;
    }
}
