namespace Weir.Services.Iam.Domain;

/// <summary>How long a role's sessions may be.</summary>
internal static class SessionLimits
{
    public static int Checked(int? seconds)
    {
        var wanted = seconds ?? IamLimits.SessionSecondsDefault;
        return wanted is >= IamLimits.SessionSecondsMin and <= IamLimits.SessionSecondsMax ? wanted : throw IamErrors.Invalid(
            $"1 validation error detected: Value '{wanted}' at 'maxSessionDuration' failed to satisfy constraint: "
            + $"Member must have value between {IamLimits.SessionSecondsMin} and {IamLimits.SessionSecondsMax}");
    }
}
