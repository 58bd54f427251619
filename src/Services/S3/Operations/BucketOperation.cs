using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.S3.Domain;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>What operations on one bucket share: its ARN, its policy and its owner are what authorization looks at.</summary>
internal abstract class BucketOperation<TRequest, TResponse>(Buckets buckets) : IOperation<TRequest, TResponse>
{
    protected Buckets Buckets { get; } = buckets;

    public virtual bool AuthorizesEachItem => false;

    public virtual string Resource(CallContext call, TRequest request) => S3Names.BucketArn(BucketOf(request));

    public virtual string? Action(TRequest request) => null;

    public virtual string? ResourcePolicy(CallContext call, TRequest request) => Buckets.Find(BucketOf(request))?.Policy;

    public virtual string? ResourceAccount(CallContext call, TRequest request) => Buckets.Find(BucketOf(request))?.Account;

    public virtual IReadOnlyDictionary<string, string>? Conditions(CallContext call, TRequest request) => null;

    public abstract ValueTask<TResponse> HandleAsync(CallContext call, TRequest request, CancellationToken cancellationToken);

    protected abstract string BucketOf(TRequest request);
}

/// <summary>What operations on one object share.</summary>
internal abstract class ObjectOperation<TRequest, TResponse>(Buckets buckets) : BucketOperation<TRequest, TResponse>(buckets)
{
    public override string Resource(CallContext call, TRequest request) => S3Names.ObjectArn(BucketOf(request), KeyOf(request));

    protected abstract string KeyOf(TRequest request);
}
