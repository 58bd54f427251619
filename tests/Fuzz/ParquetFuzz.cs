using System.Buffers.Binary;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;

namespace Weir.Fuzz;

/// <summary>Parquet files that strangers brought: any bytes are rows, or an error in words; never a crash, and never much memory.</summary>
internal static class ParquetFuzz
{
    private const string Rows = """
        SELECT i AS id, CASE WHEN i % 3 <> 0 THEN i % 2 = 0 END AS flag, CAST(i % 100 AS TINYINT) AS tiny, CAST(hash(i) >> 9 AS BIGINT) AS big,
            CAST(i AS DOUBLE) / 3 AS real, 'word ' || (i % 5) AS word, 'text ' || hash(i) AS text, encode('b' || i) AS bytes,
            CAST(i AS DECIMAL(30, 4)) AS price, DATE '2020-01-01' + CAST(i AS INTEGER) AS day, TIMESTAMP '1960-01-01 01:02:03.5' + to_hours(i) AS moment,
            [i, NULL, 7] AS list, {'a': i, 'b': [CAST(i AS VARCHAR)]} AS item, MAP {'k': [i]} AS pairs, CAST(i AS FLOAT) AS single, uuid() AS uuid
        FROM range({0}) t(i)
        """;

    private static readonly string Folder = Directory.CreateTempSubdirectory("weir-fuzz").FullName;
    private static readonly DuckDatabase Database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20, Directories = [Folder] });
    private static readonly DuckConnection Connection = Database.Connect();

    public static IReadOnlyList<byte[]> Seeds() =>
    [
        Seed(20, "COMPRESSION uncompressed"), Seed(60, "COMPRESSION snappy, PARQUET_VERSION v2"), Seed(40, "COMPRESSION gzip"),
        Seed(40, "COMPRESSION zstd, PARQUET_VERSION v2"), Seed(30, "COMPRESSION lz4_raw"), Seed(30, "COMPRESSION brotli"), Seed(100, "COMPRESSION uncompressed, PARQUET_VERSION v2"),
    ];

    public static bool Run(byte[] input)
    {
        try
        {
            var file = Checked(Whole(input));
            DuckField[] fields = [.. Enumerable.Range(0, file.ColumnCount).Select(at => new DuckField($"c{at}", file.Type(at)))];
            var table = new ParquetTable(
                fields, new DuckType?[fields.Length], "weir_file",
                [new(file, "s3://b/k", [.. Enumerable.Range(0, fields.Length)], 0, [.. Enumerable.Range(0, file.Footer.RowGroups.Count)])]);
            using var scan = Database.Scans.Add(table);
            var columns = string.Join(", ", fields.Select(field => $"bit_xor(hash({field.Name}))").DefaultIfEmpty("count(*)"));

            // What is well formed may still be long: rows that repeat take few bytes.
            Connection.Query($"SELECT {columns} FROM (SELECT * FROM {scan} LIMIT 4096)").Dispose();
            return true;
        }
        catch (Weir.Engines.Formats.FormatException)
        {
            return false;
        }
        catch (DuckException error) when (error.Message.Contains("Malformed Parquet file", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>
    /// What our checks let through is read by DuckDB, as most files are: rows or an error of its own. Should it ever end the process, the file is
    /// still in the folder.
    /// </summary>
    public static bool RunByDuckDb(byte[] input)
    {
        try
        {
            var whole = Whole(input);
            var file = Checked(whole);
            if (file.Footer.LacksRows || Enumerable.Range(0, file.ColumnCount).Any(at => file.IsUnusual(at, null)))
            {
                return true;
            }

            var path = Path.Combine(Folder, "read.parquet");
            File.WriteAllBytes(path, whole);
            using var database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20, Directories = [Folder] });
            using var connection = database.Connect();
            connection.Query($"SELECT bit_xor(hash(COLUMNS(*))) FROM (SELECT * FROM read_parquet({DuckSql.Text(path)}) LIMIT 4096)").Dispose();
            return true;
        }
        catch (Exception refused) when (refused is Weir.Engines.Formats.FormatException or DuckException)
        {
            return false;
        }
    }

    /// <summary>The footer's place is at the very end, and moves with every byte that comes or goes.</summary>
    private static byte[] Whole(byte[] input)
    {
        input = [.. input];
        if (input.Length > 12 && !input.AsSpan()[^4..].SequenceEqual("PAR1"u8))
        {
            "PAR1"u8.CopyTo(input.AsSpan()[^4..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan()[^8..]);
            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan()[^8..], Math.Min(length, (uint)(input.Length - 12)));
        }

        return input;
    }

    private static ParquetFile Checked(byte[] bytes)
    {
        var file = ParquetFile.Open(() => new MemoryBytes(bytes));
        for (var at = 0; at < file.ColumnCount * file.Footer.RowGroups.Count; at++)
        {
            file.Check(new MemoryBytes(bytes), at % file.ColumnCount, at / file.ColumnCount, CancellationToken.None);
        }

        return file;
    }

    private static byte[] Seed(int rows, string options)
    {
        var path = Path.Combine(Folder, "seed.parquet");
        Connection.Execute($"COPY ({Rows.Replace("{0}", $"{rows}", StringComparison.Ordinal)}) TO {DuckSql.Text(path)} (FORMAT parquet, {options})");
        return File.ReadAllBytes(path);
    }
}
