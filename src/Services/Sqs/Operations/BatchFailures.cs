using Weir.Kernel.Core;
using Weir.Services.Sqs.Model;

namespace Weir.Services.Sqs.Operations;

/// <summary>A failed entry of a batch; its code is the one the Query protocol has always had.</summary>
internal static class BatchFailures
{
    public static BatchResultErrorEntry Of(string id, ServiceException error) => new()
    {
        Id = id,
        Code = error.QueryCode ?? error.Code,
        Message = error.Message,
        SenderFault = error.IsSenderFault,
    };
}
