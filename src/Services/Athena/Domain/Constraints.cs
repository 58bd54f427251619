using Weir.Kernel.Core;

namespace Weir.Services.Athena.Domain;

/// <summary>What the API's model demands of a request's members beyond their presence.</summary>
internal static class Constraints
{
    /// <summary>How many items a page may have.</summary>
    public static int PageSize(int? asked, int least, int most)
    {
        if (asked is not { } wanted)
        {
            return most;
        }

        return wanted < least ? throw Refused($"{wanted}", "maxResults", $"Member must have value greater than or equal to {least}")
            : wanted > most ? throw Refused($"{wanted}", "maxResults", $"Member must have value less than or equal to {most}")

            // Some lists may be asked for nothing, which would never end: they give one.
            : Math.Max(1, wanted);
    }

    public static void OneOf(string? value, string member, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            throw Refused(value, member, $"Member must satisfy enum value set: [{string.Join(", ", allowed!)}]");
        }
    }

    public static void Length(string? value, string member, int least, int most)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length < least)
        {
            throw Refused(value, member, $"Member must have length greater than or equal to {least}");
        }

        if (value.Length > most)
        {
            throw Refused(value, member, $"Member must have length less than or equal to {most}");
        }
    }

    public static void Count<T>(IReadOnlyList<T>? items, string member, int least, int most)
    {
        if (items is not null && (items.Count < least || items.Count > most))
        {
            throw Refused(
                $"[{items.Count} items]",
                member,
                items.Count < least ? $"Member must have length greater than or equal to {least}" : $"Member must have length less than or equal to {most}");
        }
    }

    /// <summary>A token that makes a request safe to repeat.</summary>
    public static void Token(string? token) => Length(token, "clientRequestToken", 32, 128);

    private static ServiceException Refused(string value, string member, string constraint) =>
        AthenaErrors.InvalidInput($"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");
}
