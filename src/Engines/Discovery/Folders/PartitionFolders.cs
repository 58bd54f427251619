using System.Globalization;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Folders;

/// <summary>What folder names say of partitions.</summary>
public static class PartitionFolders
{
    public const string HiveDefault = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Key and value of <c>key=value</c>; null for another name.</summary>
    public static (string Key, string Value)? Split(string folder)
    {
        var cut = folder.IndexOf('=', StringComparison.Ordinal);
        var key = cut > 0 ? ColumnNames.Clean(folder[..cut]) : "";
        return key.Length == 0 ? null : (key, Uri.UnescapeDataString(folder[(cut + 1)..]));
    }

    /// <summary>Names and types of the levels of folders between a table and its files.</summary>
    /// <param name="paths">Each a list of folder names, all equally long.</param>
    public static (IReadOnlyList<PartitionColumn> Keys, IReadOnlyList<IReadOnlyList<string>> Values) Read(IReadOnlyList<IReadOnlyList<string>> paths)
    {
        var depth = paths.Count == 0 ? 0 : paths[0].Count;
        var keys = new List<PartitionColumn>();
        var values = paths.Select(path => path.ToArray()).ToArray();
        var unnamed = 0;
        for (var level = 0; level < depth; level++)
        {
            var split = paths.Select(path => Split(path[level])).ToArray();
            if (split.All(part => part is not null) && split.Select(part => part!.Value.Key).Distinct(StringComparer.Ordinal).Count() == 1
                && keys.TrueForAll(key => key.Name != split[0]!.Value.Key))
            {
                for (var at = 0; at < values.Length; at++)
                {
                    values[at][level] = split[at]!.Value.Value;
                }

                var (type, reason) = Type(values.Select(path => path[level]));
                keys.Add(new(split[0]!.Value.Key, type, $"folders are named {split[0]!.Value.Key}=…: {reason}"));
            }
            else
            {
                keys.Add(new(
                    string.Create(CultureInfo.InvariantCulture, $"partition_{unnamed++}"), HiveType.String, $"folders such as '{paths[0][level]}' name no key"));
            }
        }

        return (keys, values);
    }

    private static (HiveType Type, string Reason) Type(IEnumerable<string> values)
    {
        var tally = new ColumnTally();
        var fitsInt = true;
        foreach (var value in values.Where(value => value != HiveDefault).Distinct(StringComparer.Ordinal))
        {
            tally.Add(value);
            fitsInt &= int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        }

        // Only types whose values have one spelling: a value is found again by its text.
        var choice = tally.Decide();
        var isText = tally[ValueKind.Missing] > 0 || tally[ValueKind.Empty] > 0;
        return choice.Type.Kind switch
        {
            TypeKind.BigInt when !isText => (fitsInt ? HiveType.Int : HiveType.BigInt, choice.Reason),
            TypeKind.Date when !isText => (HiveType.Date, choice.Reason),
            _ => (HiveType.String, choice.Type.Kind == TypeKind.String ? choice.Reason : "text keeps the spelling of the folder"),
        };
    }
}
