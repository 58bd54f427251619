using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Makes a stream in a group.</summary>
internal sealed class CreateLogStream(LogStore logs) : IOperation<CreateLogStreamRequest, CreateLogStreamResponse>
{
    public string Resource(CallContext call, CreateLogStreamRequest request) => LogNames.Resource(call, request.LogGroupName);

    public async ValueTask<CreateLogStreamResponse> HandleAsync(
        CallContext call, CreateLogStreamRequest request, CancellationToken cancellationToken)
    {
        var name = LogNames.CheckStream(request.LogStreamName);
        return await logs.Store.WriteAsync(
            state =>
            {
                logs.Create(state, logs.Require(state, call.Account, call.Region, request.LogGroupName), name);
                return new CreateLogStreamResponse();
            },
            cancellationToken);
    }
}
