using System.Text;

namespace Weir.Services.Iot.Domain;

/// <summary>Pages of lists ordered by name: the token is the last name given.</summary>
internal static class Pages
{
    /// <summary>The items after the token, as many as a page has, and the token of the next page (null at the end).</summary>
    public static (List<T> Items, string? Next) Of<T>(IEnumerable<T> ordered, Func<T, string> name, string? token, int? size)
    {
        var count = size ?? IotLimits.PageSizeDefault;
        if (count is < 1 or > IotLimits.PageSizeMax)
        {
            throw IotErrors.Invalid($"The page size must be between 1 and {IotLimits.PageSizeMax}");
        }

        var after = token is null ? null : Decode(token);
        var items = ordered
            .Where(item => after is null || string.CompareOrdinal(name(item), after) > 0)
            .Take(count + 1)
            .ToList();
        if (items.Count <= count)
        {
            return (items, null);
        }

        items.RemoveAt(count);
        return (items, Encode(name(items[^1])));
    }

    /// <summary>The same for lists in another order than their names: the page after the item of that name.</summary>
    public static (List<T> Items, string? Next) AfterItem<T>(IEnumerable<T> ordered, Func<T, string> name, string? token, int? size)
    {
        var after = token is null ? null : Decode(token);
        var rest = after is null ? ordered : ordered.SkipWhile(item => name(item) != after).Skip(1);
        var (items, _) = Of(rest, static _ => "", null, size);
        var hasMore = rest.Skip(items.Count).Any();
        return (items, hasMore ? Encode(name(items[^1])) : null);
    }

    public static string Encode(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes(name));

    public static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw IotErrors.Invalid("The token is not valid");
    }
}
