using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Tests.Text;

/// <summary>Fields are found in place or character by character: the answer is the same.</summary>
[Trait("feature", "athena.formats")]
public sealed class QuotedCsvTests : IDisposable
{
    private static readonly DuckField[] Table = [new("a", new(DuckKind.Varchar)), new("b", new(DuckKind.Varchar)), new("c", new(DuckKind.Varchar))];
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-csv-").FullName;

    [Fact]
    public void A_line_is_read_as_it_is_with_an_escape_behind_its_columns()
    {
        var random = new Random(7);
        var lines = new List<string>();
        while (lines.Count < 4000)
        {
            var line = new string([.. Enumerable.Range(0, random.Next(1, 18)).Select(_ => "ab, \"\"\n,\"x\v"[random.Next(11)])]);
            if (line.Count(one => one == '"') % 2 == 0 && !line.StartsWith('\n') && !line.EndsWith('\n') && HoldsLineEnds(line))
            {
                lines.Add(line);
            }
        }

        // An escape anywhere in a row makes it be read character by character; the columns before it do not see it.
        var (quick, slow) = (Rows(lines.Select(line => $"{line},,,z")), Rows(lines.Select(line => $"{line},,,\\z")));

        Assert.Equal(lines.Count, slow.Count);
        Assert.Equal(slow, quick);
    }

    [Theory]
    [InlineData("\"1\",\"two, three\",\"\"", "1|two, three|")]
    [InlineData("1,\"a \"\"b\"\" c\",2", "1|a \"b\" c|2")]
    [InlineData("\"a\nb\",c,\"d\n\ne\"", "a\nb|c|d\n\ne")]
    [InlineData("abc\"d\"e,f,g", "abc\"d\"e|f|g")]
    [InlineData("\"a\\\"b\",c,d", "a\"b|c|d")]
    [InlineData("a,\"b", "a|NULL|NULL")]
    [InlineData("a", "a|NULL|NULL")]
    public void A_row_is_what_OpenCSV_makes_of_it(string text, string row) => Assert.Equal([row], Rows([text]));

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\n", false)]
    public void A_large_file_is_shared_between_threads_wherever_its_quotes_are(string end, bool isClosed)
    {
        var random = new Random(3);
        var text = new StringBuilder("a,b,c").Append(end);
        while (text.Length < 36 << 20)
        {
            // Nearly all is within quotes: so are the places where ranges begin.
            text.Append(text.Length).Append(",\"");
            for (var line = random.Next(400); line >= 0; line--)
            {
                text.Append("x \"\"y\"\", ").Append(line).Append(random.Next(3) == 0 ? end : " ");
            }

            text.Append("\",z").Append(end);
        }

        text.Append(isClosed ? "" : "1,\"open");
        var path = Path.Combine(_folder, "large.csv");
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(false));
        using var database = DuckDatabase.Open(new() { Threads = 2, MemoryBytesMax = 512L << 20 });
        using var connection = database.Connect();
        var whole = new DataFile(path, "large", new FileInfo(path).Length, 0, Compression.None);
        var answers = new List<string>();
        foreach (var file in new[] { whole with { Read = new() }, whole })
        {
            var format = QuotedCsv.Format(new() { HeaderLines = 1 }, ',', '"', '\\', Table);
            Assert.Equal(isClosed && file.Read is null, format.CanSplit(file));
            using var scan = database.Scans.Add(new FileTableSource(Table, [file], format));
            using var result = connection.Query($"SELECT count(*) || ' ' || CAST(sum(hash(a, b, c) % 1000003) AS VARCHAR) FROM {scan}", TestContext.Current.CancellationToken);
            answers.Add(result.NextChunk()![0].Text(0));
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public void A_file_with_escapes_is_read_from_its_start()
    {
        var path = Path.Combine(_folder, "escaped.csv");
        File.WriteAllText(path, "a,b\n\"c\\\"\",d\n");
        Assert.False(QuotedCsv.Format(new(), ',', '"', '\\', Table).CanSplit(new(path, "f", 18, 0, Compression.None)));
        Assert.True(QuotedCsv.Format(new(), ',', '\'', '\0', Table).CanSplit(new(path, "f", 18, 0, Compression.None)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Line ends within quotes only, so that a text is one row.</summary>
    private static bool HoldsLineEnds(string line)
    {
        var quotes = 0;
        foreach (var one in line)
        {
            quotes += one == '"' ? 1 : 0;
            if (one == '\n' && quotes % 2 == 0)
            {
                return false;
            }
        }

        return true;
    }

    private List<string> Rows(IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        using var database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 256L << 20 });
        using var connection = database.Connect();
        var file = new DataFile(path, "lines", new FileInfo(path).Length, 0, Compression.None);
        using var scan = database.Scans.Add(new FileTableSource(Table, [file], QuotedCsv.Format(new(), ',', '"', '\\', Table)));
        using var result = connection.Query($"SELECT a, b, c FROM {scan}", TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                rows.Add(string.Join('|', Enumerable.Range(0, 3).Select(column => chunk[column].Read(row) ?? "NULL")));
            }
        }

        return rows;
    }
}
