using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Planning;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Results;

namespace Weir.Services.Athena.Tests.Conformance;

/// <summary>Runs statements the way a query runs: parsed, bound, lowered, on DuckDB, and written as result files are. One engine for all.</summary>
public sealed class ConformanceEngine : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20, Macros = new(DuckDbPrelude.Prefix, DuckDbPrelude.Statements), Functions = EngineFunctions.Scalars, Aggregates = EngineFunctions.Aggregates });
    private readonly DuckConnection _connection;

    public ConformanceEngine() => _connection = _database.Connect();

    /// <summary>What a statement answers.</summary>
    /// <param name="Types"><c>(integer, varchar(1))</c></param>
    /// <param name="Named"><c>(x: integer, _col1: varchar(1))</c></param>
    internal sealed record Answer(string Types, string Named, IReadOnlyList<string> Rows, string? Error)
    {
        public string Text(bool named, bool sorted) => Error is not null
            ? $"! {Error}"
            : $"{(named ? Named : Types)} {string.Join(" ; ", sorted ? Rows.Order(StringComparer.Ordinal) : Rows)}".TrimEnd();
    }

    internal Answer Run(string statement)
    {
        var failed = new Answer("", "", [], null);
        try
        {
            if (SqlParser.ParseStatement(statement) is not QueryStatement query)
            {
                return failed with { Error = "not a query" };
            }

            var catalog = new ConformanceCatalog();
            var compiled = SqlCompiler.Bind(query.Query, ConformanceCatalog.Session, catalog, FullAccess.Instance);
            return new(
                $"({string.Join(", ", compiled.Columns.Select(column => column.Type))})",
                $"({string.Join(", ", compiled.Columns.Select(column => $"{column.Name}: {column.Type}"))})",
                Rows(compiled, catalog),
                null);
        }
        catch (SqlException error)
        {
            return failed with { Error = $"{SqlErrorCodes.Name(error.Code)}: {error.Message}" };
        }
        catch (DuckException error)
        {
            var (code, text) = EngineErrors.Translate(error.Message);
            return failed with { Error = $"{code}: {text}" };
        }
    }

    /// <summary>How many rows EXPLAIN ANALYZE counts of a query that runs in steps.</summary>
    internal long? Counted(string statement)
    {
        var query = ((QueryStatement)SqlParser.ParseStatement(statement)).Query;
        var catalog = new ConformanceCatalog();
        var compiled = SqlCompiler.Bind(query, ConformanceCatalog.Session, catalog, FullAccess.Instance);
        var marks = new RowMarks();
        using var result = _connection.Query(RowMarks.Profiled(compiled.LowerMarked(catalog, new LoweringOptions(), marks, steps: true)), TestContext.Current.CancellationToken);
        using var chunk = result.NextChunk()!;
        var run = new PlanRun(default, default, default, 0, ImmutableDictionary<int, long>.Empty, marks.Read(chunk[1].Text(0)));
        using var plan = JsonDocument.Parse(compiled.Plan(null).Analyzed(run, "JSON"), new() { MaxDepth = 10_000 });
        var root = plan.RootElement.GetProperty("fragments")[0].GetProperty("logicalPlan").GetProperty("1")[0];
        return root.GetProperty("distributedNodeStats").TryGetProperty("nodeOutputRows", out var rows) ? rows.GetInt64() : null;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    /// <summary>As the service does: with narrow decimals, and once more without where they are too narrow.</summary>
    private List<string> Rows(CompiledQuery compiled, ConformanceCatalog catalog)
    {
        try
        {
            using var narrow = _connection.Query(compiled.Lower(catalog, new LoweringOptions(NarrowDecimals: true)), TestContext.Current.CancellationToken);
            return Rows(narrow, compiled);
        }
        catch (DuckException error) when (EngineErrors.IsNarrowDecimal(error.Message))
        {
            using var wide = _connection.Query(compiled.Lower(catalog, new LoweringOptions()), TestContext.Current.CancellationToken);
            return Rows(wide, compiled);
        }
    }

    private static List<string> Rows(DuckResult result, CompiledQuery compiled)
    {
        var rows = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    rows.Add(string.Join(" | ", Enumerable.Range(0, chunk.ColumnCount).Select(column => Cell(chunk[column], row, compiled.Columns[column]))));
                }
            }
        }

        return rows;
    }

    private static string Cell(in DuckVector vector, int row, ResultColumn column)
    {
        if (!vector.IsValid(row))
        {
            return "NULL";
        }

        var output = new ArrayBufferWriter<byte>();
        ValueText.Write(output, vector, row, column.Type);
        var text = Encoding.UTF8.GetString(output.WrittenSpan).Replace("\n", "\\n", StringComparison.Ordinal);
        return text.Length == 0 || text == "NULL" || text[0] is '"' or ' ' || text[^1] == ' ' ? $"\"{text}\"" : text;
    }
}
