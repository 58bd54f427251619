using System.Runtime.CompilerServices;
using Weir.Kernel.Core;
using Weir.Kernel.Log;
using Weir.Kernel.State.Sqlite;
using Weir.Kernel.Storage;
using Weir.Services.S3;

namespace Weir.Server.Verification;

/// <summary>Something wrong in a data directory.</summary>
internal sealed record Finding(string Where, string What, bool IsRepaired);

/// <summary>Runs every check of a stopped data directory.</summary>
internal static class Verifier
{
    public static async IAsyncEnumerable<Finding> RunAsync(
        DataDirectory directory, bool isRepair, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isStateSound = File.Exists(directory.StatePath);
        if (isStateSound)
        {
            foreach (var (where, what) in SqliteStateVerifier.Verify(directory.StatePath))
            {
                cancellationToken.ThrowIfCancellationRequested();
                isStateSound = false;
                yield return new(where, what, IsRepaired: false);
            }
        }

        // Objects are held against the state: a damaged one would accuse them wrongly, and a repair would remove what is needed.
        if (isStateSound)
        {
            await using var state = SqliteStateStore.Open(directory.StatePath, Durability.Strict, TimeProvider.System);
            await foreach (var finding in S3Module.VerifyAsync(directory.Path, state, isRepair, cancellationToken))
            {
                yield return new(finding.Where, finding.What, finding.IsRepaired);
            }
        }

        var log = CommitLogServices.DirectoryIn(directory.Path);
        foreach (var finding in LogVerifier.Verify(LocalDisk.Instance, log, isRepair, cancellationToken))
        {
            yield return new($"{finding.File} at byte {finding.Position}", finding.Problem, finding.IsRepaired);
        }
    }
}
