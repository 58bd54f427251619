using System.Collections.Concurrent;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>All executions: those under way in memory, all of them in the store. Safe from any thread.</summary>
internal sealed class Executions(IStateStore store)
{
    private readonly ConcurrentDictionary<string, ActiveQuery> _active = new(StringComparer.Ordinal);

    public int ActiveCount => _active.Count;

    public ExecutionState Require(CallContext call, string id) => Find(call, id) ?? throw AthenaErrors.ExecutionNotFound(id);

    public ExecutionState? Find(CallContext call, string id)
    {
        if (FindActive(call, id) is { } active)
        {
            return active.State;
        }

        return store.Read(state => AthenaTables.Executions.Find(state, AthenaTables.Key(call, id)));
    }

    public ActiveQuery? FindActive(CallContext call, string id) =>
        _active.TryGetValue(id, out var active) && active.State.Account == call.Account && active.State.Region == call.Region
            ? active
            : null;

    /// <summary>Makes a new execution durable. A client token used before gives the id it was used for.</summary>
    /// <returns>The id of the execution that answers the request; <paramref name="query"/>'s own when it is new.</returns>
    public async ValueTask<string> AcceptAsync(ActiveQuery query, string? clientToken, CancellationToken cancellationToken)
    {
        var execution = query.State;
        _active[execution.Id] = query;
        try
        {
            var id = await store.WriteAsync(state => Accept(state, query.Call, execution, clientToken), cancellationToken);
            if (id != execution.Id)
            {
                _active.TryRemove(execution.Id, out _);
            }

            return id;
        }
        catch
        {
            _active.TryRemove(execution.Id, out _);
            throw;
        }
    }

    /// <summary>Makes the end durable, then visible.</summary>
    public async ValueTask EndAsync(ActiveQuery query, ExecutionState end)
    {
        await store.WriteAsync(state => End(state, end), CancellationToken.None);
        query.Ended(end);
        _active.TryRemove(end.Id, out _);
    }

    /// <summary>Fails what an earlier run of the program left unfinished.</summary>
    public async ValueTask<int> FailUnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Reason = "The query was stopped by a restart of the service before it finished. Run it again.";
        return await store.WriteAsync(
            state =>
            {
                var keys = state.Scan(AthenaTables.Unfinished, default, default).Select(entry => entry.Key).ToList();
                foreach (var key in keys)
                {
                    if (AthenaTables.Executions.Find(state, key) is { IsOver: false } execution)
                    {
                        End(state, execution with
                        {
                            State = ExecutionState.Failed,
                            Reason = Reason,
                            Error = QueryFailure.SystemError(Reason, retryable: true),
                            CompletedAt = now,
                        });
                    }

                    state.Delete(AthenaTables.Unfinished, key);
                }

                return keys.Count;
            },
            cancellationToken);
    }

    /// <summary>Ids of a workgroup's executions, newest first, and the key to continue after.</summary>
    public (List<string> Ids, string? Next) List(CallContext call, string workGroup, string? token, int size)
    {
        var prefix = StateKey.Prefix(call.Account, call.Region, workGroup);
        var from = token is null ? prefix : Pages.DecodeKey(token);
        if (from < prefix || from >= prefix.Next())
        {
            throw AthenaErrors.BadToken();
        }

        return store.Read(state =>
        {
            var found = state.Scan(AthenaTables.ExecutionOrder, from, prefix.Next()).Select(entry => entry.Key).Take(size + 1).ToList();
            var next = found.Count > size ? Pages.Encode(found[size]) : null;
            return (found.Take(size).Select(key => key.Parts(5)[4]).ToList(), next);
        });
    }

    /// <summary>Forgets executions older than the history Athena keeps.</summary>
    public ValueTask<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => store.WriteAsync(
        state =>
        {
            var old = AthenaTables.Executions.Scan(state, default)
                .Where(entry => entry.Value.IsOver && entry.Value.SubmittedAt < before)
                .Take(AthenaLimits.SweepMax)
                .ToList();
            foreach (var (key, execution) in old)
            {
                AthenaTables.Executions.Delete(state, key);
                state.Delete(AthenaTables.ExecutionOrder, AthenaTables.OrderKey(execution));
            }

            return old.Count;
        },
        cancellationToken);

    /// <summary>Forgets client tokens nobody sends again.</summary>
    public ValueTask<int> ForgetTokensAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        store.WriteAsync(state => ClientTokens.Forget(state, before), cancellationToken);

    /// <summary>What is under way in a workgroup.</summary>
    public IReadOnlyList<ActiveQuery> ActiveOf(CallContext call, string workGroup) => [.. _active.Values.Where(query =>
        query.State.WorkGroup == workGroup && query.State.Account == call.Account && query.State.Region == call.Region)];

    private static string Accept(IStateWriter state, CallContext call, ExecutionState execution, string? clientToken)
    {
        var request = string.Join('\n', execution.Query, execution.Catalog, execution.Database, execution.WorkGroup, execution.OutputFolder, string.Join('\r', execution.Parameters));
        var id = ClientTokens.Claim(state, call, execution.SubmittedAt, "query", clientToken, execution.Id, request);
        if (id == execution.Id)
        {
            var key = AthenaTables.Key(execution);
            AthenaTables.Executions.Put(state, key, execution);
            state.Put(AthenaTables.ExecutionOrder, AthenaTables.OrderKey(execution), []);
            state.Put(AthenaTables.Unfinished, key, []);
        }

        return id;
    }

    private static bool End(IStateWriter state, ExecutionState end)
    {
        var key = AthenaTables.Key(end);
        AthenaTables.Executions.Put(state, key, end);
        if (end.State == ExecutionState.Succeeded)
        {
            WriteJournal.Forget(state, end);
        }

        return state.Delete(AthenaTables.Unfinished, key);
    }
}
