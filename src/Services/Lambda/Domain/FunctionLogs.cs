using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Core;

namespace Weir.Services.Lambda.Domain;

/// <summary>Functions' output goes to their log group.</summary>
internal sealed class FunctionLogs(ILogGroups groups) : IFunctionLogs
{
    public void Append(FunctionSpec function, string stream, DateTimeOffset time, string line)
    {
        if (Arn.TryParse(function.Owner, out var owner))
        {
            groups.Append(owner.Account, owner.Region, function.LogGroup, stream, time, line);
        }
    }
}
