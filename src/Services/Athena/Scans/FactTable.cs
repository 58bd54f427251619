using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Scans;

/// <summary>The columns about files (<see cref="FileColumns"/>) in a relation over some files: of one file they are constants, of several a join by the file's number.</summary>
/// <param name="wanted">All wanted columns.</param>
/// <param name="count">How many files there are.</param>
/// <param name="factsOf">What is known of the file of a number.</param>
internal sealed class FactTable(TableScanner scanner, IReadOnlyList<SqlColumn> wanted, int count, Func<int, FileFacts> factsOf)
{
    private readonly string[] _names = [.. wanted.Where(column => column.IsImplicit).Select(column => column.Name)];

    /// <summary>Rows have to say which file they are from.</summary>
    public bool IsNeeded => _names.Length > 0 && count > 1;

    /// <summary>Items of the relation over the one file that there is.</summary>
    public IEnumerable<string> Constants => count > 1 ? [] : _names.Select(name =>
        $"{FileColumns.Typed(name, FileColumns.Value(name, factsOf(0)) is { } value ? DuckSql.Text(value) : "NULL")} AS {DuckSql.Name(name)}");

    /// <summary>The column, when the table is joined.</summary>
    /// <param name="relation">The alias of the relation with the constants.</param>
    public string Item(string name, string relation) => IsNeeded
        ? $"{FileColumns.Typed(name, string.Create(CultureInfo.InvariantCulture, $"weir_facts.f{Array.IndexOf(_names, name)}"))} AS {DuckSql.Name(name)}"
        : $"{relation}.{DuckSql.Name(name)}";

    /// <summary>What stands after a relation that has the files' numbers in a column; nothing where nothing is needed.</summary>
    public string Join(string number)
    {
        if (!IsNeeded)
        {
            return "";
        }

        var table = scanner.NewTable("weir_facts", "file UBIGINT" + string.Concat(_names.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $", f{at} VARCHAR"))));
        using var rows = scanner.Connection.Append(table);
        for (var at = 0; at < count; at++)
        {
            var facts = factsOf(at);
            rows.Append([(ulong)at, .. _names.Select(name => (object?)FileColumns.Value(name, facts))]);
        }

        rows.Complete();
        return $" JOIN {table} AS weir_facts ON (weir_facts.file = {number})";
    }
}
