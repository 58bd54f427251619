using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;

namespace Weir.Services.Iot.Rules;

/// <summary>One action of a rule: takes many messages at once. Immutable; safe from any thread.</summary>
internal abstract class RuleAction(string roleArn)
{
    /// <summary>As error messages name it: <c>S3Action</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The role it acts as; empty when it acts as the service.</summary>
    public string RoleArn { get; } = roleArn;

    /// <summary>Resolves the templates while the message is at hand.</summary>
    public abstract RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// Acts on items that are still <see cref="RuleItem.IsOpen"/>; returns when all are durable or marked as failed. An exception fails all.
    /// </summary>
    public abstract ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken);
}

/// <summary>What one action is to do with one message, and how that went.</summary>
internal sealed class RuleItem
{
    /// <summary>The message's place in its batch.</summary>
    public required int Message { get; init; }
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The stream, bucket, queue, topic…: for error messages, and for the action where it is a template.</summary>
    public required string Resource { get; init; }

    /// <summary>Partition key or object key.</summary>
    public string? Key { get; init; }

    public int Depth { get; set; }

    /// <summary>Not yet done, and not failed for good.</summary>
    public bool IsOpen { get; private set; } = true;

    public string? Error { get; private set; }

    /// <summary>It failed because the platform could not store it, not by anyone's mistake: sending it again may help.</summary>
    public bool IsPlatformFault { get; private set; }

    public void Done() => (IsOpen, Error, IsPlatformFault) = (false, null, false);

    public void Fail(string error) => (IsOpen, Error) = (false, error);

    /// <summary>Failed, but worth another attempt.</summary>
    public void FailForNow(string error, bool isPlatformFault) => (Error, IsPlatformFault) = (error, isPlatformFault);
}
