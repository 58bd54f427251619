using Weir.Kernel.Identity;

namespace Weir.Kernel.Wire;

/// <summary>One operation of a service: from a request record to a response record, whatever the encoding.</summary>
/// <remarks>
/// By the time <see cref="HandleAsync"/> runs, the signature is verified, the request satisfies its model, and the caller is allowed
/// <see cref="Action"/> on <see cref="Resource"/>. Registered as a singleton; safe from any thread.
/// </remarks>
public interface IOperation<in TRequest, TResponse>
{
    /// <summary>
    /// True for an operation on many resources that authorizes each itself and answers for each (DeleteObjects): then nothing is
    /// authorized as a whole.
    /// </summary>
    bool AuthorizesEachItem => false;

    /// <summary>The ARN that is authorized; <c>*</c> where the action has no resource.</summary>
    string Resource(CallContext call, TRequest request);

    /// <summary>The IAM action where it is not <c>service:OperationName</c>: ListObjectsV2 is <c>s3:ListBucket</c>.</summary>
    string? Action(TRequest request) => null;

    /// <summary>The resource's own policy, where it has one; null otherwise.</summary>
    string? ResourcePolicy(CallContext call, TRequest request) => null;

    /// <summary>The account that owns the resource, where its ARN does not say so; see <see cref="AuthorizationRequest.ResourceAccount"/>.</summary>
    string? ResourceAccount(CallContext call, TRequest request) => null;

    /// <summary>Condition keys special to this request.</summary>
    IReadOnlyDictionary<string, string>? Conditions(CallContext call, TRequest request) => null;

    ValueTask<TResponse> HandleAsync(CallContext call, TRequest request, CancellationToken cancellationToken);
}
