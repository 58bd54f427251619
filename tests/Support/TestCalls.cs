using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Tests.Support;

/// <summary>Calls for unit tests: by the root of the usual account, unless said otherwise.</summary>
public static class TestCalls
{
    public const string Account = "000000000000";
    public const string Region = "us-east-1";

    public static CallContext Root(IAuthorizer? authorizer = null) => By(Caller.Root(Account), authorizer);

    public static CallContext By(Caller caller, IAuthorizer? authorizer = null) => new()
    {
        Caller = caller,
        Region = Region,
        RequestId = "request-1",
        Authorizer = authorizer ?? new FakeAuthorizer(),
        Endpoint = "http://localhost:4566",
    };
}

/// <summary>Allows everything but what a test forbids, and remembers what it was asked.</summary>
public sealed class FakeAuthorizer : IAuthorizer
{
    public List<AuthorizationRequest> Asked { get; } = [];

    public Func<AuthorizationRequest, bool> Allows { get; set; } = static _ => true;

    public void Authorize(CallContext call, AuthorizationRequest request)
    {
        if (!IsAllowed(call, request))
        {
            throw new ServiceException("AccessDenied", $"{call.Caller.Arn} is not authorized to perform: {request.Action}", 403);
        }
    }

    public bool IsAllowed(CallContext call, AuthorizationRequest request)
    {
        lock (Asked)
        {
            Asked.Add(request);
        }

        return Allows(request);
    }
}
