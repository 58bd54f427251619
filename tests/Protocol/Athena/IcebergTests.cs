namespace Weir.Protocol.Tests.Athena;

/// <summary>Iceberg tables through real clients, and read by a reader that is not ours.</summary>
public sealed class IcebergTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.iceberg")]
    public async Task A_table_is_made_changed_and_looked_back_at()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket, db = "athena-iceberg", "ice"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE ice", bucket)
            run(f'''CREATE TABLE orders (id bigint, customer string, amount decimal(10,2), at timestamp)
                PARTITIONED BY (day(at), bucket(4, id)) LOCATION 's3://{bucket}/orders/' TBLPROPERTIES ('table_type'='ICEBERG', 'write_compression'='zstd')''', bucket, db)
            run('''INSERT INTO orders SELECT n, 'c' || CAST(n % 3 AS varchar), CAST(n AS decimal(10,2)) / 4, TIMESTAMP '2024-03-01 00:00:00' + n * interval '6' hour
                FROM unnest(sequence(0, 19)) AS t(n)''', bucket, db)
            table = client("glue").get_table(DatabaseName=db, Name="orders")["Table"]
            assert table["Parameters"]["table_type"] == "ICEBERG" and table["Parameters"]["metadata_location"].startswith(f"s3://{bucket}/orders/metadata/00001-"), table
            assert [column["Type"] for column in table["StorageDescriptor"]["Columns"]] == ["bigint", "string", "decimal(10,2)", "timestamp"], table
            first = rows('SELECT snapshot_id FROM "orders$snapshots"', bucket, db)[1][0]
            whole = run("SELECT sum(amount) FROM orders", bucket, db)["Statistics"]["DataScannedInBytes"]
            part = run("SELECT sum(amount) FROM orders WHERE at >= TIMESTAMP '2024-03-05 00:00:00'", bucket, db)["Statistics"]["DataScannedInBytes"]
            assert 0 < part < whole / 2, (part, whole)

            updated = run("UPDATE orders SET amount = amount + 100 WHERE customer = 'c1'", bucket, db)
            assert athena.get_query_results(QueryExecutionId=updated["QueryExecutionId"])["UpdateCount"] == 7
            run("DELETE FROM orders WHERE id < 2", bucket, db)
            run('''MERGE INTO orders AS o USING (VALUES (2, 'gone', false), (3, 'kept', true), (50, 'new', true)) AS s(id, customer, keep) ON o.id = s.id
                WHEN MATCHED AND NOT s.keep THEN DELETE WHEN MATCHED THEN UPDATE SET customer = s.customer
                WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.customer, DECIMAL '1.00', TIMESTAMP '2024-04-01 00:00:00')''', bucket, db)
            assert rows("SELECT count(*), sum(id), sum(amount) FROM orders", bucket, db)[1] == ["18", "237", "647.75"], rows("SELECT * FROM orders ORDER BY id", bucket, db)
            assert rows(f"SELECT count(*), sum(amount) FROM orders FOR VERSION AS OF {first}", bucket, db)[1] == ["20", "47.50"]
            run("ALTER TABLE orders CHANGE COLUMN customer client string", bucket, db)
            run("ALTER TABLE orders ADD COLUMNS (note string)", bucket, db)
            assert rows("SELECT client, note FROM orders WHERE id = 3", bucket, db)[1] == ["kept", None]
            run("OPTIMIZE orders REWRITE DATA USING BIN_PACK WHERE at < TIMESTAMP '2025-01-01 00:00:00'", bucket, db)
            assert rows("SELECT count(*), sum(id), sum(amount) FROM orders", bucket, db)[1] == ["18", "237", "647.75"]
            run("ALTER TABLE orders SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='1')", bucket, db)
            time.sleep(1.2)
            run("VACUUM orders", bucket, db)
            assert rows('SELECT count(*) FROM "orders$snapshots"', bucket, db)[1] == ["1"]
            assert rows("SELECT count(*), sum(id) FROM orders", bucket, db)[1] == ["18", "237"]
            assert rows("SHOW CREATE TABLE orders", bucket, db)[0] == ["CREATE TABLE ice.orders ("]
            run("DROP TABLE orders", bucket, db)
            assert s3.list_objects_v2(Bucket=bucket, Prefix="orders/").get("KeyCount") == 0
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.iceberg")]
    public async Task Twenty_clients_at_once_lose_no_row()
    {
        const string Script = AthenaScripts.Helpers + """
            from concurrent.futures import ThreadPoolExecutor
            bucket, db = "athena-iceberg-twenty", "icetwenty"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE icetwenty", bucket)
            run(f"CREATE TABLE t (writer int, n int) LOCATION 's3://{bucket}/t/' TBLPROPERTIES ('table_type'='ICEBERG')", bucket, db)
            def write(writer):
                for n in range(3):
                    run(f"INSERT INTO t VALUES ({writer}, {n})", bucket, db)
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(write, range(20)))
            assert rows("SELECT count(*), count(DISTINCT writer * 10 + n) FROM t", bucket, db)[1] == ["60", "60"]
            assert rows('SELECT count(*) FROM "t$snapshots"', bucket, db)[1] == ["60"]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.iceberg")]
    public async Task A_reader_that_is_not_ours_reads_the_table_as_we_do()
    {
        const string Make = AthenaScripts.Helpers + """
            bucket, db = "athena-iceberg-other", "iceother"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE iceother", bucket)
            run(f'''CREATE TABLE t (id bigint, name string, price decimal(9,2), day date, ok boolean, tags array<string>, point struct<x:double,y:int>)
                PARTITIONED BY (truncate(1, name), month(day)) LOCATION 's3://{bucket}/t/' TBLPROPERTIES ('table_type'='ICEBERG')''', bucket, db)
            run('''INSERT INTO t SELECT n, chr(97 + n % 3) || 'x', CAST(n AS decimal(9,2)) / 8, DATE '2024-01-15' + n * interval '1' day, n % 2 = 0, ARRAY['t' || CAST(n AS varchar), NULL],
                ROW(n / 2e0, CAST(n AS integer)) FROM unnest(sequence(1, 40)) AS s(n)''', bucket, db)
            run("ALTER TABLE t CHANGE COLUMN name title string", bucket, db)
            run("UPDATE t SET title = 'zz' WHERE id BETWEEN 5 AND 7", bucket, db)
            run("DELETE FROM t WHERE id > 30 AND id % 2 = 1", bucket, db)
            run("ALTER TABLE t ADD COLUMNS (late int)", bucket, db)
            run("INSERT INTO t (id, title, late) VALUES (100, NULL, 1)", bucket, db)
            print(client("glue").get_table(DatabaseName=db, Name="t")["Table"]["Parameters"]["metadata_location"])
            print(json.dumps(rows("SELECT id, title, CAST(price AS varchar), CAST(day AS varchar), tags[1], CAST(point.y AS varchar), late FROM t ORDER BY id", bucket, db)[1:]))
            """;
        const string Read = """
            import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'
            import { icebergRead } from 'icebird'
            const s3 = new S3Client({ endpoint: process.env.WEIR_ENDPOINT, forcePathStyle: true })
            globalThis.fetch = async (url, init) => {
              const [, Bucket, Key] = /^https:\/\/([^.]+)\.s3\.amazonaws\.com\/(.*)$/s.exec(url)
              const Range = new Headers(init?.headers).get('range') ?? undefined
              const answer = await s3.send(new GetObjectCommand({ Bucket, Key, Range }))
              return new Response(await answer.Body.transformToByteArray(), { status: Range ? 206 : 200 })
            }
            const [, , location] = process.argv
            const metadata = await (await fetch(location.replace(/^s3:\/\/([^/]+)/, 'https://$1.s3.amazonaws.com'))).json()
            const rows = await icebergRead({ tableUrl: metadata.location, metadata })
            const text = value => value === undefined || value === null ? null : String(value)
            console.log(JSON.stringify(rows.sort((a, b) => Number(a.id - b.id)).map(row => [
              text(row.id), text(row.title), row.price == null ? null : row.price.toFixed(2), row.day?.toISOString().slice(0, 10) ?? null,
              text(row.tags?.[0]), text(row.point?.y), text(row.late)])))
            """;

        var lines = (await weir.Clients.PythonAsync(Make)).Ok().Trim().Split('\n');
        var read = (await weir.Clients.NodeAsync(Read, lines[0])).Ok().Trim();

        Assert.Equal(lines[1].Replace(", ", ",", StringComparison.Ordinal), read);
    }
}
