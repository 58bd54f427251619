using System.Text.RegularExpressions;

namespace Weir.Services.Sqs.Domain;

/// <summary>What must hold of a batch as a whole; what is wrong with one entry fails that entry alone.</summary>
internal static partial class Batch
{
    public static void Check(IReadOnlyList<string> ids, string entryType)
    {
        if (ids.Count == 0)
        {
            throw SqsErrors.EmptyBatch(entryType);
        }

        if (ids.Count > SqsLimits.BatchEntriesMax)
        {
            throw SqsErrors.TooManyEntries(ids.Count);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (!IdPattern().IsMatch(id))
            {
                throw SqsErrors.InvalidEntryId();
            }

            if (!seen.Add(id))
            {
                throw SqsErrors.EntryIdsNotDistinct(id);
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}\\z")]
    private static partial Regex IdPattern();
}
