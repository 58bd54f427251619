using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Server;

/// <summary>Stands where a service has not landed: every call answers NotImplemented by name.</summary>
internal sealed class FunctionsNotBuilt : IFunctions
{
    public ValueTask<FunctionResult> InvokeAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => throw Error();

    public ValueTask InvokeEventAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => throw Error();

    public void RequireFunction(CallContext call, string function) => throw Error();

    private static ServiceException Error() => new("NotImplemented", "lambda Invoke is not built yet", 501);
}
