using Weir.Kernel.Identity;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>What the authorization point needs to know of the queue that a request names.</summary>
internal sealed class QueueAccess(QueueTable queues)
{
    public static string Resource(CallContext call, string queueUrl) => QueueNames.Parse(call, queueUrl).Arn;

    /// <summary>Null also when there is no such queue: then the identity's own policies decide, and the operation says so after.</summary>
    public string? Policy(CallContext call, string queueUrl) => queues.Find(QueueNames.Parse(call, queueUrl))?.Policy;
}
