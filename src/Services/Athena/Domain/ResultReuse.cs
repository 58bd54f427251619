using System.Text.RegularExpressions;
using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Finds an earlier answer to the same question, for callers that said how old one may be.</summary>
internal sealed partial class ResultReuse(IStateStore store, IObjectStore objects, TimeProvider clock)
{
    /// <summary>How many of a workgroup's newest executions are looked at.</summary>
    private const int LooksMax = 5000;

    /// <summary>The newest execution whose rows may stand for this one's; null when the query must run.</summary>
    public async ValueTask<ExecutionState?> FindAsync(CallContext call, ExecutionState asked, CancellationToken cancellationToken)
    {
        if (asked.ReuseMaxAgeMinutes is not { } minutes || ChangesByItself().IsMatch(asked.Query))
        {
            return null;
        }

        var since = clock.GetUtcNow() - TimeSpan.FromMinutes(minutes);
        var candidates = store.Read(state => Same(state, asked, since).Take(10).ToList());
        foreach (var candidate in candidates)
        {
            // Who may not read the earlier result, or finds it deleted, gets an answer of his own.
            var address = S3Address.TryParse(candidate.OutputLocation)!.Value;
            try
            {
                if (await objects.HeadAsync(call, address.Bucket, address.Key, cancellationToken) is not null)
                {
                    return candidate;
                }
            }
            catch (Kernel.Core.ServiceException)
            {
            }
        }

        return null;
    }

    private static IEnumerable<ExecutionState> Same(IStateReader state, ExecutionState asked, DateTimeOffset since)
    {
        var prefix = StateKey.Prefix(asked.Account, asked.Region, asked.WorkGroup);
        foreach (var entry in state.Scan(AthenaTables.ExecutionOrder, prefix, prefix.Next()).Take(LooksMax))
        {
            var found = AthenaTables.Executions.Find(state, StateKey.Of(asked.Account, asked.Region, entry.Key.Parts(5)[4]));
            if (found is null || found.Id == asked.Id)
            {
                continue;
            }

            if (found.SubmittedAt < since - AthenaLimits.DataQueryTimeout)
            {
                yield break;
            }

            // One that was itself reused is as old as its source: only sources count.
            if (found is { State: ExecutionState.Succeeded, Result.Kind: ResultKind.Csv, IsReused: false } && found.CompletedAt >= since
                && IsSameQuestion(found, asked))
            {
                yield return found;
            }
        }
    }

    private static bool IsSameQuestion(ExecutionState found, ExecutionState asked) =>
        found.Query == asked.Query
        && found.Parameters.SequenceEqual(asked.Parameters)
        && found.Database == asked.Database
        && found.Catalog == asked.Catalog
        && found.EncryptionOption == asked.EncryptionOption;

    /// <summary>What answers differently each time it is asked.</summary>
    [GeneratedRegex(@"\b(random|rand|uuid|now|shuffle|current_(date|time|timestamp|user)|localtime|localtimestamp)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ChangesByItself();
}
