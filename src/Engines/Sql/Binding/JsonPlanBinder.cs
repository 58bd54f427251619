using System.Collections.Immutable;
using System.Text.Json;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>For each level of JSON_TABLE's columns how the rows of its nested paths are put together, as the specification says it.</summary>
internal sealed class JsonPlanBinder(JsonTable table)
{
    private const string Unnamed = "All JSON paths must be named when specific plan is given";
    private const string UnnamedByDefault = "All nested JSON paths must be named when default plan is given";

    /// <summary>The plan of the whole; null where PLAN DEFAULT says the same of all levels.</summary>
    public JsonPlan? Root()
    {
        if (table.Plan is not { } plan)
        {
            return null;
        }

        if (table.PathName is not { } name)
        {
            throw new SqlException(SqlErrorCode.MissingPathName, Unnamed, table.Input.At);
        }

        return plan is JsonPlanSiblings
            ? throw new SqlException(
                SqlErrorCode.InvalidPlan,
                "JSON_TABLE plan must either be a single path name or it must be rooted in parent-child relationship (OUTER or INNER)", plan.At)
            : Same(NameOf(plan), name) ? plan
            : throw new SqlException(SqlErrorCode.InvalidPlan, $"JSON_TABLE plan should contain all JSON paths available at each level of nesting. Paths not included: {name.Canonical}", plan.At);
    }

    /// <summary>Writes a level's plan; gives the plan of each nested path in order.</summary>
    /// <param name="plan">The plan that begins with the level's own path; null for the default.</param>
    public JsonPlan?[] Write(JsonPlan? plan, ImmutableArray<JsonColumn> columns, Utf8JsonWriter writer)
    {
        JsonNestedColumns[] nested = [.. columns.OfType<JsonNestedColumns>()];
        if (table.Plan is null)
        {
            if ((table.Nesting ?? table.Siblings) is not null && Array.Find(nested, column => column.PathName is null) is { } bare)
            {
                throw new SqlException(SqlErrorCode.MissingPathName, UnnamedByDefault, bare.PathAt);
            }

            writer.WriteBoolean("inner", table.Nesting == "INNER");
            writer.WriteStartArray("siblings");
            writer.WriteStringValue(table.Siblings == "CROSS" ? "c" : "u");
            for (var place = 0; place < nested.Length; place++)
            {
                writer.WriteNumberValue(place);
            }

            writer.WriteEndArray();
            return new JsonPlan?[nested.Length];
        }

        if (Array.Find(nested, column => column.PathName is null) is { } unnamed)
        {
            throw new SqlException(SqlErrorCode.MissingPathName, Unnamed, unnamed.PathAt);
        }

        var plans = new JsonPlan?[nested.Length];
        var strange = new List<string>();
        var parent = plan as JsonPlanParent;
        writer.WriteBoolean("inner", parent is { IsInner: true });
        writer.WritePropertyName("siblings");
        if (parent is null)
        {
            writer.WriteStartArray();
            writer.WriteStringValue("u");
            writer.WriteEndArray();
        }
        else
        {
            Siblings(parent.Child, nested, plans, strange, writer);
        }

        var missing = nested.Where((_, place) => plans[place] is null).Select(column => column.PathName!.Canonical).ToArray();
        return missing.Length > 0
            ? throw new SqlException(
                SqlErrorCode.InvalidPlan,
                $"JSON_TABLE plan should contain all JSON paths available at each level of nesting. Paths not included: {string.Join(", ", missing)}", table.Plan.At)
            : strange.Count > 0
            ? throw new SqlException(SqlErrorCode.InvalidPlan, $"JSON_TABLE plan includes unavailable JSON path names: {string.Join(", ", strange)}", table.Plan.At)
            : plans;
    }

    private static void Siblings(JsonPlan plan, JsonNestedColumns[] nested, JsonPlan?[] plans, List<string> strange, Utf8JsonWriter writer)
    {
        if (plan is JsonPlanSiblings siblings)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(siblings.IsCross ? "c" : "u");
            foreach (var part in siblings.Parts)
            {
                Siblings(part, nested, plans, strange, writer);
            }

            writer.WriteEndArray();
            return;
        }

        var name = NameOf(plan);
        var place = Array.FindIndex(nested, column => column.PathName is { } path && Same(path, name));
        if (place < 0)
        {
            strange.Add(name.Canonical);
            return;
        }

        plans[place] = plans[place] is null
            ? plan
            : throw new SqlException(SqlErrorCode.InvalidPlan, $"Duplicate reference to JSON path name in sibling plan: {name.Canonical}", name.At);
        writer.WriteNumberValue(place);
    }

    private static Identifier NameOf(JsonPlan plan) => plan is JsonPlanParent parent ? parent.Path : ((JsonPlanPath)plan).Path;

    private static bool Same(Identifier left, Identifier right) => left.Canonical == right.Canonical;
}
