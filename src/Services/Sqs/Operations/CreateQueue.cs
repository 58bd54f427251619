using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Operations;

/// <summary>Makes a queue; the same name with the same attributes again is no error.</summary>
internal sealed class CreateQueue(QueueTable queues, IdSource ids, TimeProvider clock)
    : IOperation<CreateQueueRequest, CreateQueueResponse>
{
    public string Resource(CallContext call, CreateQueueRequest request) => new QueueAddress(call.Account, call.Region, request.QueueName).Arn;

    public async ValueTask<CreateQueueResponse> HandleAsync(
        CallContext call, CreateQueueRequest request, CancellationToken cancellationToken)
    {
        var address = new QueueAddress(call.Account, call.Region, request.QueueName);
        var isFifo = request.Attributes?.TryGetValue("FifoQueue", out var flag) == true
            && string.Equals(flag, "true", StringComparison.OrdinalIgnoreCase);
        QueueNames.Validate(request.QueueName, isFifo);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var fresh = new QueueState
        {
            Account = address.Account,
            Region = address.Region,
            Name = address.Name,
            Id = ids.NewToken(12),
            IsFifo = isFifo,
            CreatedSeconds = now,
            ModifiedSeconds = now,
            Tags = QueueTags.Add(new Dictionary<string, string>(), request.Tags),
        };
        var wanted = QueueAttributes.Apply(fresh, request.Attributes);
        await queues.Store.WriteAsync(
            state =>
            {
                if (queues.Find(state, address) is { } existing)
                {
                    RequireSame(existing, wanted, request.Attributes);
                    return existing;
                }

                QueueAttributes.CheckRedrive(state, queues, wanted);
                queues.Put(state, wanted);
                return wanted;
            },
            cancellationToken);
        return new() { QueueUrl = QueueNames.UrlOf(call, address) };
    }

    /// <summary>Only the attributes that this request names count; the others may have changed since.</summary>
    private static void RequireSame(QueueState existing, QueueState wanted, IReadOnlyDictionary<string, string>? attributes)
    {
        var has = QueueAttributes.Describe(existing);
        var wants = QueueAttributes.Describe(wanted);
        foreach (var name in attributes?.Keys ?? [])
        {
            if (has.GetValueOrDefault(name) != wants.GetValueOrDefault(name))
            {
                throw SqsErrors.QueueNameExists(name);
            }
        }
    }
}
