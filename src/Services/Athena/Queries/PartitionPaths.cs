using System.Text;
using Weir.Contracts;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Queries;

/// <summary>Hive's folders of partitions: <c>key=value/key=value</c>, special characters as <c>%XX</c>.</summary>
internal static class PartitionPaths
{
    private const string Escaped = "\"#%'*/:=?\\\u007F{[]^";

    public static string Name(CatalogTable table, IReadOnlyList<string> values) =>
        Name([.. table.PartitionKeys.Select(key => key.Name)], values);

    public static string Name(IReadOnlyList<string> keys, IReadOnlyList<string> values) =>
        string.Join('/', keys.Select((key, at) => $"{Escape(key)}={Escape(values[at])}"));

    public static string Location(CatalogTable table, IReadOnlyList<string> values) =>
        S3Address.TryParse(table.Storage.Location)!.Value.Under(Name(table, values) + "/").ToString();

    /// <summary>The values in a key below the table's location, and their folder; null when it is not of that form.</summary>
    public static (string[]? Values, string Folder) Parse(CatalogTable table, ReadOnlySpan<char> path)
    {
        var values = new string[table.PartitionKeys.Count];
        var rest = path;
        for (var at = 0; at < values.Length; at++)
        {
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            var equals = segment.IndexOf('=');
            if (slash < 0 || equals <= 0
                || !Unescape(segment[..equals]).Equals(table.PartitionKeys[at].Name, StringComparison.OrdinalIgnoreCase))
            {
                return (null, "");
            }

            values[at] = Unescape(segment[(equals + 1)..]);
            rest = rest[(slash + 1)..];
        }

        return (values, path[..(path.Length - rest.Length - 1)].ToString());
    }

    private static string Escape(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter < ' ' || Escaped.Contains(letter, StringComparison.Ordinal))
            {
                output.Append('%').Append(((int)letter).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                output.Append(letter);
            }
        }

        return output.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text);
}
