using Weir.Engines.Functions;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>The account's limits, and how much of them is used.</summary>
internal sealed class GetAccountSettings(FunctionTable functions)
    : IOperation<GetAccountSettingsRequest, GetAccountSettingsResponse>
{
    public string Resource(CallContext call, GetAccountSettingsRequest request) => "*";

    public ValueTask<GetAccountSettingsResponse> HandleAsync(
        CallContext call, GetAccountSettingsRequest request, CancellationToken cancellationToken)
    {
        var all = functions.Store.Read(state => functions.List(state, call.Account, call.Region, null)
            .Select(function => (function.Latest.CodeSize, Reserved: function.ReservedConcurrency ?? 0)).ToList());
        return ValueTask.FromResult(new GetAccountSettingsResponse
        {
            AccountLimit = new()
            {
                TotalCodeSize = 80_530_636_800,
                CodeSizeUnzipped = FunctionLimits.UnpackedBytesMax,
                CodeSizeZipped = LambdaLimits.ZipBytesMax,
                ConcurrentExecutions = LambdaLimits.ConcurrencyMax,
                UnreservedConcurrentExecutions = LambdaLimits.ConcurrencyMax - all.Sum(function => function.Reserved),
            },
            AccountUsage = new() { TotalCodeSize = all.Sum(function => function.CodeSize), FunctionCount = all.Count },
        });
    }
}
