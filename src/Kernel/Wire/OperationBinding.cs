using Microsoft.Extensions.DependencyInjection;
using Weir.Kernel.Identity;

namespace Weir.Kernel.Wire;

/// <summary>What the pipeline calls of a built operation, whatever its types.</summary>
public abstract class OperationBinding
{
    public abstract ShapeSchema Request { get; }

    public abstract ShapeSchema Response { get; }

    public abstract IShape Read(ShapeReader reader);

    /// <summary>Makes the operation itself; once for the life of the program.</summary>
    public abstract object Resolve(IServiceProvider services);

    /// <summary>What is to be authorized; null for an operation that authorizes each item itself.</summary>
    /// <param name="action">The operation's default action: <c>kinesis:PutRecord</c>.</param>
    public abstract AuthorizationRequest? Authorization(object operation, CallContext call, IShape request, string action);

    public abstract ValueTask<IShape> HandleAsync(
        object operation, CallContext call, IShape request, CancellationToken cancellationToken);
}

/// <summary>Ties an operation class to its generated request and response.</summary>
public sealed class OperationBinding<TOperation, TRequest, TResponse> : OperationBinding
    where TOperation : class, IOperation<TRequest, TResponse>
    where TRequest : class, IShape<TRequest>
    where TResponse : class, IShape<TResponse>
{
    public override ShapeSchema Request => TRequest.Schema;

    public override ShapeSchema Response => TResponse.Schema;

    public override IShape Read(ShapeReader reader) => TRequest.Read(reader);

    public override object Resolve(IServiceProvider services) => services.GetRequiredService<TOperation>();

    public override AuthorizationRequest? Authorization(object operation, CallContext call, IShape request, string action)
    {
        var typed = (IOperation<TRequest, TResponse>)operation;
        var input = (TRequest)request;
        return typed.AuthorizesEachItem ? null : new()
        {
            Action = typed.Action(input) ?? action,
            Resource = typed.Resource(call, input),
            ResourcePolicy = typed.ResourcePolicy(call, input),
            ResourceAccount = typed.ResourceAccount(call, input),
            Conditions = typed.Conditions(call, input),
        };
    }

    public override async ValueTask<IShape> HandleAsync(
        object operation, CallContext call, IShape request, CancellationToken cancellationToken) =>
        await ((IOperation<TRequest, TResponse>)operation).HandleAsync(call, (TRequest)request, cancellationToken);
}
