using System.Buffers.Text;
using System.Text;

namespace Weir.Services.Glue.Domain;

/// <summary>Pages whose token says what was last given.</summary>
internal static class Paging
{
    private const char Separator = '\u0001';

    public static int Size(int? wanted, int most) => wanted switch
    {
        null => most,
        >= 1 when wanted <= most => wanted.Value,
        >= 1 => throw GlueErrors.Forbidden($"Value '{wanted}' at 'maxResults'", $"Member must have value less than or equal to {most}"),
        _ => throw GlueErrors.Forbidden($"Value '{wanted}' at 'maxResults'", "Member must have value greater than or equal to 1"),
    };

    public static string Token(params IReadOnlyList<string> last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, last)));

    public static string[]? Last(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(Separator);
        }
        catch (FormatException)
        {
            throw GlueErrors.Invalid($"Invalid pagination token: {token}");
        }
    }

    /// <summary>The first items and, when there are more, the token for those.</summary>
    public static (IReadOnlyList<T> Items, string? Token) Cut<T>(IEnumerable<T> items, int size, Func<T, IReadOnlyList<string>> last)
    {
        var page = items.Take(size + 1).ToList();
        return page.Count <= size ? (page, null) : (page[..size], Token(last(page[size - 1])));
    }
}
