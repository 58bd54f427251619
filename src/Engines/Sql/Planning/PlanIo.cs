using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Planning;

/// <summary>Writes what a query reads: its tables, and what it asks of their columns.</summary>
internal static class PlanIo
{
    public static string Json(PlanNode root, SqlTableName? target) => PlanText.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("inputTableColumnInfos");
        foreach (var node in root.All.Where(node => node.Scan is not null))
        {
            writer.WriteStartObject();
            Table("table", node.Scan!.Table.Name, writer);
            writer.WriteStartObject("constraint");
            writer.WriteBoolean("none", false);
            Constraints(node.Filter, writer);
            writer.WriteEndObject();
            writer.WritePropertyName("estimate");
            PlanText.Estimate(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (target is not null)
        {
            Table("outputTable", target, writer);
        }

        writer.WritePropertyName("estimate");
        PlanText.Estimate(writer);
        writer.WriteEndObject();
    });

    private static void Table(string property, SqlTableName name, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(property);
        writer.WriteString("catalog", name.Catalog);
        writer.WriteStartObject("schemaTable");
        writer.WriteString("schema", name.Schema);
        writer.WriteString("table", name.Table);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Constraints(ColumnFilter filter, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("columnConstraints");
        ImmutableArray<ColumnFilter> terms = filter is AllOfFilter all ? all.Terms : [filter];
        foreach (var group in terms.OfType<ColumnTest>().Where(test => !test.AsDate).GroupBy(test => test.Column))
        {
            var tests = group.ToList();
            writer.WriteStartObject();
            writer.WriteString("columnName", group.Key.Name);
            writer.WriteString("type", group.Key.Type.ToString());
            writer.WriteStartObject("domain");
            writer.WriteBoolean("nullsAllowed", tests.All(test => test.Kind == ColumnTestKind.IsNull));
            writer.WriteStartArray("ranges");
            Ranges(tests, writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Ranges(List<ColumnTest> tests, Utf8JsonWriter writer)
    {
        var points = tests.Where(test => test.Kind is ColumnTestKind.Equal or ColumnTestKind.In).ToList();
        if (points.Count > 0)
        {
            foreach (var value in points[0].Values)
            {
                Range(value, "EXACTLY", value, "EXACTLY", writer);
            }

            return;
        }

        var low = tests.Find(test => test.Kind is ColumnTestKind.Greater or ColumnTestKind.GreaterOrEqual);
        var high = tests.Find(test => test.Kind is ColumnTestKind.Less or ColumnTestKind.LessOrEqual);
        if (low is not null || high is not null)
        {
            Range(
                low?.Values[0], low?.Kind == ColumnTestKind.GreaterOrEqual ? "EXACTLY" : "ABOVE",
                high?.Values[0], high?.Kind == ColumnTestKind.LessOrEqual ? "EXACTLY" : "BELOW", writer);
        }
    }

    private static void Range(object? low, string lowBound, object? high, string highBound, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Side("low", low, lowBound, writer);
        Side("high", high, highBound, writer);
        writer.WriteEndObject();
    }

    private static void Side(string property, object? value, string bound, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(property);
        if (value is not null)
        {
            writer.WriteString("value", value is DateTime time
                ? time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        writer.WriteString("bound", bound);
        writer.WriteEndObject();
    }
}
