using System.Text;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.DuckDb.Tests;

/// <summary>Readers of ours as tables of a statement.</summary>
public sealed class ScanTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 2 });
    private readonly DuckConnection _connection;

    public ScanTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Rows_of_every_part_arrive_once_through_two_threads()
    {
        using var scan = _database.Scans.Add(new Numbers(parts: 7, rowsEach: 10_000));

        Assert.Equal("70000|70000|2449965000", One($"SELECT count(*), count(DISTINCT n), sum(n) FROM {scan}"));
    }

    [Fact]
    public void A_count_reads_no_column_and_a_projection_only_its_own()
    {
        var source = new Numbers(parts: 1, rowsEach: 5000);
        using var scan = _database.Scans.Add(source);

        Assert.Equal("5000", One($"SELECT count(*) FROM {scan}"));
        Assert.DoesNotContain(source.Opened, column => column >= 0);
        Assert.Equal("1250", One($"SELECT count(*) FROM {scan} WHERE label IS NULL"));
        Assert.Equal([1], source.Opened);
    }

    [Fact]
    public void Nested_values_long_texts_and_nulls_are_read_as_written()
    {
        using var scan = _database.Scans.Add(new Numbers(parts: 1, rowsEach: 3000));

        Assert.Equal(
            "2002|[2002, 4004]|{'id': 2002, 'text': 'number two thousand and so on: 2002'}|{2002=many}|12.34",
            One($"SELECT n, pair, item, tags, price FROM {scan} WHERE n = 2002"));
        Assert.Equal("NULL|NULL|NULL", One($"SELECT pair, item, item.text FROM {scan} WHERE n = 2004"));
        Assert.Equal("2250", One($"SELECT count(pair) FROM {scan}"));
    }

    [Fact]
    public void The_words_of_a_reader_that_fails_are_the_query_s_error()
    {
        using var scan = _database.Scans.Add(new Numbers(parts: 2, rowsEach: 100, failAt: 1));

        var error = Assert.Throws<DuckException>(() => One($"SELECT sum(n) FROM {scan}"));
        Assert.Contains("part 1 is damaged", error.Message, StringComparison.Ordinal);
        Assert.False(_connection.IsBroken);
        Assert.Equal("1", One("SELECT 1"));
    }

    [Fact]
    public void A_scan_that_was_taken_away_is_not_found()
    {
        var scan = _database.Scans.Add(new Numbers(parts: 1, rowsEach: 1));
        scan.Dispose();

        Assert.Contains("there is no scan", Assert.Throws<DuckException>(() => One($"SELECT * FROM {scan}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_pass_and_reader_is_closed_when_the_statement_ends()
    {
        var source = new Numbers(parts: 4, rowsEach: 50_000);
        using var scan = _database.Scans.Add(source);

        One($"SELECT n FROM {scan} LIMIT 1");
        One($"SELECT max(a.n + b.n) FROM {scan} a JOIN {scan} b ON a.n = b.n");

        Assert.Equal(0, source.OpenNow);
    }

    [Fact]
    public void Cancelling_ends_an_endless_scan()
    {
        using var scan = _database.Scans.Add(new Numbers(parts: 1, rowsEach: int.MaxValue));
        using var cancel = new CancellationTokenSource();
        cancel.CancelAfter(100);

        Assert.ThrowsAny<OperationCanceledException>(() => _connection.Execute($"SELECT sum(n) FROM {scan}", cancel.Token));
    }

    private string One(string sql)
    {
        using var result = _connection.Query($"SELECT concat_ws('|', {string.Join(", ", Columns(sql).Select(name => $"coalesce(CAST({name} AS VARCHAR), 'NULL')"))}) FROM ({sql})");
        var text = "";
        while (result.NextChunk() is { } chunk)
        {
            text = chunk.RowCount > 0 ? chunk[0].Text(0) : text;
        }

        return text;
    }

    private string[] Columns(string sql)
    {
        using var result = _connection.Query($"SELECT * FROM ({sql}) LIMIT 0");
        return [.. result.Columns.Select(column => DuckSql.Name(column.Name))];
    }

    private sealed class Numbers(int parts, int rowsEach, int failAt = -1) : ITableSource
    {
        private static readonly DuckType BigInt = new(DuckKind.BigInt);
        private static readonly DuckType Varchar = new(DuckKind.Varchar);

        private int _open;

        public int OpenNow => _open;

        public IReadOnlyList<int> Opened { get; private set; } = [];

        public IReadOnlyList<DuckField> Columns { get; } =
        [
            new("n", BigInt),
            new("label", Varchar),
            new("pair", new(DuckKind.List) { Element = BigInt }),
            new("item", new(DuckKind.Struct) { Fields = [new("id", BigInt), new("text", Varchar)] }),
            new("tags", new(DuckKind.Map) { Fields = [new("key", BigInt), new("value", Varchar)] }),
            new("price", new(DuckKind.Decimal) { Width = 9, Scale = 2 }),
        ];

        public long? RowsEstimate => (long)parts * rowsEach;

        public ITableScan Open(IReadOnlyList<int> columns)
        {
            Opened = columns;
            Interlocked.Increment(ref _open);
            return new Scan(this, columns, parts);
        }

        private sealed class Scan(Numbers source, IReadOnlyList<int> columns, int parts) : ITableScan
        {
            private int _next = -1;

            public int ReadersMax => parts;

            public ITableReader OpenReader()
            {
                Interlocked.Increment(ref source._open);
                return new Reader(source, columns, () => Interlocked.Increment(ref _next) is var part && part < parts ? part : -1);
            }

            public void Dispose() => Interlocked.Decrement(ref source._open);
        }

        private sealed class Reader(Numbers source, IReadOnlyList<int> columns, Func<int> nextPart) : ITableReader
        {
            private readonly int _rowsEach = source.RowsEach;
            private int _part = -1;
            private int _row;

            public int Read(DuckChunkWriter chunk)
            {
                if (_part < 0 || _row == _rowsEach)
                {
                    (_part, _row) = (nextPart(), 0);
                    if (_part < 0)
                    {
                        return 0;
                    }
                }

                if (_part == source.FailAt)
                {
                    throw new InvalidDataException($"part {_part} is damaged");
                }

                var rows = Math.Min(DuckChunkWriter.RowsMax, _rowsEach - _row);
                var first = ((long)_part * _rowsEach) + _row;
                for (var at = 0; at < columns.Count; at++)
                {
                    if (columns[at] >= 0)
                    {
                        Write(columns[at], chunk[at], first, rows);
                    }
                }

                _row += rows;
                return rows;
            }

            public void Dispose() => Interlocked.Decrement(ref source._open);

            private static void Write(int column, DuckColumnWriter writer, long first, int rows)
            {
                var elements = column switch { 2 => writer.Elements(rows * 2), 4 => writer.Elements(rows), _ => default };
                var keys = column == 4 ? elements.Field(0) : default;
                var values = column == 4 ? elements.Field(1) : default;
                var ids = column == 3 ? writer.Field(0) : default;
                var texts = column == 3 ? writer.Field(1) : default;
                for (var row = 0; row < rows; row++)
                {
                    var n = first + row;
                    var isNull = n % 4 == 0;
                    switch (column)
                    {
                        case 0:
                            writer.Values<long>(rows)[row] = n;
                            break;
                        case 1 when isNull:
                            writer.SetNull(row);
                            break;
                        case 1:
                            writer.Write(row, $"label {n}");
                            break;
                        case 2:
                            elements.Values<long>(rows * 2)[row * 2] = n;
                            elements.Values<long>(rows * 2)[(row * 2) + 1] = n * 2;
                            writer.SetRange(row, row * 2, 2);
                            if (isNull)
                            {
                                writer.SetNull(row);
                            }

                            break;
                        case 3 when isNull:
                            writer.SetNull(row);
                            break;
                        case 3:
                            ids.Values<long>(rows)[row] = n;
                            texts.SetBytes(row, Encoding.UTF8.GetBytes($"number two thousand and so on: {n}"));
                            break;
                        case 4:
                            keys.Values<long>(rows)[row] = n;
                            values.SetBytes(row, "many"u8);
                            writer.SetRange(row, row, 1);
                            break;
                        default:
                            writer.Values<int>(rows)[row] = 1234;
                            break;
                    }
                }
            }
        }

        private int RowsEach => rowsEach;

        private int FailAt => failAt;
    }
}
