using Weir.Engines.DuckDb;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Syntax;

namespace Weir.Tests.Differential;

/// <summary>Random expressions against an evaluator of the tests' own, and queries against equivalent ones. One engine; not for several threads.</summary>
public sealed class DifferentialRun : IDisposable
{
    private const int RowCount = 12;
    private const int DepthMax = 4;
    private static readonly SqlSession Session = new() { Catalog = "c", Schema = "s", Now = DateTimeOffset.UnixEpoch };
    private readonly DuckDatabase _database = DuckDatabase.Open(new()
    {
        Threads = 1,
        MemoryBytesMax = 512L << 20,
        Macros = new(DuckDbPrelude.Prefix, DuckDbPrelude.Statements),
        Functions = [.. SqlRuntime.Functions.Select(Scalar)],
    });

    private readonly DuckConnection _connection;

    public DifferentialRun() => _connection = _database.Connect();

    /// <summary>One round; what differs is thrown as an <see cref="InvalidOperationException"/> that names the statement.</summary>
    public void Round(int seed)
    {
        var random = new Random(seed);
        var table = new Table(random, RowCount);
        if (random.Next(3) == 0)
        {
            var (first, second) = new Rewrites(random, table.Rows).Make();
            Same(table, first, second);
        }
        else
        {
            Answer(table, new ExpressionMaker(random).Any(DepthMax));
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private static DuckFunction Scalar(RuntimeFunction function) => new(
        function.Name, [.. function.Parameters.Select(DuckTypeText.Parse)], DuckTypeText.Parse(function.Result), values => function.Body(values))
    {
        More = function.More is null ? null : DuckTypeText.Parse(function.More),
        SeesNulls = function.SeesNulls,
    };

    /// <summary>Where the evaluator fails, TRY gives NULL; where it never does, the expression stands alone.</summary>
    private void Answer(Table table, Made made)
    {
        var expected = table.Rows.Select(made.Evaluate).ToList();
        var fails = expected.Exists(outcome => !outcome.IsValue);
        var sql = $"SELECT {(fails ? $"TRY({made.Sql})" : made.Sql)} FROM t ORDER BY id";
        var actual = Run(table, sql);
        for (var i = 0; i < expected.Count; i++)
        {
            var wanted = expected[i].Value is { } value ? Table.Shown(made.Type, value) : "NULL";
            if (!expected[i].IsOpen && wanted != actual[i])
            {
                throw new InvalidOperationException($"{sql}\n  row {i}: expected {wanted}, got {actual[i]}\n  {string.Join(", ", table.Rows[i].Values)}");
            }
        }
    }

    private void Same(Table table, string first, string second)
    {
        var (left, right) = (Run(table, first).Order(StringComparer.Ordinal).ToList(), Run(table, second).Order(StringComparer.Ordinal).ToList());
        if (!left.SequenceEqual(right))
        {
            throw new InvalidOperationException($"{first}\n  {string.Join(" ; ", left)}\n{second}\n  {string.Join(" ; ", right)}");
        }
    }

    private List<string> Run(Table table, string sql)
    {
        try
        {
            var statement = (QueryStatement)SqlParser.ParseStatement(sql);
            var compiled = SqlCompiler.Bind(statement.Query, Session, table, FullAccess.Instance);
            return Narrow(compiled, table) ?? Rows(compiled, table, narrow: false);
        }
        catch (Exception wrong) when (wrong is SqlException or DuckException)
        {
            throw new InvalidOperationException($"{sql}\n  {wrong.Message}", wrong);
        }
    }

    /// <summary>As the service does: first with narrow decimals; null where they are too narrow.</summary>
    private List<string>? Narrow(CompiledQuery compiled, Table table)
    {
        try
        {
            return Rows(compiled, table, narrow: true);
        }
        catch (DuckException error) when (EngineErrors.IsNarrowDecimal(error.Message))
        {
            return null;
        }
    }

    private List<string> Rows(CompiledQuery compiled, Table table, bool narrow)
    {
        using var result = _connection.Query(compiled.Lower(table, new LoweringOptions(Text: true, NarrowDecimals: narrow)), CancellationToken.None);

        var rows = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    rows.Add(string.Join('|', Enumerable.Range(0, chunk.ColumnCount).Select(column => chunk[column].Read(row)?.ToString() ?? "NULL")));
                }
            }
        }

        return rows;
    }
}
