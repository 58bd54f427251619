using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Planning;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Marks in the text of one statement by which DuckDB's profile of its run tells how many rows came out of each step of the plan.</summary>
/// <remarks>
/// A mark is a filter that keeps every row and shows its number in the profile. It is volatile and asks for a number that is given row by
/// row beneath it, so that it does not move down; with a limit above it that nothing reaches, so that no other condition moves past it.
/// What DuckDB leaves out all the same has no mark in the profile, and no number in the plan.
/// </remarks>
public sealed partial class RowMarks
{
    private readonly List<string> _keys = [];

    /// <summary>The statement that runs the marked one, drops its rows and answers with the profile, in its second column.</summary>
    public static string Profiled(string sql) => $"EXPLAIN (ANALYZE, FORMAT JSON) {sql}";

    /// <summary>What the run was measured to be.</summary>
    /// <param name="profile">The profile as DuckDB wrote it.</param>
    public StepProfile Read(string profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var document = JsonDocument.Parse(profile, new() { MaxDepth = 100_000 });
        var rows = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        var times = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var open = new Stack<(JsonElement Operator, string Owner)>();
        open.Push((document.RootElement, Binding.StepKeys.Result));
        while (open.TryPop(out var next))
        {
            var (part, owner) = next;
            if (MarkOf(part) is { } key)
            {
                owner = key;
                rows.TryAdd(key, []);
                rows[key].Add(Number(part, "operator_cardinality") is var count && double.IsNaN(count) ? -1 : (long)count);
            }

            if (Number(part, "operator_timing") is var seconds && !double.IsNaN(seconds))
            {
                times[owner] = times.GetValueOrDefault(owner) + TimeSpan.FromSeconds(seconds);
            }

            if (part.TryGetProperty("children", out var children))
            {
                foreach (var child in children.EnumerateArray())
                {
                    open.Push((child, owner));
                }
            }
        }

        // The same step run in several places is one number only where they agree.
        return new(
            rows.Where(pair => pair.Value.Distinct().Count() == 1 && pair.Value[0] >= 0).ToDictionary(pair => pair.Key, pair => pair.Value[0], StringComparer.Ordinal),
            times);
    }

    /// <summary>A relation, with its rows counted.</summary>
    internal string Around(string key, string relation)
    {
        var number = _keys.Count + 1;
        return $"({Query(key, relation)}) AS marked{number}";
    }

    /// <summary>A query, with its rows counted.</summary>
    internal string AroundQuery(string key, string query) => Query(key, $"({query}) AS whole{_keys.Count + 1}");

    private string Query(string key, string relation)
    {
        _keys.Add(key);
        var number = _keys.Count.ToString(CultureInfo.InvariantCulture);
        return $"SELECT * EXCLUDE (mark_{number}) FROM (SELECT *, row_number() OVER () AS mark_{number} FROM {relation}) AS m{number} "
            + $"WHERE random() + mark_{number} > -{number} LIMIT {long.MaxValue}";
    }

    private string? MarkOf(JsonElement part) =>
        part.TryGetProperty("extra_info", out var about) && about.ValueKind == JsonValueKind.Object
        && about.TryGetProperty("Expression", out var expression) && expression.ValueKind == JsonValueKind.String
        && Mark().Match(expression.GetString()!) is { Success: true } match
        && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var number && number <= _keys.Count
            ? _keys[number - 1]
            : null;

    private static double Number(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    [GeneratedRegex(@"^\(\(random\(\) \+ CAST\(mark_([0-9]{1,9}) AS DOUBLE\)\) > -\1\.0\)$")]
    private static partial Regex Mark();
}
