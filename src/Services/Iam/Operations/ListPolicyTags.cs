using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the tags of a managed policy.</summary>
internal sealed class ListPolicyTags(IamStore iam) : IOperation<ListPolicyTagsRequest, ListPolicyTagsResponse>
{
    public string Resource(CallContext call, ListPolicyTagsRequest request) => request.PolicyArn;

    public ValueTask<ListPolicyTagsResponse> HandleAsync(
        CallContext call, ListPolicyTagsRequest request, CancellationToken cancellationToken)
    {
        var policy = iam.Read(state => iam.RequirePolicy(state, request.PolicyArn));
        var page = Page.Of(Views.Tags(policy.Tags), tag => tag.Key, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListPolicyTagsResponse { Tags = page.Items, IsTruncated = page.IsTruncated, Marker = page.Marker });
    }
}
