namespace Weir.Services.Athena.Tests;

/// <summary>What a table can be asked beside its own columns: where a row lies, which partitions there are.</summary>
public sealed class FileColumnTests
{
    [Fact]
    [Trait("feature", "athena.sql")]
    public async Task A_row_tells_its_file_only_to_who_asks()
    {
        await using var host = await TripsAsync();

        var all = await host.RowsAsync("SELECT * FROM trips ORDER BY id");
        var named = await host.RowsAsync("SELECT id, \"$path\", \"$PATH\" = t.\"$path\", \"$file_size\", \"$partition\" FROM trips t ORDER BY id");
        var counted = await host.RowsAsync("SELECT \"$path\", count(*) FROM trips GROUP BY 1 ORDER BY 1");
        var filtered = await host.RowsAsync("SELECT id FROM trips WHERE \"$path\" LIKE '%/dt=b/%'");
        var time = await host.RowsAsync("SELECT typeof(\"$file_modified_time\"), \"$file_modified_time\" >= TIMESTAMP '1970-01-01 00:00:00 UTC' FROM trips LIMIT 1");

        Same(["id", "dt"], all[0]);
        Same(["1", "s3://lake/trips/dt=a/1.csv", "true", "4", "dt=a"], named[1]);
        Same(["3", "s3://lake/trips/dt=b/1.csv", "true", "2", "dt=b"], named[3]);
        Assert.Equal([["s3://lake/trips/dt=a/1.csv", "2"], ["s3://lake/trips/dt=b/1.csv", "1"]], counted[1..]);
        Assert.Equal([["3"]], filtered[1..]);
        Assert.Equal([["timestamp(3) with time zone", "true"]], time[1..]);
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public async Task Columns_that_all_do_not_mean_stay_out_of_copies_views_and_aliases()
    {
        await using var host = await TripsAsync();
        await host.RowsAsync("CREATE VIEW seen AS SELECT * FROM trips");
        await host.RowsAsync("CREATE TABLE copied AS SELECT * FROM trips");

        Same(["id", "dt"], (await host.RowsAsync("SELECT t.*  FROM trips t JOIN trips u ON t.id = u.id WHERE u.\"$path\" IS NOT NULL"))[0]);
        Same(["id", "dt"], (await host.RowsAsync("SELECT * FROM copied"))[0]);
        Same(["a", "b"], (await host.RowsAsync("SELECT * FROM trips AS t (a, b)"))[0]);
        Assert.Equal("COLUMN_NOT_FOUND: line 1:8: Column '$path' cannot be resolved", await host.FailureOfAsync("SELECT \"$path\" FROM trips AS t (a, b)"));
        Assert.Equal("COLUMN_NOT_FOUND: line 1:8: Column '$path' cannot be resolved", await host.FailureOfAsync("SELECT \"$path\" FROM seen"));
        Assert.Equal("AMBIGUOUS_NAME: line 1:8: Column '$path' is ambiguous", await host.FailureOfAsync("SELECT \"$path\" FROM trips t, trips u"));
        Assert.Equal(
            [["id"], ["dt"]], (await host.RowsAsync("SELECT column_name FROM information_schema.columns WHERE table_name = 'trips' ORDER BY ordinal_position"))[1..]);
    }

    [Fact]
    [Trait("feature", "athena.iceberg")]
    public async Task Rows_of_an_Iceberg_table_tell_their_file_and_conditions_on_it_leave_out_others()
    {
        await using var host = await TripsAsync();
        await host.EndOfAsync("CREATE TABLE ice (id bigint, day date, word string) PARTITIONED BY (month(day), bucket(2, word)) LOCATION 's3://lake/ice' TBLPROPERTIES ('table_type'='ICEBERG')");
        await host.EndOfAsync("INSERT INTO ice VALUES (1, DATE '2024-01-05', 'a/b'), (2, DATE '2024-02-05', 'a/b'), (3, NULL, NULL)");

        Same(["id", "day", "word"], (await host.RowsAsync("SELECT * FROM ice"))[0]);
        var named = await host.RowsAsync("SELECT id, \"$partition\", \"$path\", \"$file_size\" = f.file_size_in_bytes FROM ice JOIN \"ice$files\" f ON f.file_path = \"$path\" ORDER BY id");
        Assert.Equal(["1", "2", "3"], named[1..].Select(row => row[0]));
        Assert.Equal("day_month=2024-01/word_bucket=0", named[1][1]!.Replace("bucket=1", "bucket=0", StringComparison.Ordinal));
        Assert.Equal("day_month=null/word_bucket=null", named[3][1]);
        Assert.All(named[1..], row => Assert.Equal("true", row[3]));
        Assert.All(named[1..], row => Assert.StartsWith($"s3://lake/ice/data/{row[1]}/", row[2]));
        Assert.Equal(
            [["timestamp(3) with time zone", "true"]],
            (await host.RowsAsync("SELECT typeof(\"$file_modified_time\"), \"$file_modified_time\" >= TIMESTAMP '1970-01-01 00:00:00 UTC' FROM ice WHERE id = 1"))[1..]);

        var whole = (await host.EndOfAsync("SELECT id, day, word FROM ice")).Statistics!.DataScannedInBytes;
        foreach (var condition in new[] { $"\"$path\" = '{named[2][2]}'", $"\"$partition\" = '{named[2][1]}'", $"\"$path\" IN ('{named[2][2]}', 'x') AND \"$file_size\" > 1" })
        {
            Assert.Equal([["2"]], (await host.RowsAsync($"SELECT id FROM ice WHERE {condition}"))[1..]);
            var read = (await host.EndOfAsync($"SELECT id, day, word FROM ice WHERE {condition}")).Statistics!.DataScannedInBytes;
            Assert.InRange(read!.Value, 1, (whole!.Value / 2) - 1);
        }

        Assert.Equal([["1"], ["3"]], (await host.RowsAsync($"SELECT id FROM ice WHERE \"$path\" <> '{named[2][2]}' ORDER BY 1"))[1..]);
        Assert.Equal("COLUMN_NOT_FOUND: The UPDATE SET target column $path doesn't exist", (await host.FailureOfAsync("UPDATE ice SET \"$path\" = 'x'")).Replace("line 1:16: ", "", StringComparison.Ordinal));
        await host.EndOfAsync($"UPDATE ice SET id = 20 WHERE \"$path\" = '{named[2][2]}'");
        await host.EndOfAsync($"DELETE FROM ice WHERE \"$partition\" = '{named[1][1]}'");
        Assert.Equal([["3"], ["20"]], (await host.RowsAsync("SELECT id FROM ice ORDER BY 1"))[1..]);
        Same(["2"], (await host.RowsAsync("SELECT count(DISTINCT \"$path\") FROM ice"))[1]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Rows_of_a_Delta_table_tell_their_file_and_conditions_on_it_leave_out_others()
    {
        await using var host = await TripsAsync();
        using var delta = new DeltaWriter(host.Objects, "lake", "d/");
        delta.Put("p=1/a.parquet", "SELECT 1 AS id UNION ALL SELECT 2");
        delta.Put("p=2/b.parquet", "SELECT 3 AS id");
        delta.Commit(
            DeltaWriter.Protocol(3, "deletionVectors"), DeltaWriter.Metadata("id integer; p integer", "p"),
            DeltaWriter.Add("p=1/a.parquet", """{"p":"1"}""", vector: DeltaWriter.Inline(0)), DeltaWriter.Add("p=2/b.parquet", """{"p":"2"}"""));
        await host.EndOfAsync("CREATE EXTERNAL TABLE del LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')");

        Same(["id", "p"], (await host.RowsAsync("SELECT * FROM del"))[0]);
        Assert.Equal(
            [["2", "1", "s3://lake/d/p=1/a.parquet", "1", "true"], ["3", "2", "s3://lake/d/p=2/b.parquet", "1", "true"]],
            (await host.RowsAsync("SELECT id, p, \"$path\", \"$file_size\", \"$file_modified_time\" >= TIMESTAMP '1970-01-01 00:00:00 UTC' FROM del ORDER BY id"))[1..]);
        Assert.Equal([["s3://lake/d/p=1/a.parquet", "1"], ["s3://lake/d/p=2/b.parquet", "1"]], (await host.RowsAsync("SELECT \"$path\", count(*) FROM del GROUP BY 1 ORDER BY 1"))[1..]);
        Assert.Equal([["3", "s3://lake/d/p=2/b.parquet"]], (await host.RowsAsync("SELECT id, \"$path\" FROM del WHERE \"$path\" LIKE 's3://lake/d/p=2/%'"))[1..]);
        host.Objects.Put("lake", "d/p=1/a.parquet", "nothing"u8.ToArray());
        Assert.Equal([["3"]], (await host.RowsAsync("SELECT id FROM del WHERE \"$path\" = 's3://lake/d/p=2/b.parquet'"))[1..]);
        Assert.Equal("COLUMN_NOT_FOUND: line 1:8: Column '$partition' cannot be resolved", await host.FailureOfAsync("SELECT \"$partition\" FROM del"));
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public async Task Conditions_on_a_path_leave_out_files_before_they_are_opened()
    {
        await using var host = await TripsAsync();

        var one = await host.EndOfAsync("SELECT id FROM trips WHERE \"$path\" = 's3://lake/trips/dt=b/1.csv'");
        var either = await host.EndOfAsync("SELECT id FROM trips WHERE \"$path\" = 's3://lake/trips/dt=b/1.csv' OR id = 1");

        Assert.Equal((2, 6), (one.Statistics!.DataScannedInBytes, either.Statistics!.DataScannedInBytes));
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public async Task Partitions_are_rows_of_a_table_of_their_own()
    {
        await using var host = await TripsAsync();
        await host.EndOfAsync("ALTER TABLE trips ADD PARTITION (dt = 'c')");

        var listed = await host.RowsAsync("SELECT * FROM \"trips$partitions\" ORDER BY dt DESC");
        var newest = await host.EndOfAsync("SELECT max(dt) FROM db.\"trips$partitions\"");

        Assert.Equal([["dt"], ["c"], ["b"], ["a"]], listed);
        Assert.Equal(0, newest.Statistics!.DataScannedInBytes);
        await host.EndOfAsync("CREATE EXTERNAL TABLE whole (id int) LOCATION 's3://lake/whole/'");
        Assert.StartsWith("TABLE_NOT_FOUND", await host.FailureOfAsync("SELECT * FROM \"whole$partitions\""));
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task A_partition_s_columns_change_without_the_table_s()
    {
        await using var host = await TripsAsync();

        await host.RowsAsync("ALTER TABLE trips PARTITION (dt = 'a') ADD COLUMNS (note string)");
        var partition = host.Catalog.ListPartitions(host.Call, "db", "trips", values => values[0] == "a").Single();

        Assert.Equal(["id", "note"], partition.Storage.Columns.Select(column => column.Name));
        Same(["id", "dt"], (await host.RowsAsync("SELECT * FROM trips"))[0]);
        Assert.Contains("Duplicate column name: id", await host.FailureOfAsync("ALTER TABLE trips PARTITION (dt = 'a') ADD COLUMNS (id int)"));
        Assert.Contains("Partition not found", await host.FailureOfAsync("ALTER TABLE trips PARTITION (dt = 'z') ADD COLUMNS (x int)"));
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task What_is_nested_is_written_as_text_and_read_back()
    {
        await using var host = await TripsAsync();
        await host.RowsAsync("""
            CREATE TABLE nested WITH (format = 'TEXTFILE', write_compression = 'NONE') AS
            SELECT 1 AS id, MAP(ARRAY['a', 'b'], ARRAY[1, NULL]) AS m, CAST(ROW('Bob', NULL) AS ROW(name varchar, age integer)) AS r,
                ARRAY[ARRAY[1, 2], ARRAY[3]] AS lists, MAP(ARRAY['k'], ARRAY[ARRAY[CAST(ROW(1, 'x') AS ROW(p integer, q varchar))]]) AS deep
            UNION ALL SELECT 2, NULL, NULL, NULL, NULL
            """);
        await host.RowsAsync(
            "CREATE EXTERNAL TABLE own (m map<string,int>, s array<string>) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' COLLECTION ITEMS TERMINATED BY '|' MAP KEYS TERMINATED BY ':' LOCATION 's3://lake/own/'");
        await host.EndOfAsync("INSERT INTO own VALUES (MAP(ARRAY['a', 'b'], ARRAY[1, 2]), ARRAY['x', 'y'])");

        Assert.Equal(
            [["1", "{a=1, b=null}", "{name=Bob, age=null}", "[[1, 2], [3]]", "{k=[{p=1, q=x}]}"], ["2", null, null, null, null]],
            (await host.RowsAsync("SELECT * FROM nested ORDER BY id"))[1..]);
        Assert.Equal([["2", "y"]], (await host.RowsAsync("SELECT m['b'], s[2] FROM own"))[1..]);
    }

    private static void Same(IEnumerable<string?> expected, IEnumerable<string?> actual) => Assert.Equal(expected, actual);

    private static async Task<AthenaHost> TripsAsync()
    {
        var host = await AthenaHost.StartedAsync();
        await host.EndOfAsync("CREATE DATABASE db");
        host.Objects.Put("lake", "trips/dt=a/1.csv", "1\n2\n"u8.ToArray());
        host.Objects.Put("lake", "trips/dt=b/1.csv", "3\n"u8.ToArray());
        await host.EndOfAsync("CREATE EXTERNAL TABLE trips (id int) PARTITIONED BY (dt string) LOCATION 's3://lake/trips/'");
        await host.EndOfAsync("MSCK REPAIR TABLE trips");
        return host;
    }
}
