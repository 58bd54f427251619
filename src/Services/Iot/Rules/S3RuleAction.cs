using System.Runtime.InteropServices;
using Weir.Contracts;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Writes each message to an object.</summary>
internal sealed class S3RuleAction : RuleAction
{
    private readonly IotTemplate _bucket;
    private readonly IotTemplate _key;
    private readonly RuleTargets _targets;

    public S3RuleAction(S3Action action, RuleTargets targets)
        : base(action.RoleArn)
    {
        if (action.CannedAcl is not (null or "private"))
        {
            throw IotErrors.Invalid($"The canned ACL '{action.CannedAcl}' is not supported; objects are private");
        }

        _bucket = IotTemplate.Parse(action.BucketName);
        _key = IotTemplate.Parse(action.Key);
        _targets = targets;
    }

    public override string Name => "S3Action";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload) =>
        new() { Message = message, Payload = payload, Resource = _bucket.Evaluate(input), Key = _key.Evaluate(input) };

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items.Where(item => item.IsOpen))
        {
            using var content = MemoryMarshal.TryGetArray(item.Payload, out var bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(item.Payload.ToArray(), writable: false);
            await _targets.Objects.PutAsync(call, item.Resource, item.Key!, content, ObjectAttributes.None, cancellationToken);
            item.Done();
        }
    }
}
