using System.Text;
using Weir.Engines.Delta.Log;

namespace Weir.Engines.Delta.Scanning;

/// <summary>Lists of a table's files for readers that know no logs: one text for each partition, an address a line.</summary>
public static class SymlinkManifests
{
    public const string Folder = "_symlink_format_manifest";

    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>For each partition its values as Hive writes them, the manifest's path below the table, and its lines.</summary>
    /// <exception cref="DeltaException">Some rows of a file are deleted, which a list of files cannot say.</exception>
    public static IReadOnlyList<(IReadOnlyList<string> Values, string Path, string Text)> Of(DeltaSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Files.Any(file => file.DeletionVector is not null))
        {
            throw DeltaException.NotSupported($"{snapshot.Location} has deletion vectors: manifests would bring back deleted rows");
        }

        var columns = snapshot.PartitionFields;
        return [.. snapshot.Files
            .GroupBy(file => string.Join('/', columns.Select(column => $"{Escaped(column.Name.ToLowerInvariant())}={Escaped(Value(file, column))}")), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (
                (IReadOnlyList<string>)[.. columns.Select(column => Value(group.First(), column))],
                $"{Folder}/{(group.Key.Length == 0 ? "" : group.Key + "/")}manifest",
                string.Concat(group.Select(file => file.Address + "\n").Order(StringComparer.Ordinal))))];
    }

    private static string Value(AddFile file, Types.DeltaField column) => DeltaSnapshot.PartitionValue(file, column) ?? NullPartition;

    /// <summary>As Hive escapes values in paths.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            _ = letter is < ' ' or '"' or '#' or '%' or '\'' or '*' or '/' or ':' or '=' or '?' or '\\' or '\u007F' or '{' or '[' or ']' or '^'
                ? escaped.Append('%').Append(((int)letter).ToString("X2", System.Globalization.CultureInfo.InvariantCulture))
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
