using System.Globalization;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Changes functions in one transaction each, and retires sandboxes that run what is no longer so.</summary>
internal sealed class FunctionChanges(FunctionTable functions, FunctionHost host, IdSource ids, TimeProvider clock)
{
    /// <summary>Applies a change to a function as it is when the transaction runs.</summary>
    public ValueTask<FunctionState> ChangeAsync(
        FunctionRef name, Func<IStateWriter, FunctionState, FunctionState> change, CancellationToken cancellationToken) =>
        functions.Store.WriteAsync(
            state =>
            {
                var changed = change(state, functions.Require(state, name.Account, name.Region, name.Name));
                functions.Put(state, changed);
                return changed;
            },
            cancellationToken);

    /// <summary>Changes <c>$LATEST</c>, and publishes it when asked to; returns what the caller sees.</summary>
    public async ValueTask<(FunctionState Function, VersionState Version)> ChangeLatestAsync(
        FunctionRef name, string? revisionId, Func<VersionState, VersionState> change, bool publish, CancellationToken cancellationToken)
    {
        var (function, version) = await functions.Store.WriteAsync(
            state =>
            {
                var before = functions.Require(state, name.Account, name.Region, name.Name);
                RequireRevision(revisionId, before.Latest.RevisionId);
                var latest = change(before.Latest) with { RevisionId = ids.NewId(), LastModified = clock.GetUtcNow() };
                var changed = before with { Latest = latest };
                functions.Put(state, changed);
                return publish ? Publish(state, changed, null) : (changed, latest);
            },
            cancellationToken);
        host.Retire(function.Arn);
        return (function, version);
    }

    /// <summary>Gives <c>$LATEST</c> a number; the last number again when nothing changed since.</summary>
    public (FunctionState Function, VersionState Version) Publish(IStateWriter state, FunctionState function, string? description)
    {
        var last = function.LastVersion == 0 ? null : functions.FindVersion(state, function, Number(function.LastVersion));
        if (last is not null && last.RunsAs(function.Latest))
        {
            return (function, last);
        }

        var number = function.LastVersion + 1;
        var version = function.Latest with
        {
            Version = Number(number),
            RevisionId = ids.NewId(),
            Description = description ?? function.Latest.Description,
        };
        var changed = function with { LastVersion = number };
        functions.PutVersion(state, changed, version);
        functions.Put(state, changed);
        return (changed, version);
    }

    public static void RequireRevision(string? asked, string actual)
    {
        if (!string.IsNullOrEmpty(asked) && asked != actual)
        {
            throw LambdaErrors.PreconditionFailed();
        }
    }

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
