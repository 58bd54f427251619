using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Orc;

/// <summary>Decides by statistics, row indexes and Bloom filters what need not be read.</summary>
internal static class OrcPruning
{
    /// <summary>Whether a stripe can have wanted rows, by the file's statistics.</summary>
    public static bool MayHave(OrcFile file, int stripe, IReadOnlyList<int> places, IReadOnlyList<OrcRange> ranges)
    {
        if (file.Tail.StripeStatistics.Count == 0)
        {
            return true;
        }

        var statistics = file.Tail.StripeStatistics[stripe];
        var rows = file.Tail.Stripes[stripe].Rows;
        return ranges.All(range => ColumnOf(file, places, range) is not { } type || type.Id >= statistics.Length
            || (IsText(type) && file.Tail.WriterVersion < RightTextVersion)
            || OrcMatch.MayHave(range, statistics[type.Id], type, rows));
    }

    /// <summary>How many rows to read at once, so that the elements of a column's lists do not pile up.</summary>
    public static int BatchRows(OrcFile file, int stripe, OrcType type)
    {
        var most = DuckChunkWriter.RowsMax;
        if (type.Id == type.LastId || file.Tail.StripeStatistics.Count == 0)
        {
            return most;
        }

        var statistics = file.Tail.StripeStatistics[stripe];
        for (var id = type.Id + 1; id <= type.LastId && id < statistics.Length; id++)
        {
            var each = (statistics[id].Count ?? 0) / Math.Max(1, file.Tail.Stripes[stripe].Rows);
            most = (int)Math.Clamp(OrcLimits.ElementsWanted / Math.Max(1, each), 1, most);
        }

        return most;
    }

    /// <summary>Writers before this version (HIVE-8732) merged the bounds of texts wrongly.</summary>
    private const int RightTextVersion = 1;

    private static bool IsText(OrcType type) => type.Kind is OrcKind.String or OrcKind.Varchar or OrcKind.Char;

    /// <summary>The groups of a stripe that can have wanted rows, by its row index.</summary>
    public static OrcRowRanges Groups(OrcStripe stripe, OrcFile file, IReadOnlyList<int> places, IReadOnlyList<OrcRange> ranges)
    {
        long stride = file.Tail.RowIndexStride;
        var rows = stripe.Info.Rows;
        if (stride <= 0 || rows <= stride)
        {
            return OrcRowRanges.All(rows);
        }

        var count = (rows + stride - 1) / stride;
        bool[]? wanted = null;
        foreach (var range in ranges)
        {
            if (ColumnOf(file, places, range) is not { } type || OrcRowIndex.Read(stripe, type.Id) is not { } index || index.Count != count)
            {
                continue;
            }

            wanted ??= [.. Enumerable.Repeat(true, (int)count)];
            var filters = range.Values is null ? null : OrcBloom.Read(stripe, type);
            for (var group = 0; group < wanted.Length; group++)
            {
                wanted[group] = wanted[group]
                    && OrcMatch.MayHave(range, index[group].Statistics, type, Math.Min(stride, rows - (group * stride)))
                    && (filters is null || group >= filters.Count || range.Values!.Any(value => filters[group].MayHave(value, type)));
            }
        }

        return wanted is null || !wanted.Contains(false) ? OrcRowRanges.All(rows) : Jumps(stripe, file, places, wanted, stride, rows);
    }

    private static OrcRowRanges Jumps(
        OrcStripe stripe, OrcFile file, IReadOnlyList<int> places, bool[] wanted, long stride, long rows)
    {
        if (!wanted.Contains(true))
        {
            return OrcRowRanges.None;
        }

        // Jumping needs the positions of every column that is read, nested ones too; one without an index and all rows are read.
        var positions = new Dictionary<int, IReadOnlyList<IReadOnlyList<ulong>>>();
        foreach (var place in places.Where(place => place >= 0).Distinct())
        {
            var type = file.Columns[place].Type;
            for (var id = type.Id; id <= type.LastId; id++)
            {
                if (OrcRowIndex.Read(stripe, id) is not { } index || index.Count != wanted.Length)
                {
                    return OrcRowRanges.All(rows);
                }

                positions[id] = [.. index.Select(entry => entry.Positions)];
            }
        }

        return OrcRowRanges.Of(wanted, stride, rows, positions);
    }

    private static OrcType? ColumnOf(OrcFile file, IReadOnlyList<int> places, OrcRange range) =>
        range.Column < places.Count && places[range.Column] >= 0 ? file.Columns[places[range.Column]].Type : null;
}
