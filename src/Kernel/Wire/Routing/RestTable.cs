namespace Weir.Kernel.Wire;

/// <summary>Finds the operation of a REST API by method, path, query and headers. Immutable.</summary>
internal sealed class RestTable
{
    private readonly PathTemplate[] _templates;

    public RestTable(ServiceApi api)
    {
        var templates = new Dictionary<string, PathTemplate>(StringComparer.Ordinal);
        foreach (var operation in api.Operations)
        {
            var cut = operation.RequestUri.IndexOf('?', StringComparison.Ordinal);
            var path = cut < 0 ? operation.RequestUri : operation.RequestUri[..cut];
            if (!templates.TryGetValue(path, out var template))
            {
                template = templates[path] = new(path);
            }

            template.Candidates.Add(new(operation, Literals(cut < 0 ? "" : operation.RequestUri[(cut + 1)..])));
        }

        _templates =
        [
            .. templates.Values
                .OrderBy(template => template.GreedyAt >= 0)
                .ThenByDescending(template => template.LiteralCount)
                .ThenByDescending(template => template.SegmentCount),
        ];
    }

    /// <summary>Null when the API has no such address; the labels are decoded.</summary>
    /// <param name="method">GET, PUT …</param>
    /// <param name="path">As sent, without the query.</param>
    /// <param name="query">Decoded.</param>
    /// <param name="hasHeader">Whether the request has a header.</param>
    public (OperationSchema Operation, IReadOnlyDictionary<string, string> Labels)? Find(
        string method, string path, QueryParameters query, Func<string, bool> hasHeader)
    {
        foreach (var template in _templates)
        {
            if (template.Match(path) is { } labels && Best(template, method, query, hasHeader) is { } operation)
            {
                foreach (var (label, value) in labels)
                {
                    labels[label] = QueryParameters.Decode(value, plusIsSpace: false);
                }

                return (operation, labels);
            }
        }

        return null;
    }

    private static OperationSchema? Best(PathTemplate template, string method, QueryParameters query, Func<string, bool> hasHeader)
    {
        OperationSchema? best = null;
        var bestFit = -1;
        foreach (var candidate in template.Candidates)
        {
            var fit = candidate.Fit(method, query, hasHeader);
            if (fit > bestFit)
            {
                (best, bestFit) = (candidate.Operation, fit);
            }
        }

        return best;
    }

    private static List<KeyValuePair<string, string>> Literals(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? new KeyValuePair<string, string>(part, "") : new(part[..equals], part[(equals + 1)..]);
        }),
    ];
}
