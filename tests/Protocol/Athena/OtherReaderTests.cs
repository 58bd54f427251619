using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>What is written, another engine reads: ClickHouse in process, whose reader of ORC is the ORC project's own.</summary>
/// <remarks>The package takes half a gigabyte, so who wants the check installs it. It takes Avro's times as numbers in the unit of its own column.</remarks>
public sealed class OtherReaderTests(WeirFixture weir)
{
    private const string Package = "chdb";

    [Fact, Trait("feature", "athena.formats")]
    public async Task Files_of_every_format_and_codec_hold_what_another_engine_finds_in_them()
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "tests", "clients", "node_modules", Package)))
        {
            Assert.Skip($"ClickHouse in process is not installed (npm install --no-save {Package}@3.4.0 in tests/clients)");
        }

        var folder = Directory.CreateTempSubdirectory("weir-other-").FullName;
        try
        {
            const string Make = AthenaScripts.Helpers + """
                folder, bucket, db = sys.argv[1], "athena-other-readers", "otherreaders"
                s3.create_bucket(Bucket=bucket)
                run(f"CREATE DATABASE {db}", bucket)
                for format, codecs in (("ORC", "ZLIB SNAPPY LZ4 ZSTD NONE"), ("PARQUET", "GZIP SNAPPY ZSTD"), ("AVRO", "DEFLATE SNAPPY ZSTD")):
                    for codec in codecs.split():
                        table = f"{format}_{codec}".lower()
                        run(f'''CREATE TABLE {table} WITH (format = '{format}', write_compression = '{codec}', external_location = 's3://{bucket}/{table}/') AS
                            SELECT CAST(i AS bigint) AS id, CAST(i % 100 - 50 AS tinyint) AS tiny, CAST(i * 7 % 30000 AS smallint) AS small, CAST(i * -13 AS integer) AS whole, CAST(i AS double) / 4 AS ratio,
                                CAST(i AS real) / 2 AS single, CASE WHEN i % 3 > 0 THEN i % 2 = 0 END AS flag, 'word ' || CAST(i % 40 AS varchar) AS word,
                                CASE WHEN i % 5 > 0 THEN 'text ' || CAST(i * 7919 AS varchar) || ' 한글' END AS text, to_utf8('b' || CAST(i AS varchar)) AS bytes,
                                CAST(i - 2500 AS decimal(18, 4)) AS price, CAST(CAST(i AS decimal(30, 0)) * -123456789012345678 AS decimal(38, 6)) AS large, date_add('day', i, DATE '1965-01-01') AS day,
                                date_add('millisecond', i * 86399123, TIMESTAMP '1960-01-01 00:00:00.123') AS at, ARRAY[i, NULL, i * 2] AS list, MAP(ARRAY['k', 'm'], ARRAY[i, i + 1]) AS pairs,
                                CAST(ROW(i, 'x' || CAST(i AS varchar)) AS ROW(a bigint, b varchar)) AS item
                            FROM UNNEST(sequence(0, 4999)) AS t(i)''', bucket, db)
                        for number, found in enumerate(s3.list_objects_v2(Bucket=bucket, Prefix=table + "/")["Contents"]):
                            s3.download_file(bucket, found["Key"], f"{folder}/{table}.{number}.{format.lower()}")
                        got = rows(f'''SELECT count(*), sum(id), sum(tiny), sum(small), sum(whole), CAST(sum(ratio) AS bigint), CAST(sum(single) AS bigint), count_if(flag), count(flag), count(DISTINCT word),
                            count(text), sum(length(text)), sum(length(bytes)), CAST(sum(price) AS bigint), CAST(min(price) AS bigint), CAST(sum(large) AS varchar), min(day), max(day), CAST(min(at) AS varchar),
                            CAST(max(at) AS varchar), sum(list[3]), count(list[2]), sum(pairs['m']), sum(item.a), sum(length(item.b)) FROM {table}''', bucket, db)[1]
                        print(table, json.dumps(got))
                """;
            const string Read = """
                import { readdirSync } from 'node:fs'
                import { query } from 'chdb'
                process.env.TZ = 'UTC'
                const folder = process.argv[2]
                const columns = `id Int64, tiny Int8, small Int16, whole Int32, ratio Float64, single Float32, flag Nullable(Bool), word String, text Nullable(String), bytes String, price Decimal(18, 4), large Decimal(38, 6),
                  day Date32, at DateTime64(9), list Array(Nullable(Int64)), pairs Map(String, Int64), item Tuple(a Int64, b String)`
                const tables = [...new Set(readdirSync(folder).map(name => name.split('.')[0]))].sort()
                for (const table of tables) {
                  const format = { orc: 'ORC', parquet: 'Parquet', avro: 'Avro' }[table.split('_')[0]]
                  const answer = query(`SELECT count(*), sum(id), sum(tiny), sum(small), sum(whole), toInt64(sum(ratio)), toInt64(sum(single)), countIf(flag), count(flag), uniqExact(word), count(text), sum(lengthUTF8(text)),
                    sum(length(bytes)), toInt64(sum(price)), toInt64(min(price)), toString(sum(large)), min(day), max(day), toString(toDateTime64(min(at), 3)), toString(toDateTime64(max(at), 3)), sum(list[3]), count(list[2]),
                    sum(pairs['m']), sum(item.a), sum(lengthUTF8(item.b)) FROM file('${folder}/${table}.*', ${format}, '${table.startsWith('avro') ? columns.replace('DateTime64(9)', 'DateTime64(3)') : columns}')`, 'JSONCompactEachRow')
                  console.log(table, JSON.stringify(JSON.parse(answer.toString()).map(String)))
                }
                """;

            var written = (await weir.Clients.PythonAsync(Make, folder)).Ok().Trim().Split('\n').Order(StringComparer.Ordinal).Select(Plain);
            var read = (await weir.Clients.NodeAsync(Read, folder)).Ok().Trim().Split('\n').Select(Plain);

            Assert.Equal(written, read);
            Assert.Equal(11, read.Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Decimals are written with zeros at their end by one side.</summary>
    private static string Plain(string line) =>
        System.Text.RegularExpressions.Regex.Replace(line.Replace("\", \"", "\",\"", StringComparison.Ordinal), @"\.0+""", "\"", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
}
