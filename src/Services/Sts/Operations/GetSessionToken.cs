using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts.Operations;

/// <summary>Gives a user (or root) temporary credentials for itself.</summary>
internal sealed class GetSessionToken(IRoles roles) : IOperation<GetSessionTokenRequest, GetSessionTokenResponse>
{
    public string Resource(CallContext call, GetSessionTokenRequest request) => "*";

    public async ValueTask<GetSessionTokenResponse> HandleAsync(
        CallContext call, GetSessionTokenRequest request, CancellationToken cancellationToken)
    {
        var isSession = call.Caller.AccessKeyId?.StartsWith("ASIA", StringComparison.Ordinal) == true;
        if (isSession || call.Caller.Kind is not (CallerKind.Root or CallerKind.User))
        {
            throw StsErrors.SessionMayNot("GetSessionToken");
        }

        if (request.SerialNumber is not null || request.TokenCode is not null)
        {
            throw StsErrors.NoMfa(); // there are no such devices, so no code can be right
        }

        var issued = await roles.IssueAsync(call.Caller, Lifetime(call, request.DurationSeconds), cancellationToken);
        return new()
        {
            Credentials = new()
            {
                AccessKeyId = issued.AccessKeyId,
                SecretAccessKey = issued.SecretAccessKey,
                SessionToken = issued.SessionToken,
                Expiration = issued.Expiration,
            },
        };
    }

    private static TimeSpan Lifetime(CallContext call, int? seconds)
    {
        var wanted = seconds ?? StsLimits.TokenSecondsDefault;
        if (wanted is < StsLimits.DurationSecondsMin or > StsLimits.TokenSecondsMax)
        {
            throw StsErrors.Invalid(
                "durationSeconds", wanted,
                $"Member must have value between {StsLimits.DurationSecondsMin} and {StsLimits.TokenSecondsMax}");
        }

        // Root asks for longer than it may have, and gets what it may.
        return TimeSpan.FromSeconds(call.Caller.IsRoot ? Math.Min(wanted, StsLimits.RootTokenSecondsMax) : wanted);
    }
}
