namespace Weir.Services.Sqs.Domain;

/// <summary>A visibility timeout as callers give it.</summary>
internal static class Visibility
{
    public static TimeSpan Check(int? seconds) => seconds switch
    {
        null => throw SqsErrors.MissingParameter("VisibilityTimeout"),
        >= 0 and <= SqsLimits.VisibilitySecondsMax => TimeSpan.FromSeconds(seconds.Value),
        _ => throw SqsErrors.InvalidParameter(
            "VisibilityTimeout", seconds, "VisibilityTimeout must be an integer between 0 and 43200."),
    };
}
