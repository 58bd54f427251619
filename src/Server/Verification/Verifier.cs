using System.Runtime.CompilerServices;
using Weir.Kernel.Log;
using Weir.Kernel.State.Sqlite;
using Weir.Kernel.Storage;

namespace Weir.Server.Verification;

/// <summary>Something wrong in a data directory.</summary>
internal sealed record Finding(string Where, string What, bool IsRepaired);

/// <summary>Runs every check of a stopped data directory.</summary>
internal static class Verifier
{
    public static async IAsyncEnumerable<Finding> RunAsync(
        DataDirectory directory, bool isRepair, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (File.Exists(directory.StatePath))
        {
            foreach (var (where, what) in SqliteStateVerifier.Verify(directory.StatePath))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new(where, what, IsRepaired: false);
            }
        }

        var log = CommitLogServices.DirectoryIn(directory.Path);
        foreach (var finding in LogVerifier.Verify(LocalDisk.Instance, log, isRepair, cancellationToken))
        {
            yield return new($"{finding.File} at byte {finding.Position}", finding.Problem, finding.IsRepaired);
        }
    }
}
