using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a workgroup.</summary>
internal sealed class GetWorkGroup(WorkGroups groups) : IOperation<GetWorkGroupRequest, GetWorkGroupResponse>
{
    public string Resource(CallContext call, GetWorkGroupRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<GetWorkGroupResponse> HandleAsync(
        CallContext call, GetWorkGroupRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GetWorkGroupResponse { WorkGroup = WorkGroupShapes.Write(groups.Require(call, request.WorkGroup)) });
}
