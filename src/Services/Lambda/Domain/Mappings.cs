using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Makes, changes and finds event source mappings.</summary>
internal sealed class Mappings(
    MappingTable table, FunctionResolver resolver, RoleCalls calls, IQueues queues, IStreamReader streams, IdSource ids, TimeProvider clock)
{
    private static readonly string[] QueueActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

    private static readonly string[] StreamActions =
        ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListShards"];

    public static string Arn(CallContext call, string id) =>
        new Arn("lambda", call.Region, call.Account, $"event-source-mapping:{id}").ToString();

    public MappingState Require(CallContext call, string id) =>
        table.Store.Read(state => table.Require(state, call.Account, call.Region, id));

    public IReadOnlyList<MappingState> List(CallContext call, string? after) =>
        table.Store.Read(state => table.List(state, call.Account, call.Region, after).ToList());

    public string ResultOf(MappingState mapping) => table.Store.Read(state => table.Result(state, mapping));

    public async ValueTask<MappingState> CreateAsync(CallContext call, MappingSettings wanted, CancellationToken cancellationToken)
    {
        var isQueue = MappingRules.IsQueue(wanted.SourceArn);
        var target = resolver.Resolve(call, wanted.FunctionName!);
        var mapping = MappingRules.Apply(
            new()
            {
                Account = call.Account,
                Region = call.Region,
                Id = ids.NewId(),
                SourceArn = wanted.SourceArn!,
                FunctionName = target.Ref.Name,
                Qualifier = target.Ref.Qualifier,
                LastModified = clock.GetUtcNow(),
                BatchSize = isQueue ? LambdaLimits.QueueBatchDefault : LambdaLimits.StreamBatchDefault,
            },
            wanted);
        var roleCall = await RequireSourceAsync(mapping, target, isQueue, cancellationToken);
        var anchors = mapping.StartingPosition == "LATEST" ? await AnchorsAsync(roleCall, mapping, cancellationToken) : [];
        await table.Store.WriteAsync(
            state =>
            {
                RequireNoTwin(state, mapping);
                table.Put(state, mapping);
                anchors.ForEach(anchor => table.PutCheckpoint(state, mapping, anchor.ShardId, new(anchor.Offset, IsEnd: false)));
                return true;
            },
            cancellationToken);
        table.Pulse();
        return mapping;
    }

    public async ValueTask<MappingState> UpdateAsync(
        CallContext call, string id, MappingSettings wanted, CancellationToken cancellationToken)
    {
        var target = string.IsNullOrEmpty(wanted.FunctionName) ? null : resolver.Resolve(call, wanted.FunctionName);
        if (target is not null)
        {
            var current = Require(call, id);
            await RequireSourceAsync(current, target, MappingRules.IsQueue(current.SourceArn), cancellationToken);
        }

        var changed = await table.Store.WriteAsync(
            state =>
            {
                var before = table.Require(state, call.Account, call.Region, id);
                var after = MappingRules.Apply(before, wanted) with
                {
                    FunctionName = target?.Ref.Name ?? before.FunctionName,
                    Qualifier = target is null ? before.Qualifier : target.Ref.Qualifier,
                    LastModified = clock.GetUtcNow(),
                };
                table.Put(state, after);
                return after;
            },
            cancellationToken);
        table.Pulse();
        return changed;
    }

    public async ValueTask<MappingState> DeleteAsync(CallContext call, string id, CancellationToken cancellationToken)
    {
        var deleted = await table.Store.WriteAsync(
            state =>
            {
                var mapping = table.Require(state, call.Account, call.Region, id);
                table.Delete(state, mapping);
                return mapping;
            },
            cancellationToken);
        table.Pulse();
        return deleted;
    }

    /// <summary>The source exists, and the function's role may read it: said now, not by a mapping that never does anything.</summary>
    private async ValueTask<CallContext> RequireSourceAsync(
        MappingState mapping, FunctionTarget target, bool isQueue, CancellationToken cancellationToken)
    {
        var roleCall = calls.Of(target.Function, target.Version);
        foreach (var action in isQueue ? QueueActions : StreamActions)
        {
            if (!roleCall.Authorizer.IsAllowed(roleCall, new() { Action = action, Resource = mapping.SourceArn }))
            {
                var operation = action.Split(':')[1];
                throw LambdaErrors.InvalidParameter(isQueue
                    ? $"The provided execution role does not have permissions to call {operation} on SQS"
                    : $"Cannot access stream {mapping.SourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListShards Actions on your stream in IAM.");
            }
        }

        try
        {
            if (isQueue)
            {
                await queues.DeleteAsync(roleCall, mapping.SourceArn, [], cancellationToken); // of nothing: only asks for the queue
            }
            else
            {
                streams.ListShards(roleCall, mapping.SourceArn);
            }
        }
        catch (ServiceException error)
        {
            throw LambdaErrors.InvalidParameter(isQueue
                ? $"Error occurred while ReceiveMessage. SQS Error Code: {error.QueryCode ?? error.Code}. SQS Error Message: {error.Message}"
                : $"Stream not found: {mapping.SourceArn}. {error.Message}");
        }

        return roleCall;
    }

    /// <summary>Where each shard ends now: what comes after this answer is seen, however long the mapping takes to start.</summary>
    private async ValueTask<List<(string ShardId, long Offset)>> AnchorsAsync(
        CallContext roleCall, MappingState mapping, CancellationToken cancellationToken)
    {
        var anchors = new List<(string, long)>();
        foreach (var shard in streams.ListShards(roleCall, mapping.SourceArn))
        {
            var batch = await streams.ReadAsync(
                roleCall, mapping.SourceArn, shard.ShardId, StreamPosition.FromEnd, 1, LambdaLimits.StreamBatchBytesMax, TimeSpan.Zero,
                cancellationToken);
            anchors.Add((shard.ShardId, batch.Records is [var first, ..] ? first.Offset : batch.NextOffset));
        }

        return anchors;
    }

    private void RequireNoTwin(IStateReader state, MappingState mapping)
    {
        var twin = table.List(state, mapping.Account, mapping.Region, null).FirstOrDefault(other =>
            (other.SourceArn, other.FunctionName, other.Qualifier) == (mapping.SourceArn, mapping.FunctionName, mapping.Qualifier));
        if (twin is not null)
        {
            throw LambdaErrors.Conflict(
                $"The event source arn (\" {mapping.SourceArn} \") and function (\" {mapping.FunctionName} \") provided mapping already exists. Please update or delete the existing mapping with UUID {twin.Id}");
        }
    }
}
