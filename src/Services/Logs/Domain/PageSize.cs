namespace Weir.Services.Logs.Domain;

/// <summary>How much a page may hold.</summary>
internal static class PageSize
{
    public static int Of(int? limit, int max, string member = "limit") => limit switch
    {
        null => max,
        < 1 => throw LogsErrors.Constraint($"{limit}", member, "Member must have value greater than or equal to 1"),
        _ when limit > max => throw LogsErrors.Constraint($"{limit}", member, $"Member must have value less than or equal to {max}"),
        _ => limit.Value,
    };
}
