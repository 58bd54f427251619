using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Which tables a search means. Text is looked for in names, descriptions, columns and parameters, ignoring case.</summary>
internal static class TableSearch
{
    public static bool Matches(TableState table, SearchTablesRequest request) =>
        TextMatches(table, request.SearchText) && (request.Filters ?? []).All(filter => FilterMatches(table, filter));

    public static IEnumerable<TableState> Sorted(IEnumerable<TableState> tables, IReadOnlyList<SortCriterion>? criteria)
    {
        if (criteria is null or { Count: 0 })
        {
            return tables.OrderBy(Identity, StringComparer.Ordinal);
        }

        if (criteria.Count > 1)
        {
            throw GlueErrors.TooMany("sortCriteria", 1);
        }

        var criterion = criteria[0];
        if (criterion.Sort is not (null or "ASC" or "DESC"))
        {
            throw GlueErrors.Forbidden($"Value '{criterion.Sort}' at 'sortCriteria.1.member.sort'", "Member must satisfy enum value set: [ASC, DESC]");
        }

        Func<TableState, string> key = criterion.FieldName?.ToLowerInvariant() switch
        {
            "name" => table => table.Name,
            "databasename" => table => table.Database,
            "owner" => table => table.Owner ?? "",
            "createtime" => table => table.Created.ToString("O"),
            "updatetime" => table => table.Updated.ToString("O"),
            _ => throw GlueErrors.Invalid($"Cannot sort by {criterion.FieldName}."),
        };
        return criterion.Sort == "DESC"
            ? tables.OrderByDescending(key, StringComparer.Ordinal).ThenBy(Identity, StringComparer.Ordinal)
            : tables.OrderBy(key, StringComparer.Ordinal).ThenBy(Identity, StringComparer.Ordinal);
    }

    private static string Identity(TableState table) => $"{table.Database}\0{table.Name}";

    private static bool TextMatches(TableState table, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isExact = text.Length > 1 && text[0] == '"' && text[^1] == '"';
        var wanted = isExact ? text[1..^1] : text;
        return Texts(table).Any(candidate => isExact
            ? candidate.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            : candidate.Contains(wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Texts(TableState table)
    {
        var columns = (table.Storage?.Columns ?? []).Concat(table.PartitionKeys);
        return new[] { table.Name, table.Database, table.Description, table.Owner, table.Storage?.Location }
            .Concat(columns.SelectMany(column => new[] { column.Name, column.Comment }))
            .Concat((table.Parameters ?? new Dictionary<string, string>()).SelectMany(parameter => new[] { parameter.Key, parameter.Value }))
            .OfType<string>();
    }

    private static bool FilterMatches(TableState table, PropertyPredicate filter)
    {
        var wanted = filter.Value ?? "";
        if (filter.Comparator is not (null or "EQUALS") || IsTime(filter.Key))
        {
            return TimeMatches(table, filter);
        }

        return filter.Key?.ToLowerInvariant() switch
        {
            "name" => Contains(table.Name, wanted),
            "databasename" or "database" => Contains(table.Database, wanted),
            "owner" => Contains(table.Owner, wanted),
            "tabletype" => Contains(table.TableType, wanted),
            "location" => Contains(table.Storage?.Location, wanted),
            "description" => Contains(table.Description, wanted),
            _ => Contains(table.Parameters?.GetValueOrDefault(filter.Key ?? ""), wanted),
        };
    }

    private static bool TimeMatches(TableState table, PropertyPredicate filter)
    {
        var actual = filter.Key?.ToLowerInvariant() switch
        {
            "createtime" => table.Created,
            "updatetime" => table.Updated,
            "lastaccesstime" => table.LastAccess,
            "lastanalyzedtime" => table.LastAnalyzed,
            _ => throw GlueErrors.Invalid($"Comparator {filter.Comparator} needs a time, and {filter.Key} is none."),
        };
        if (!DateTimeOffset.TryParse(
            filter.Value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var wanted))
        {
            throw GlueErrors.Invalid($"{filter.Value} is not a time.");
        }

        return filter.Comparator switch
        {
            "GREATER_THAN" => actual > wanted,
            "LESS_THAN" => actual < wanted,
            "GREATER_THAN_EQUALS" => actual >= wanted,
            "LESS_THAN_EQUALS" => actual <= wanted,
            null or "EQUALS" => actual == wanted,
            _ => throw GlueErrors.Invalid($"There is no comparator {filter.Comparator}."),
        };
    }

    private static bool IsTime(string? key) => key?.ToLowerInvariant() is "createtime" or "updatetime" or "lastaccesstime" or "lastanalyzedtime";

    /// <summary>
    /// As the API's reference says: the value is cut at punctuation, and a piece must be what is wanted. <c>link</c> is in
    /// <c>customer-link</c>, not in <c>customerlink</c>. Underscores are letters of names.
    /// </summary>
    private static bool Contains(string? actual, string wanted)
    {
        if (actual is null)
        {
            return false;
        }

        if (actual.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var (pieces, all) = (Pieces(wanted), Pieces(actual));
        return pieces.Count > 0 && Enumerable.Range(0, Math.Max(0, all.Count - pieces.Count + 1))
            .Any(at => pieces.Index().All(piece => piece.Item.Equals(all[at + piece.Index], StringComparison.OrdinalIgnoreCase)));
    }

    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || !(char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                if (at > start)
                {
                    pieces.Add(text[start..at]);
                }

                start = at + 1;
            }
        }

        return pieces;
    }
}
