using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Deletes a stream; its events are collected later.</summary>
internal sealed class DeleteLogStream(LogStore logs) : IOperation<DeleteLogStreamRequest, DeleteLogStreamResponse>
{
    public string Resource(CallContext call, DeleteLogStreamRequest request) => LogNames.Resource(call, request.LogGroupName, request.LogStreamName);

    public async ValueTask<DeleteLogStreamResponse> HandleAsync(
        CallContext call, DeleteLogStreamRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                var group = logs.Require(state, call.Account, call.Region, request.LogGroupName);
                logs.Delete(state, group, logs.Require(state, group, request.LogStreamName));
                return new DeleteLogStreamResponse();
            },
            cancellationToken);
    }
}
