using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Json;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Formats.Text;

namespace Weir.Bench.Formats;

/// <summary>
/// Megabytes of file for each second of processor time (decoded megabytes for Avro): our readers of text, JSON and Avro on one table of mixed columns, and DuckDB's own
/// readers of CSV and JSON on the very same files with the types told. One thread each; the least of several rounds that take turns.
/// </summary>
internal static class TextBench
{
    private const int Rounds = 5;

    private const string Rows = """
        SELECT CAST(hash(i) >> 20 AS BIGINT) AS id, CAST(hash(i + 1) % 1000 AS INTEGER) AS kind, CAST(hash(i + 2) % 100000000 AS DOUBLE) / 1000 AS ratio,
            CAST(CAST(hash(i + 3) % 10000000 AS BIGINT) / 100 AS DECIMAL(15, 2)) AS price, DATE '1992-01-01' + CAST(hash(i + 4) % 2500 AS INTEGER) AS day,
            TIMESTAMP '2020-01-01' + to_milliseconds(CAST(hash(i + 5) % 100000000000 AS BIGINT)) AS moment, 'name ' || (hash(i + 6) % 300) AS name,
            CASE WHEN hash(i + 7) % 5 > 0 THEN 'a longer text of row ' || hash(i) || ', as comments are' END AS note, hash(i + 8) % 2 = 0 AS flag
        FROM range(ROWS) t(i)
        """;

    private static readonly DuckField[] Table =
    [
        new("id", new(DuckKind.BigInt)), new("kind", new(DuckKind.Integer)), new("ratio", new(DuckKind.Double)),
        new("price", new(DuckKind.Decimal) { Width = 15, Scale = 2 }), new("day", new(DuckKind.Date)), new("moment", new(DuckKind.Timestamp)),
        new("name", new(DuckKind.Varchar)), new("note", new(DuckKind.Varchar)), new("flag", new(DuckKind.Boolean)),
    ];

    private const string PeerColumns =
        "{id: 'BIGINT', kind: 'INTEGER', ratio: 'DOUBLE', price: 'DECIMAL(15,2)', day: 'DATE', moment: 'TIMESTAMP', name: 'VARCHAR', note: 'VARCHAR', flag: 'BOOLEAN'}";

    public static void Run(long rows)
    {
        Run(100_000, TextWriter.Null);
        Run(rows, Console.Out);
    }

    private static void Run(long rows, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-text-").FullName;
        try
        {
            using var database = DuckDatabase.Open(new() { Threads = 1, Directories = [folder] });
            using var connection = database.Connect();
            connection.Execute($"CREATE TABLE made AS {Rows.Replace("ROWS", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}");
            var lines = new LineOptions();
            var (plain, quoted, json, avro) = (Path.Combine(folder, "plain"), Path.Combine(folder, "quoted"), Path.Combine(folder, "json"), Path.Combine(folder, "avro"));
            connection.Execute($"COPY made TO {DuckSql.Text(plain)} (FORMAT csv, DELIMITER '|', QUOTE '', ESCAPE '', NULLSTR '\\N', HEADER false)");
            Compare(
                "LazySimpleSerDe", plain, DelimitedText.Format(lines, new() { FieldDelimiter = "|"u8.ToArray(), NullText = "\\N"u8.ToArray() }, Table),
                $"read_csv({DuckSql.Text(plain)}, delim = '|', quote = '', escape = '', nullstr = '\\N', header = false, auto_detect = false, columns = {PeerColumns})");
            connection.Execute($"COPY (SELECT coalesce(COLUMNS(*), NULL) FROM made) TO {DuckSql.Text(quoted)} (FORMAT csv, FORCE_QUOTE *, HEADER false)");
            Compare(
                "OpenCSVSerde", quoted, QuotedCsv.Format(lines, ',', '"', '\\', Table),
                $"read_csv({DuckSql.Text(quoted)}, delim = ',', quote = '\"', escape = '\"', header = false, auto_detect = false, columns = {PeerColumns})");
            connection.Execute($"COPY made TO {DuckSql.Text(json)} (FORMAT json)");
            Compare(
                "JSON SerDe", json, JsonLines.Format(lines, new(), Table), $"read_json({DuckSql.Text(json)}, format = 'newline_delimited', columns = {PeerColumns})");
            WriteAvro(connection, avro);
            Compare("Avro", avro, new AvroFormat(Table, null), null);

            void Compare(string what, string path, IFileFormat format, string? peer)
            {
                var bytes = new FileInfo(path).Length;
                using var scan = database.Scans.Add(new FileTableSource(Table, [new(path, what, bytes, 0, Compression.None)], format));
                var counts = string.Join(", ", Table.Select(column => $"count({column.Name})"));
                var (ours, theirs) = (double.MaxValue, double.MaxValue);
                for (var round = 0; round < Rounds; round++)
                {
                    ours = Math.Min(ours, Seconds(connection, $"SELECT {counts} FROM {scan}"));
                    theirs = peer is null ? 0 : Math.Min(theirs, Seconds(connection, $"SELECT {counts} FROM {peer}"));
                }

                var more = peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $", \"duckdbMBps\": {bytes / 1e6 / theirs:F0}, \"ratio\": {theirs / ours:F2}");
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{{\"what\": \"{what}\", \"rows\": {rows}, \"fileMB\": {bytes / 1e6:F0}, \"oursMBps\": {bytes / 1e6 / ours:F0}{more}}}"));
                foreach (var column in Table.Where(_ => Environment.GetEnvironmentVariable("EACH") is not null))
                {
                    var each = Enumerable.Range(0, 3).Min(_ => Seconds(connection, $"SELECT count({column.Name}) FROM {scan}"));
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {column.Name}: {1e9 * each / rows:F0} ns a row"));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WriteAvro(DuckConnection connection, string path)
    {
        using var output = new FileStream(path, FileMode.Create);
        using var result = connection.Query("SELECT * FROM made");
        var writer = new AvroTableWriter(output, result.Columns, AvroCodec.Null);
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk, 0, chunk.RowCount);
        }

        writer.Finish();
    }

    private static double Seconds(DuckConnection connection, string sql)
    {
        var started = Environment.CpuUsage.TotalTime;
        using var result = connection.Query(sql);
        while (result.NextChunk() is not null)
        {
        }

        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }
}
