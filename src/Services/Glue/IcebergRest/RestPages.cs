using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>Pages of names. A client that asks for none gets all.</summary>
internal static class RestPages
{
    private const int SizeMax = 1000;

    /// <param name="names">In order.</param>
    public static JsonObject Of(CatalogRequest request, IReadOnlyList<string> names, string member, Func<string, JsonNode> item)
    {
        var isPaged = request.PageToken is not null || request.PageSize is not null;
        var wanted = names;
        string? token = null;
        if (isPaged)
        {
            var after = Paging.Last(request.PageToken)?[0];
            var rest = names.Where(name => after is null || string.CompareOrdinal(name, after) > 0);
            (wanted, token) = Paging.Cut(rest, Size(request.PageSize), name => [name]);
        }

        var answer = new JsonObject { [member] = new JsonArray([.. wanted.Select(item)]) };
        if (token is not null)
        {
            answer["next-page-token"] = token;
        }

        return answer;
    }

    private static int Size(string? text) => string.IsNullOrEmpty(text) ? SizeMax
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1 ? Math.Min(size, SizeMax)
        : throw RestErrors.BadRequest($"pageSize is no number from 1: {text}");
}
