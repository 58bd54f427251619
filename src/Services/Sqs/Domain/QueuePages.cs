using System.Text;

namespace Weir.Services.Sqs.Domain;

/// <summary>Pages of queue lists: a token names the last queue of the page before.</summary>
internal static class QueuePages
{
    public static int Size(int? maxResults) => maxResults switch
    {
        null => SqsLimits.ListMax,
        >= 1 and <= SqsLimits.ListMax => maxResults.Value,
        _ => throw SqsErrors.InvalidParameter("MaxResults", maxResults, "MaxResults must be an integer between 1 and 1000."),
    };

    public static string Token(string lastName) => Convert.ToBase64String(Encoding.UTF8.GetBytes(lastName));

    public static string? After(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[256];
        return token.Length <= 256 && Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes[..length])
            : throw SqsErrors.InvalidParameter("Invalid or expired next token.");
    }
}
