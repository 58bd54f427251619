using System.Globalization;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Folders;

/// <summary>Which schemas are alike, and what they are together.</summary>
public static class SchemaGroups
{
    /// <summary>How much of two schemas agrees, from 0 to 1: columns both have with types that go together, of the larger one's.</summary>
    /// <remarks>
    /// A schema that holds all of another's columns and at most as many again is the same one, grown. Columns that only have numbers for
    /// names agree when their types do.
    /// </remarks>
    public static double Similarity(FileSchema left, FileSchema right)
    {
        var larger = Math.Max(left.Columns.Count, right.Columns.Count);
        if (larger == 0)
        {
            return 1;
        }

        var known = new Dictionary<string, FoundColumn>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in left.Columns)
        {
            known.TryAdd(column.Name, column);
        }

        var common = right.Columns.Count(column => known.TryGetValue(column.Name, out var other) && AreAlike(other, column));
        var smaller = Math.Min(left.Columns.Count, right.Columns.Count);
        return common == smaller && smaller * 2 >= larger && larger > 1 ? 1 : (double)common / larger;
    }

    /// <param name="least">How much of them must agree.</param>
    public static bool AreSimilar(FileSchema left, FileSchema right, bool combinesCompatible, double least = DiscoveryLimits.SimilarityMin) =>
        left.Key == right.Key && (combinesCompatible || Similarity(left, right) >= least);

    /// <summary>One schema that reads the files of both.</summary>
    public static FileSchema Merge(FileSchema left, FileSchema right)
    {
        var columns = new List<FoundColumn>(left.Columns);
        var places = columns.Select((column, at) => (column.Name, at))
            .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pair => pair.Name, pair => pair.at, StringComparer.OrdinalIgnoreCase);
        foreach (var column in right.Columns)
        {
            if (!places.TryGetValue(column.Name, out var at))
            {
                places.Add(column.Name, columns.Count);
                columns.Add(column);
                continue;
            }

            var merged = TypeMerge.Merge(columns[at].Type, column.Type);
            columns[at] = merged.ToString() == columns[at].Type.ToString() ? columns[at] with { Type = merged } : columns[at] with
            {
                Type = merged,
                Reason = merged.ToString() == column.Type.ToString() ? column.Reason
                    : $"{columns[at].Type} in some files and {column.Type} in others, so {merged}",
            };
        }

        return left with
        {
            Columns = columns,
            Compression = left.Compression == right.Compression ? left.Compression : "none",
            Text = Quoted(left, right),
            Records = left.Records + right.Records,
            RecordBytes = left.RecordBytes + right.RecordBytes,
            Reasons = [.. left.Reasons.Union(right.Reasons.Where(reason => !reason.Any(char.IsDigit)), StringComparer.Ordinal)],
        };
    }

    /// <summary>Schemas in groups of similar ones, in the order their first was seen.</summary>
    public static List<Group<T>> Of<T>(
        IEnumerable<T> items, Func<T, FileSchema> schemaOf, Func<T, T, bool> mayJoin, bool combinesCompatible, double least = DiscoveryLimits.SimilarityMin)
    {
        var groups = new List<Group<T>>();
        foreach (var item in items)
        {
            var schema = schemaOf(item);
            var home = groups.Find(group => mayJoin(group.Items[0], item) && AreSimilar(group.Schema, schema, combinesCompatible, least));
            if (home is null)
            {
                groups.Add(new(schema, [item]));
            }
            else
            {
                home.Items.Add(item);
                home.Schema = Merge(home.Schema, schema);
            }
        }

        return groups;
    }

    internal static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Where some files quote and others do not, all are read as quoted ones.</summary>
    private static TextDialect? Quoted(FileSchema left, FileSchema right) => left.Text is not { } text || right.Text is null ? left.Text : text with
    {
        Quote = text.Quote ?? right.Text.Quote,
        NullWords = [.. text.NullWords.Union(right.Text.NullWords, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    private static bool AreAlike(FoundColumn left, FoundColumn right) =>
        TypeMerge.AreCompatible(left.Type, right.Type) || (left.IsNamed && right.IsNamed && !left.Type.IsNested && !right.Type.IsNested);

    /// <summary>Items that are alike, and their schema together.</summary>
    public sealed class Group<T>(FileSchema schema, List<T> items)
    {
        public FileSchema Schema { get; set; } = schema;

        public List<T> Items { get; } = items;
    }
}
