using System.Globalization;
using Weir.Engines.Discovery.Files;

namespace Weir.Engines.Discovery.Folders;

/// <summary>Makes tables of a tree of folders: similar folders are partitions of one table, different ones are tables.</summary>
public sealed class TablePlanner
{
    private readonly PlanWishes _wishes;
    private readonly List<PlannedTable> _tables = [];
    private readonly List<IgnoredFile> _ignored = [];

    private TablePlanner(PlanWishes wishes) => _wishes = wishes;

    public static TablePlan Plan(FolderNode root, PlanWishes wishes)
    {
        var planner = new TablePlanner(wishes);
        if (wishes.TableLevel is { } level && level > 0)
        {
            planner.AtLevel(root, "", level);
        }
        else
        {
            planner.Finish(planner.Fold(root, "", isTable: wishes.TableLevel is not null), "");
        }

        return new([.. planner._tables.OrderBy(table => table.Path, StringComparer.Ordinal)], planner._ignored);
    }

    private void AtLevel(FolderNode node, string path, int levels)
    {
        if (levels == 0)
        {
            Finish(Fold(node, path, isTable: true), path);
            return;
        }

        _ignored.AddRange(node.Files.Select(file => new IgnoredFile(Join(path, file.Name), "lies above the level whose folders are the tables")));
        foreach (var folder in node.Folders)
        {
            AtLevel(folder, Join(path, folder.Name), levels - 1);
        }
    }

    /// <summary>What a folder is as a whole; null when it is several tables, which are then in the list.</summary>
    /// <param name="isTable">Somebody said that this folder is one table: columns need not be similar.</param>
    private Whole? Fold(FolderNode node, string path, bool isTable)
    {
        var combines = _wishes.CombinesCompatible || isTable;
        var files = SchemaGroups.Of(Known(node, path), file => file.Schema, static (_, _) => true, combines);
        if (node.Folders.Count == 0)
        {
            return OwnFiles(node, path, files, isTable);
        }

        var wholes = new List<Whole>();
        foreach (var folder in node.Folders)
        {
            var below = Join(path, folder.Name);
            var whole = Fold(folder, below, isTable);
            if (whole is not null && !isTable && _wishes.Known.Contains(below))
            {
                Finish(whole with { Reasons = [.. whole.Reasons, "it was a table before"] }, below);
            }
            else if (whole is not null)
            {
                wholes.Add(whole);
            }
        }

        var isKeyed = node.Folders.Count > 0 && node.Folders.Select(folder => PartitionFolders.Split(folder.Name)?.Key).Distinct(StringComparer.Ordinal).Count() == 1
            && PartitionFolders.Split(node.Folders.First().Name) is not null;
        var groups = SchemaGroups.Of(wholes, whole => whole.Schema, static (left, right) => left.Depth == right.Depth, combines, isKeyed ? DiscoveryLimits.KeyedSimilarityMin : DiscoveryLimits.SimilarityMin);
        return groups.Count == 0 ? files.Count == 0 ? null : OwnFiles(node, path, files, isTable) : Above(node, path, files, groups, isKeyed, isTable);
    }

    private Whole? Above(
        FolderNode node, string path, List<SchemaGroups.Group<SeenFile>> files, List<SchemaGroups.Group<Whole>> groups, bool isKeyed, bool isTable)
    {
        var largest = groups.MaxBy(group => group.Items.Count)!;
        var total = groups.Sum(group => group.Items.Count);
        if (files.Count > 0)
        {
            if (groups.Count == 1 && files.Count == 1 && SchemaGroups.AreSimilar(files[0].Schema, largest.Schema, _wishes.CombinesCompatible || isTable))
            {
                // Partitions would leave the files beside the folders out: one table without partitions reads all.
                var flat = largest.Items.SelectMany(whole => whole.Leaves).ToList();
                return new(SchemaGroups.Merge(files[0].Schema, largest.Schema), 0, [new([], path, files[0].Schema, node.FileCount + flat.Sum(leaf => leaf.Files), node.Bytes + flat.Sum(leaf => leaf.Bytes))])
                {
                    Path = path,
                    Name = node.Name,
                    Reasons = ["files lie beside similar folders, so the folder is one table without partitions"],
                };
            }

            EachFile(path, files, "lies beside folders of other data");
        }

        if (files.Count == 0 && (groups.Count == 1 || largest.Items.Count * 2 > total))
        {
            foreach (var other in groups.Where(group => group != largest).SelectMany(group => group.Items))
            {
                Finish(other with { Reasons = [.. other.Reasons, "unlike most folders beside it"] }, other.Path);
            }

            var leaves = largest.Items
                .SelectMany(whole => whole.Leaves.Select(leaf => leaf with { Folders = [whole.Name, .. leaf.Folders] }))
                .ToList();
            return new(largest.Schema, largest.Items[0].Depth + 1, leaves) { Path = path, Name = node.Name, Reasons = [Why(largest, total, isKeyed)] };
        }

        if (isTable && groups.All(group => group.Schema.Key == largest.Schema.Key))
        {
            var all = groups.SelectMany(group => group.Items).SelectMany(whole => whole.Leaves).ToList();
            var merged = groups.Select(group => group.Schema).Aggregate(SchemaGroups.Merge);
            return new(merged, 0, [new([], path, merged, all.Sum(leaf => leaf.Files), all.Sum(leaf => leaf.Bytes))])
            {
                Path = path,
                Name = node.Name,
                Reasons = ["the level of tables is stated, and files lie at different depths: one table without partitions reads all"],
            };
        }

        foreach (var whole in groups.SelectMany(group => group.Items))
        {
            Finish(whole with { Reasons = [.. whole.Reasons, string.Create(CultureInfo.InvariantCulture, $"the {total} folders beside each other hold {groups.Count} different kinds of data")] }, whole.Path);
        }

        return null;
    }

    private static string Why(SchemaGroups.Group<Whole> group, int total, bool isKeyed)
    {
        if (isKeyed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{group.Items.Count} of {total} folders are named key=value with one key");
        }

        var least = group.Items.Min(whole => SchemaGroups.Similarity(group.Schema, whole.Schema));
        return total == 1
            ? $"'{group.Items[0].Name}' is the only folder"
            : string.Create(CultureInfo.InvariantCulture, $"{group.Items.Count} of {total} folders have similar columns (at least {SchemaGroups.Percent(least)})");
    }

    private Whole? OwnFiles(FolderNode node, string path, List<SchemaGroups.Group<SeenFile>> files, bool isTable)
    {
        if (files.Count == 0)
        {
            return null;
        }

        if (files.Count > 1 && !isTable)
        {
            EachFile(path, files, string.Create(CultureInfo.InvariantCulture, $"the files of its folder hold {files.Count} different kinds of data"));
            return null;
        }

        var largest = files.MaxBy(group => group.Items.Sum(file => file.Bytes))!;
        foreach (var other in files.Where(group => group != largest).SelectMany(group => group.Items))
        {
            _ignored.Add(new(Join(path, other.Name), $"another format than the table's: {other.Schema.Key} instead of {largest.Schema.Key}"));
        }

        return new(largest.Schema, 0, [new([], path, largest.Schema, node.FileCount, node.Bytes)]) { Path = path, Name = node.Name };
    }

    private void EachFile(string path, List<SchemaGroups.Group<SeenFile>> files, string reason)
    {
        foreach (var file in files.SelectMany(group => group.Items))
        {
            _tables.Add(new()
            {
                Path = Join(path, file.Name),
                IsFile = true,
                Schema = file.Schema,
                Files = 1,
                Bytes = file.Bytes,
                Reasons = [reason, "a table of one file: Athena reads folders, so move it into its own to query it"],
            });
        }
    }

    private void Finish(Whole? whole, string path)
    {
        if (whole is null)
        {
            return;
        }

        var (keys, values) = PartitionFolders.Read([.. whole.Leaves.Select(leaf => leaf.Folders)]);
        var (schema, renamed) = Apart(whole.Schema, keys);
        _tables.Add(new()
        {
            Path = path,
            Schema = schema,
            Keys = keys,
            Partitions = keys.Count == 0 ? [] : [.. whole.Leaves.Select((leaf, at) => new PlannedPartition
            {
                Values = values[at],
                Path = leaf.Path,
                Schema = Apart(leaf.Schema, keys).Schema,
                Files = leaf.Files,
                Bytes = leaf.Bytes,
            })],
            Files = whole.Leaves.Sum(leaf => leaf.Files),
            Bytes = whole.Leaves.Sum(leaf => leaf.Bytes),
            Reasons = [.. whole.Reasons, .. renamed],
        });
    }

    /// <summary>A name belongs to the partition or to a column: by place, the column gets another name; by name, it is left out.</summary>
    private static (FileSchema Schema, IReadOnlyList<string> Reasons) Apart(FileSchema schema, IReadOnlyList<PartitionColumn> keys)
    {
        var clashes = schema.Columns.Where(column => keys.Any(key => key.Name == column.Name)).ToList();
        if (clashes.Count == 0)
        {
            return (schema, []);
        }

        var isByPlace = schema.Format is FileFormat.Delimited or FileFormat.Log;
        var columns = isByPlace
            ? schema.Columns.Select(column => clashes.Contains(column) ? column with { Name = column.Name + "_data" } : column)
            : schema.Columns.Where(column => !clashes.Contains(column));
        var names = string.Join(", ", clashes.Select(column => column.Name));
        return (schema with { Columns = [.. columns] }, [isByPlace
            ? $"columns {names} of the files get the ending _data, for partitions have those names"
            : $"columns {names} of the files are left out, for the partitions say them"]);
    }

    private IEnumerable<SeenFile> Known(FolderNode node, string path)
    {
        foreach (var file in node.Files)
        {
            if (file.Schema.IsKnown)
            {
                yield return file;
            }
            else
            {
                _ignored.Add(new(Join(path, file.Name), string.Join("; ", file.Schema.Reasons)));
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    /// <summary>A folder whose files are one table's: its leaves are folders with files, so many levels below.</summary>
    private sealed record Whole(FileSchema Schema, int Depth, IReadOnlyList<Leaf> Leaves)
    {
        public string Path { get; init; } = "";

        public string Name { get; init; } = "";

        public IReadOnlyList<string> Reasons { get; init; } = [];
    }

    /// <param name="Folders">Names between the table and the leaf.</param>
    private sealed record Leaf(IReadOnlyList<string> Folders, string Path, FileSchema Schema, long Files, long Bytes);
}
