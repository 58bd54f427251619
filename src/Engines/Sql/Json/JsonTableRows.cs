using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Weir.Engines.Sql.Json;

/// <summary>The columns of a JSON_TABLE, and how rows are made of a document. Written as JSON by the binder, read back in a query.</summary>
internal sealed record JsonTableSpec(
    JsonPath Path, bool FailOnError, JsonTableLevel Root)
{
    private const int CacheMax = 200;

    private static readonly ConcurrentDictionary<string, JsonTableSpec> Known = new(StringComparer.Ordinal);

    public static JsonTableSpec Of(string text)
    {
        if (Known.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Known.Count >= CacheMax)
        {
            Known.Clear();
        }

        using var document = JsonDocument.Parse(text, new() { MaxDepth = 500 });
        var root = document.RootElement;
        return Known[text] = new(
            JsonCells.Path(root.GetProperty("path").GetString()!), root.GetProperty("fail").GetBoolean(), Level(root));
    }

    private static JsonTableLevel Level(JsonElement level) =>
        new(level.GetProperty("inner").GetBoolean(), Siblings(level.GetProperty("siblings")), Read(level.GetProperty("columns")));

    private static JsonTableSiblings Siblings(JsonElement plan) => plan.ValueKind == JsonValueKind.Number
        ? new(plan.GetInt32(), false, [])
        : new(-1, plan[0].GetString() == "c", [.. plan.EnumerateArray().Skip(1).Select(Siblings)]);

    private static ImmutableArray<JsonTableColumn> Read(JsonElement columns) => [.. columns.EnumerateArray().Select(column => new JsonTableColumn(
        column.GetProperty("kind").GetString()![0],
        column.TryGetProperty("path", out var path) ? JsonCells.Path(path.GetString()!) : null,
        column.TryGetProperty("wrapper", out var wrapper) ? wrapper.GetString()![0] : 'W',
        column.TryGetProperty("omit", out var omit) && omit.GetBoolean(),
        column.TryGetProperty("columns", out _) ? Level(column) : null))];
}

/// <summary>The columns of one path, and how the rows of its nested paths are put together.</summary>
/// <param name="IsInner">An item without nested rows makes none.</param>
internal sealed record JsonTableLevel(bool IsInner, JsonTableSiblings Siblings, ImmutableArray<JsonTableColumn> Columns)
{
    public int Width { get; } = Columns.Sum(column => column.Width);
}

/// <param name="Place">A nested path among those of its level; -1 for several, in <paramref name="Parts"/>.</param>
internal sealed record JsonTableSiblings(int Place, bool IsCross, ImmutableArray<JsonTableSiblings> Parts);

/// <param name="Kind">o: ordinality, v: a value, q: a query, n: nested columns.</param>
internal sealed record JsonTableColumn(char Kind, JsonPath? Path, char Wrapper, bool OmitQuotes, JsonTableLevel? Nested)
{
    public int Width { get; } = Nested?.Width ?? 1;
}

/// <summary>Makes the rows of one document: for each item of the row path, one for each combination of nested rows.</summary>
internal sealed class JsonTableRows(JsonTableSpec spec, IReadOnlyDictionary<string, JsonItem> variables)
{
    private const int RowsMax = 1_000_000;

    /// <returns>Rows of cells, each as <see cref="JsonCells"/> has them; ordinality is plain digits.</returns>
    public static string?[][] Of(string input, string specification, string passed)
    {
        var spec = JsonTableSpec.Of(specification);
        if (JsonItem.TryParse(input) is not { } document || JsonCells.Variables(passed) is not { } variables)
        {
            return spec.FailOnError
                ? throw new SqlException(SqlErrorCode.JsonInputConversionError, JsonCells.NotJson)
                : [];
        }

        var rows = new JsonTableRows(spec, variables);
        try
        {
            return [.. rows.Rows(spec.Path, document, spec.Root)];
        }
        catch (PathFailure failure)
        {
            return spec.FailOnError
                ? throw new SqlException(SqlErrorCode.PathEvaluationError, $"path evaluation failed: {failure.Message}")
                : [];
        }
    }

    private List<string?[]> Rows(JsonPath path, JsonItem document, JsonTableLevel level)
    {
        var rows = new List<string?[]>();
        var ordinal = 0L;
        foreach (var item in new PathEvaluator(path, document, variables).Evaluate())
        {
            ordinal++;
            foreach (var nested in Nested(item, level))
            {
                rows.Add([.. Row(item, ordinal, level.Columns, nested)]);
            }

            if (rows.Count > RowsMax)
            {
                throw new PathFailure("too many rows");
            }
        }

        return rows;
    }

    private IEnumerable<string?> Row(JsonItem item, long ordinal, ImmutableArray<JsonTableColumn> columns, string?[]?[] nested)
    {
        var place = 0;
        foreach (var column in columns)
        {
            if (column.Kind == 'n')
            {
                foreach (var cell in nested[place++] ?? new string?[column.Width])
                {
                    yield return cell;
                }
            }
            else
            {
                yield return column.Kind == 'o' ? ordinal.ToString(CultureInfo.InvariantCulture) : Cell(item, column);
            }
        }
    }

    private string Cell(JsonItem item, JsonTableColumn column)
    {
        try
        {
            var items = new PathEvaluator(column.Path!, item, variables).Evaluate();
            return column.Kind == 'v' ? JsonCells.Scalar(items) : JsonCells.Json(items, column.Wrapper, column.OmitQuotes);
        }
        catch (PathFailure failure)
        {
            return $"XPATH_EVALUATION_ERROR path evaluation failed: {failure.Message}";
        }
    }

    /// <summary>For one item, which rows of its nested columns stand together: one array for each row, with a place for each nesting.</summary>
    private List<string?[]?[]> Nested(JsonItem item, JsonTableLevel level)
    {
        var all = level.Columns.Where(column => column.Kind == 'n').Select(column => NestedRows(item, column)).ToArray();
        if (all.Length == 0)
        {
            return [[]];
        }

        var rows = Together(level.Siblings, all);
        return rows.Count > 0 || level.IsInner ? rows : [new string?[]?[all.Length]];
    }

    private List<string?[]> NestedRows(JsonItem item, JsonTableColumn column)
    {
        try
        {
            return Rows(column.Path!, item, column.Nested!);
        }
        catch (PathFailure) when (!spec.FailOnError)
        {
            return [];
        }
    }

    /// <summary>Of each row the cells of those nested paths that it has.</summary>
    private static List<string?[]?[]> Together(JsonTableSiblings siblings, List<string?[]>[] all)
    {
        if (siblings.Place >= 0)
        {
            return all[siblings.Place].ConvertAll(row =>
            {
                var one = new string?[]?[all.Length];
                one[siblings.Place] = row;
                return one;
            });
        }

        var parts = siblings.Parts.Select(part => Together(part, all));
        return siblings.IsCross ? parts.Aggregate(Crossed) : [.. parts.SelectMany(part => part)];
    }

    private static List<string?[]?[]> Crossed(List<string?[]?[]> left, List<string?[]?[]> right)
    {
        if ((long)left.Count * right.Count > RowsMax)
        {
            throw new PathFailure("too many rows");
        }

        return [.. left.SelectMany(row => right.Select(other => (string?[]?[])[.. row.Zip(other, (one, two) => one ?? two)]))];
    }
}
