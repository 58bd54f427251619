using Weir.Kernel.State;

namespace Weir.Services.Lambda.State;

/// <summary>Event source mappings and their progress. Safe from any thread.</summary>
internal sealed class MappingTable(IStateStore store)
{
    private const string NothingYet = "No records processed";

    private readonly StateTable<MappingState> _mappings = new("lambda_mappings", LambdaJson.Default.MappingState);
    private readonly StateTable<CheckpointState> _checkpoints = new("lambda_checkpoints", LambdaJson.Default.CheckpointState);
    private readonly StateTable<MappingResultState> _results = new("lambda_mapping_results", LambdaJson.Default.MappingResultState);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IStateStore Store { get; } = store;

    /// <summary>Done at the next change of any mapping; take it before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public void Pulse() =>
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public MappingState? Find(IStateReader state, string account, string region, string id) =>
        _mappings.Find(state, StateKey.Of(account, region, id));

    public MappingState Require(IStateReader state, string account, string region, string id) =>
        Find(state, account, region, id) ?? throw LambdaErrors.MappingNotFound();

    public void Put(IStateWriter state, MappingState mapping) => _mappings.Put(state, KeyOf(mapping), mapping);

    public void Delete(IStateWriter state, MappingState mapping)
    {
        _mappings.Delete(state, KeyOf(mapping));
        _results.Delete(state, KeyOf(mapping));
        var checkpoints = StateKey.Prefix(mapping.Account, mapping.Region, mapping.Id);
        state.DeleteRange(_checkpoints.Space, checkpoints, checkpoints.Next());
    }

    public IEnumerable<MappingState> List(IStateReader state, string account, string region, string? after)
    {
        var from = after is null ? StateKey.Prefix(account, region) : StateKey.Prefix(account, region, after);
        return _mappings.Scan(state, from, StateKey.Prefix(account, region).Next()).Select(entry => entry.Value);
    }

    public IReadOnlyList<MappingState> All() => Store.Read(state => _mappings.Scan(state, default).Select(entry => entry.Value).ToList());

    public string Result(IStateReader state, MappingState mapping) =>
        _results.Find(state, KeyOf(mapping))?.LastProcessingResult ?? NothingYet;

    /// <summary>Remembers how the last batch went; says nothing where nothing changed.</summary>
    public async ValueTask PutResultAsync(MappingState mapping, string result, CancellationToken cancellationToken)
    {
        if (Store.Read(state => Result(state, mapping)) != result)
        {
            await Store.WriteAsync(
                state =>
                {
                    if (Find(state, mapping.Account, mapping.Region, mapping.Id) is not null)
                    {
                        _results.Put(state, KeyOf(mapping), new(result));
                    }

                    return true;
                },
                cancellationToken);
        }
    }

    public CheckpointState? Checkpoint(MappingState mapping, string shardId) =>
        Store.Read(state => _checkpoints.Find(state, CheckpointKey(mapping, shardId)));

    public void PutCheckpoint(IStateWriter state, MappingState mapping, string shardId, CheckpointState checkpoint) =>
        _checkpoints.Put(state, CheckpointKey(mapping, shardId), checkpoint);

    public ValueTask<bool> PutCheckpointAsync(
        MappingState mapping, string shardId, CheckpointState checkpoint, CancellationToken cancellationToken) => Store.WriteAsync(
        state =>
        {
            var exists = Find(state, mapping.Account, mapping.Region, mapping.Id) is not null;
            if (exists)
            {
                PutCheckpoint(state, mapping, shardId, checkpoint);
            }

            return exists;
        },
        cancellationToken);

    private static StateKey KeyOf(MappingState mapping) => StateKey.Of(mapping.Account, mapping.Region, mapping.Id);

    private static StateKey CheckpointKey(MappingState mapping, string shardId) =>
        StateKey.Of(mapping.Account, mapping.Region, mapping.Id, shardId);
}
