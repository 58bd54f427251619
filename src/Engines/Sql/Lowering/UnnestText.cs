using System.Globalization;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Prints UNNEST: several arrays and maps side by side, the shorter ones filled with NULL.</summary>
internal static class UnnestText
{
    /// <summary>As a relation of its own; what it unnests may come from relations before it.</summary>
    /// <remarks>
    /// DuckDB takes an unnest with nothing beneath it out of the LATERAL it stands in, and loses what else that LATERAL takes from
    /// around it: so what is unnested is a relation's column.
    /// </remarks>
    public static string Alone(BoundUnnest unnest, ExpressionText expressions)
    {
        var id = unnest.Arguments[0].Columns[0].Id;
        var values = unnest.Arguments.Select((argument, i) => (Value: expressions.Print(argument.Value), Name: string.Create(CultureInfo.InvariantCulture, $"a{id}_{i}"))).ToList();
        var (inner, outer) = Columns(unnest, i => values[i].Name, keepEmpty: false);
        var source = $"(SELECT {string.Join(", ", values.Select(value => $"{value.Value} AS {value.Name}"))}) AS o{id}";
        return $"LATERAL (SELECT {string.Join(", ", outer)} FROM (SELECT {string.Join(", ", inner)} FROM {source}) AS i) AS u{id}";
    }

    /// <summary>Beside the rows of another relation, as the columns of one projection.</summary>
    /// <param name="keepEmpty">A row with nothing to unnest stays, as in a LEFT JOIN.</param>
    public static string Beside(BoundUnnest unnest, ExpressionText expressions, Func<string> left, bool keepEmpty)
    {
        var (inner, outer) = Columns(unnest, i => expressions.Print(unnest.Arguments[i].Value), keepEmpty);
        var id = unnest.Arguments[0].Columns[0].Id;
        var plain = outer.Where(column => column.Contains(' ', StringComparison.Ordinal)).ToList();
        var text = $"(SELECT *, {string.Join(", ", inner)} FROM {left()}) AS u{id}";
        return plain.Count == 0 ? text : $"(SELECT *, {string.Join(", ", plain)} FROM {text}) AS w{id}";
    }

    /// <param name="value">The text of an argument.</param>
    /// <returns>What a projection unnests, and the columns made of that.</returns>
    private static (List<string> Inner, List<string> Outer) Columns(BoundUnnest unnest, Func<int, string> value, bool keepEmpty)
    {
        var inner = new List<string>();
        var outer = new List<string>();
        var arguments = unnest.Arguments.Select((argument, i) => (Text: value(i), argument.Value.Type, argument.Columns)).ToList();
        var lengths = arguments.Select(argument => $"coalesce({(argument.Type.Kind == SqlTypeKind.Map ? "cardinality" : "len")}({argument.Text}), 0)");
        var longest = arguments.Count == 1 ? lengths.First() : $"greatest({string.Join(", ", lengths)})";
        string Kept(string list) => keepEmpty ? $"CASE WHEN {longest} = 0 THEN [NULL] ELSE {list} END" : list;
        foreach (var (text, type, columns) in arguments)
        {
            if (type.Kind == SqlTypeKind.Map)
            {
                inner.Add($"unnest({Kept($"map_keys({text})")}) AS {columns[0]}");
                inner.Add($"unnest({Kept($"map_values({text})")}) AS {columns[1]}");
                outer.AddRange(columns.Select(column => column.ToString()));
            }
            else if (type.Element.Kind == SqlTypeKind.Row && !unnest.WholeRows)
            {
                var row = $"u{columns[0].Id}";
                inner.Add($"unnest({Kept(text)}) AS {row}");
                outer.AddRange(columns.Select((column, i) =>
                    $"struct_extract({row}, {DuckText.Literal(DuckTypes.FieldName(type.Element, i))}) AS {column}"));
            }
            else
            {
                inner.Add($"unnest({Kept(text)}) AS {columns[0]}");
                outer.Add(columns[0].ToString());
            }
        }

        if (unnest.Ordinality is { } ordinality)
        {
            inner.Add($"unnest({Kept($"range(1, CAST({longest} AS BIGINT) + 1)")}) AS {ordinality}");
            outer.Add(ordinality.ToString());
        }

        return (inner, outer);
    }
}
