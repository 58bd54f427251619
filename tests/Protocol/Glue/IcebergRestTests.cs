namespace Weir.Protocol.Tests.Glue;

/// <summary>The catalog as an Iceberg REST catalog: a client and writers that are not ours, and the specification's errors.</summary>
public sealed class IcebergRestTests(WeirFixture weir)
{
    /// <summary>Signed requests, a catalog client (iceberg-js), and a writer of data files, manifests and lists (hyparquet-writer, icebird).</summary>
    private const string Node = """
        import { createHash, createHmac, randomUUID } from 'node:crypto'
        import { SignatureV4 } from '@smithy/signature-v4'
        import { IcebergRestCatalog } from 'iceberg-js'
        import { avroWrite } from 'icebird'
        import { ByteWriter, parquetWriteBuffer } from 'hyparquet-writer'
        import { S3Client, CreateBucketCommand, PutObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
        import { AthenaClient, StartQueryExecutionCommand, GetQueryExecutionCommand, GetQueryResultsCommand } from '@aws-sdk/client-athena'

        class Sha256 {
          constructor(secret) { this.hash = secret ? createHmac('sha256', secret) : createHash('sha256') }
          update(data) { this.hash.update(data) }
          async digest() { return new Uint8Array(this.hash.digest()) }
        }
        const endpoint = process.env.WEIR_ENDPOINT
        const signer = new SignatureV4({
          service: 'glue', region: 'us-east-1', sha256: Sha256,
          credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } })
        async function signedFetch(address, init = {}) {
          const url = new URL(address)
          const signed = await signer.sign({
            method: init.method ?? 'GET', protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname,
            query: Object.fromEntries(url.searchParams), headers: { ...init.headers, host: url.host }, body: init.body })
          const { host, ...headers } = signed.headers
          return fetch(address, { ...init, headers })
        }
        const catalog = new IcebergRestCatalog({ baseUrl: endpoint + '/iceberg', warehouse: '000000000000', auth: { type: 'none' }, fetch: signedFetch })

        const s3 = new S3Client({ endpoint, forcePathStyle: true })
        async function put(address, body) {
          const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(address)
          await s3.send(new PutObjectCommand({ Bucket, Key, Body: body }))
          return body.length
        }
        const athena = new AthenaClient({ endpoint })
        async function rows(sql, bucket, database) {
          const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({
            QueryString: sql, ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` }, QueryExecutionContext: { Database: database } }))
          for (;;) {
            const { QueryExecution: { Status } } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))
            if (Status.State === 'SUCCEEDED') break
            if (Status.State === 'FAILED') throw new Error(`${sql}: ${Status.StateChangeReason}`)
          }
          const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }))
          return ResultSet.Rows.map(row => row.Data.map(value => value.VarCharValue ?? null))
        }

        function avro(schema, records) {
          const writer = new ByteWriter()
          avroWrite({ writer, schema, records })
          return new Uint8Array(writer.getBuffer().slice(0, writer.offset))
        }
        const entry = { type: 'record', name: 'manifest_entry', fields: [
          { name: 'status', type: 'int', 'field-id': 0 }, { name: 'snapshot_id', type: ['null', 'long'], 'field-id': 1 },
          { name: 'sequence_number', type: ['null', 'long'], 'field-id': 3 }, { name: 'file_sequence_number', type: ['null', 'long'], 'field-id': 4 },
          { name: 'data_file', 'field-id': 2, type: { type: 'record', name: 'r2', fields: [
            { name: 'content', type: 'int', 'field-id': 134 }, { name: 'file_path', type: 'string', 'field-id': 100 },
            { name: 'file_format', type: 'string', 'field-id': 101 },
            { name: 'partition', type: { type: 'record', name: 'r102', fields: [] }, 'field-id': 102 },
            { name: 'record_count', type: 'long', 'field-id': 103 }, { name: 'file_size_in_bytes', type: 'long', 'field-id': 104 }] } }] }
        const list = { type: 'record', name: 'manifest_file', fields: [
          { name: 'manifest_path', type: 'string', 'field-id': 500 }, { name: 'manifest_length', type: 'long', 'field-id': 501 },
          { name: 'partition_spec_id', type: 'int', 'field-id': 502 }, { name: 'content', type: 'int', 'field-id': 517 },
          { name: 'sequence_number', type: 'long', 'field-id': 515 }, { name: 'min_sequence_number', type: 'long', 'field-id': 516 },
          { name: 'added_snapshot_id', type: 'long', 'field-id': 503 }, { name: 'added_files_count', type: 'int', 'field-id': 504 },
          { name: 'existing_files_count', type: 'int', 'field-id': 505 }, { name: 'deleted_files_count', type: 'int', 'field-id': 506 },
          { name: 'added_rows_count', type: 'long', 'field-id': 512 }, { name: 'existing_rows_count', type: 'long', 'field-id': 513 },
          { name: 'deleted_rows_count', type: 'long', 'field-id': 514 }] }
        const lists = new Map()
        let lastId = 1000

        /** Appends a file of one column as a writer does: optimistically, from the beginning when another was faster. */
        async function append(id, column, values) {
          for (let attempt = 0; attempt < 500; attempt++) {
            const table = await catalog.loadTable(id)
            const current = table['current-snapshot-id'] > 0 ? table['current-snapshot-id'] : null
            const before = table.snapshots.find(snapshot => snapshot['snapshot-id'] === current)
            const sequence = table['last-sequence-number'] + 1
            const snapshot = process.pid * 100000 + ++lastId
            const at = `${table.location}/`, uuid = randomUUID()
            const data = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: column, data: values, type: 'INT64' }] }))
            await put(`${at}data/${uuid}.parquet`, data)
            const manifest = avro(entry, [{ status: 1, snapshot_id: BigInt(snapshot), sequence_number: null, file_sequence_number: null, data_file: {
              content: 0, file_path: `${at}data/${uuid}.parquet`, file_format: 'PARQUET', partition: {}, record_count: BigInt(values.length),
              file_size_in_bytes: BigInt(data.length) } }])
            await put(`${at}metadata/${uuid}-m0.avro`, manifest)
            const kept = before ? lists.get(before['manifest-list']) ?? [] : []
            if (before && kept.length === 0) { await new Promise(done => setTimeout(done, 5)); continue }
            const manifests = [...kept, { manifest_path: `${at}metadata/${uuid}-m0.avro`, manifest_length: BigInt(manifest.length), partition_spec_id: 0,
              content: 0, sequence_number: BigInt(sequence), min_sequence_number: BigInt(sequence), added_snapshot_id: BigInt(snapshot), added_files_count: 1,
              existing_files_count: 0, deleted_files_count: 0, added_rows_count: BigInt(values.length), existing_rows_count: 0n, deleted_rows_count: 0n }]
            const address = `${at}metadata/snap-${snapshot}-1-${uuid}.avro`
            await put(address, avro(list, manifests))
            lists.set(address, manifests)
            try {
              return await catalog.commitTable(id, {
                requirements: [{ type: 'assert-table-uuid', uuid: table['table-uuid'] }, { type: 'assert-ref-snapshot-id', ref: 'main', 'snapshot-id': current }],
                updates: [
                  { action: 'add-snapshot', snapshot: { 'snapshot-id': snapshot, ...(current ? { 'parent-snapshot-id': current } : {}), 'sequence-number': sequence,
                    'timestamp-ms': Date.now(), 'manifest-list': address, summary: { operation: 'append' }, 'schema-id': 0 } },
                  { action: 'set-snapshot-ref', 'ref-name': 'main', type: 'branch', 'snapshot-id': snapshot }] })
            } catch (error) {
              if (error.icebergType !== 'CommitFailedException' || error.status !== 409) throw error
            }
          }
          throw new Error('lost the race too often')
        }
        function equal(actual, expected) {
          if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`)
        }

        """;

    /// <summary>Requests signed by botocore: what the server answers, status and document.</summary>
    private const string Python = """
        import urllib.request, urllib.error
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        def send(method, path, body=None, session=None, prefix="/iceberg/v1/catalogs/000000000000"):
            url = os.environ["WEIR_ENDPOINT"] + prefix + path
            data = None if body is None else json.dumps(body).encode()
            request = AWSRequest(method=method, url=url, data=data, headers={"Content-Type": "application/json"} if data else {})
            SigV4Auth((session or boto3.Session()).get_credentials(), "glue", "us-east-1").add_auth(request)
            try:
                with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method, headers=dict(request.headers))) as answer:
                    text = answer.read()
                    return answer.status, json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                text = error.read()
                return error.code, json.loads(text)["error"] if text else None
        def refused(status, type, answer):
            assert answer[0] == status and (answer[1] is None or (answer[1]["type"] == type and answer[1]["code"] == status and answer[1]["message"])), (status, type, answer)
        COLUMNS = {"type": "struct", "fields": [{"id": 1, "name": "id", "type": "long", "required": True}, {"id": 2, "name": "name", "type": "string", "required": False}]}

        """;

    [Fact, Trait("feature", "glue.iceberg-rest")]
    public async Task A_client_and_a_writer_that_are_not_ours_make_a_table_that_Athena_reads()
    {
        const string Script = Node + """
            const bucket = 'rest-story', ns = { namespace: ['rest_story'] }, id = { ...ns, name: 'numbers' }
            await s3.send(new CreateBucketCommand({ Bucket: bucket }))
            await catalog.createNamespace(ns, { properties: { location: `s3://${bucket}/db`, owner: 'me' } })
            equal(await catalog.namespaceExists(ns), true)
            equal((await catalog.loadNamespaceMetadata(ns)).properties, { owner: 'me', location: `s3://${bucket}/db` })
            const made = await catalog.createTableResult(ns, {
              name: 'numbers', schema: { type: 'struct', fields: [{ id: 7, name: 'n', type: 'long', required: false }] },
              properties: { 'schema.name-mapping.default': JSON.stringify([{ 'field-id': 1, names: ['n'] }]) } })
            equal(made.metadata.location, `s3://${bucket}/db/numbers`)
            equal(made.metadata.schemas[0].fields[0].id, 1)
            await append(id, 'n', [1n, 2n, 3n])
            await append(id, 'n', [10n])
            equal(await rows('SELECT count(*), sum(n) FROM numbers', bucket, 'rest_story'), [['_col0', '_col1'], ['4', '16']])

            // The other way round: what Athena does, the catalog's clients see.
            await rows('INSERT INTO numbers VALUES 100', bucket, 'rest_story')
            await rows('ALTER TABLE numbers ADD COLUMNS (note string)', bucket, 'rest_story')
            const seen = await catalog.loadTable(id)
            equal([seen.snapshots.length, seen.schemas.length, seen['last-column-id']], [3, 2, 2])

            // Schema, partitions and sort order evolve over the catalog; Athena goes on.
            await catalog.commitTable(id, {
              requirements: [{ type: 'assert-current-schema-id', 'current-schema-id': 1 }, { type: 'assert-last-assigned-field-id', 'last-assigned-field-id': 2 }],
              updates: [
                { action: 'add-schema', schema: { type: 'struct', fields: [
                  { id: 1, name: 'number', type: 'long', required: false }, { id: 2, name: 'note', type: 'string', required: false },
                  { id: 3, name: 'day', type: 'date', required: false }] } },
                { action: 'set-current-schema', 'schema-id': -1 },
                { action: 'add-spec', spec: { fields: [{ 'source-id': 3, transform: 'month', name: 'day_month' }] } },
                { action: 'set-default-spec', 'spec-id': -1 },
                { action: 'add-sort-order', 'sort-order': { 'order-id': 1, fields: [{ 'source-id': 1, transform: 'identity', direction: 'desc', 'null-order': 'nulls-last' }] } },
                { action: 'set-default-sort-order', 'sort-order-id': -1 },
                { action: 'set-properties', updates: { 'commit.retry.num-retries': '9' } }] })
            await rows("INSERT INTO numbers VALUES (1000, 'late', DATE '2024-05-06')", bucket, 'rest_story')
            equal(await rows('SELECT count(*), sum(number), max(note) FROM numbers', bucket, 'rest_story'), [['_col0', '_col1', '_col2'], ['6', '1116', 'late']])
            equal((await rows("SELECT * FROM \"numbers$partitions\" WHERE partition.day_month IS NOT NULL", bucket, 'rest_story')).length, 2)
            const tagged = await catalog.loadTable(id)
            await catalog.commitTable(id, { requirements: [], updates: [
              { action: 'set-snapshot-ref', 'ref-name': 'first', type: 'tag', 'snapshot-id': tagged.snapshots[0]['snapshot-id'] }] })
            equal(await rows("SELECT sum(n) FROM numbers FOR VERSION AS OF 'first'", bucket, 'rest_story'), [['_col0'], ['6']])

            await catalog.renameTable({ source: id, destination: { ...ns, name: 'renamed' } })
            equal([await catalog.tableExists(id), await catalog.tableExists({ ...ns, name: 'renamed' })], [false, true])
            equal(await rows('SELECT count(*) FROM renamed', bucket, 'rest_story'), [['_col0'], ['6']])
            await catalog.dropTable({ ...ns, name: 'renamed' }, { purge: true })
            const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'db/numbers/data/' }))
            equal(Contents.length, 0)
            await catalog.dropNamespace(ns)
            console.log('done')
            """;

        Assert.Equal("done", (await weir.Clients.NodeAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.iceberg-rest")]
    public async Task Twenty_committers_at_once_lose_nothing()
    {
        const string Script = Node + """
            const bucket = 'rest-twenty', ns = { namespace: ['rest_twenty'] }, id = { ...ns, name: 't' }
            await s3.send(new CreateBucketCommand({ Bucket: bucket }))
            await catalog.createNamespace(ns, { properties: { location: `s3://${bucket}/db` } })
            await catalog.createTable(ns, { name: 't', schema: { type: 'struct', fields: [{ id: 1, name: 'n', type: 'long', required: false }] },
              properties: { 'schema.name-mapping.default': JSON.stringify([{ 'field-id': 1, names: ['n'] }]) } })
            await Promise.all(Array.from({ length: 20 }, async (_, writer) => {
              await append(id, 'n', [BigInt(writer) * 10n])
              await append(id, 'n', [BigInt(writer) * 10n + 1n])
            }))
            equal(await rows('SELECT count(*), count(DISTINCT n) FROM t', bucket, 'rest_twenty'), [['_col0', '_col1'], ['40', '40']])
            equal((await catalog.loadTable(id)).snapshots.length, 40)
            console.log('done')
            """;

        Assert.Equal("done", (await weir.Clients.NodeAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.iceberg-rest")]
    public async Task Namespaces_and_tables_are_listed_in_pages_and_errors_are_the_specifications()
    {
        const string Script = Python + """
            client("s3").create_bucket(Bucket="rest-errors")
            status, config = send("GET", "/config?warehouse=000000000000", prefix="/iceberg/v1")
            assert status == 200 and config["overrides"]["prefix"] == "catalogs/000000000000", config
            assert config["defaults"]["s3.endpoint"] == os.environ["WEIR_ENDPOINT"] and "POST /v1/{prefix}/transactions/commit" in config["endpoints"], config
            assert not [endpoint for endpoint in config["endpoints"] if "views" in endpoint], config
            for name in ("rest_a", "rest_b", "rest_c"):
                assert send("POST", "/namespaces", {"namespace": [name], "properties": {"location": "s3://rest-errors/" + name}})[0] == 200
            refused(409, "AlreadyExistsException", send("POST", "/namespaces", {"namespace": ["rest_a"]}))
            refused(400, "BadRequestException", send("POST", "/namespaces", {"namespace": ["a", "b"]}))
            refused(400, "BadRequestException", send("POST", "/namespaces", {"name": "a"}))
            refused(404, "NoSuchNamespaceException", send("GET", "/namespaces/none"))
            refused(404, "NoSuchNamespaceException", send("GET", "/namespaces/rest_a%1Fb"))
            refused(404, "NoSuchNamespaceException", send("GET", "/namespaces?parent=none"))
            refused(404, "", send("HEAD", "/namespaces/none"))
            assert send("HEAD", "/namespaces/rest_a") == (204, None)
            assert send("GET", "/namespaces?parent=rest_a")[1] == {"namespaces": []}
            seen, token = [], ""
            while token is not None:
                _, page = send("GET", "/namespaces?pageSize=1&pageToken=" + token)
                assert len(page["namespaces"]) == 1, page
                seen += page["namespaces"]
                token = page.get("next-page-token")
            assert [name for name in seen if name[0].startswith("rest_") and len(name[0]) == 6] == [["rest_a"], ["rest_b"], ["rest_c"]], seen
            assert send("GET", "/namespaces", prefix="/iceberg/v1/catalogs/:")[1]["namespaces"] == seen
            refused(404, "NoSuchCatalogException", send("GET", "/namespaces", prefix="/iceberg/v1/catalogs/other"))
            refused(403, "ForbiddenException", send("GET", "/namespaces", prefix="/iceberg/v1/catalogs/111111111111"))
            refused(400, "BadRequestException", send("GET", "/namespaces?pageSize=x"))
            refused(400, "BadRequestException", send("GET", "/namespaces?pageToken=%25%25"))

            status, answer = send("POST", "/namespaces/rest_a/properties", {"updates": {"owner": "me", "comment": "said"}, "removals": ["location", "none"]})
            assert (answer["updated"], answer["removed"], answer["missing"]) == (["owner", "comment"], ["location"], ["none"]), answer
            assert send("GET", "/namespaces/rest_a")[1]["properties"] == {"owner": "me", "comment": "said"}
            assert client("glue").get_database(Name="rest_a")["Database"]["Description"] == "said"
            refused(422, "UnprocessableEntityException", send("POST", "/namespaces/rest_a/properties", {"updates": {"a": "b"}, "removals": ["a"]}))
            refused(404, "NoSuchNamespaceException", send("POST", "/namespaces/none/properties", {"updates": {"a": "b"}}))

            refused(400, "BadRequestException", send("POST", "/namespaces/rest_a/tables", {"name": "t", "schema": COLUMNS}))
            tables = "/namespaces/rest_b/tables"
            for name in ("t1", "t2", "t3"):
                assert send("POST", tables, {"name": name, "schema": COLUMNS})[0] == 200
            client("glue").create_table(DatabaseName="rest_b", TableInput={"Name": "t0", "Parameters": {"classification": "csv"}})
            refused(409, "AlreadyExistsException", send("POST", tables, {"name": "t1", "schema": COLUMNS}))
            refused(409, "AlreadyExistsException", send("POST", tables, {"name": "t0", "schema": COLUMNS}))
            refused(404, "NoSuchNamespaceException", send("POST", "/namespaces/none/tables", {"name": "t", "schema": COLUMNS}))
            refused(400, "BadRequestException", send("POST", tables, {"name": "t", "schema": {"type": "struct", "fields": [{"id": 1}]}}))
            refused(406, "UnsupportedOperationException", send("POST", tables, {"name": "t", "schema": {"type": "struct", "fields": [{"id": 1, "name": "v", "type": "variant", "required": False}]}}))
            refused(400, "BadRequestException", send("POST", tables, {"name": "t", "schema": COLUMNS, "partition-spec": {"fields": [{"source-id": 9, "transform": "identity", "name": "x"}]}}))
            assert [table["name"] for table in send("GET", tables)[1]["identifiers"]] == ["t1", "t2", "t3"]
            status, page = send("GET", tables + "?pageSize=2&pageToken=")
            assert len(page["identifiers"]) == 2 and [table["name"] for table in send("GET", tables + "?pageToken=" + page["next-page-token"])[1]["identifiers"]] == ["t3"]
            refused(404, "NoSuchNamespaceException", send("GET", "/namespaces/none/tables"))
            refused(404, "NoSuchTableException", send("GET", tables + "/none"))
            refused(404, "NoSuchTableException", send("GET", tables + "/t0"))
            refused(404, "", send("HEAD", tables + "/none"))
            refused(404, "NoSuchTableException", send("DELETE", tables + "/none"))
            refused(409, "NamespaceNotEmptyException", send("DELETE", "/namespaces/rest_b"))
            refused(400, "BadRequestException", send("GET", tables + "/t1?snapshots=some"))
            refused(406, "UnsupportedOperationException", send("GET", "/namespaces/rest_b/views"))
            refused(406, "UnsupportedOperationException", send("POST", "/namespaces/rest_b/views", {}))
            refused(404, "NoSuchTableException", send("POST", "/tables/rename", {"source": {"namespace": ["rest_b"], "name": "no"}, "destination": {"namespace": ["rest_b"], "name": "x"}}))
            refused(409, "AlreadyExistsException", send("POST", "/tables/rename", {"source": {"namespace": ["rest_b"], "name": "t1"}, "destination": {"namespace": ["rest_b"], "name": "t2"}}))
            refused(404, "NoSuchNamespaceException", send("POST", "/tables/rename", {"source": {"namespace": ["rest_b"], "name": "t1"}, "destination": {"namespace": ["none"], "name": "t2"}}))
            assert send("POST", "/tables/rename", {"source": {"namespace": ["rest_b"], "name": "t1"}, "destination": {"namespace": ["rest_c"], "name": "moved"}})[0] == 204
            assert send("HEAD", "/namespaces/rest_c/tables/moved")[0] == 204 and send("HEAD", tables + "/t1")[0] == 404
            assert send("POST", tables + "/t2/metrics", {"report-type": "scan-report", "table-name": "t2", "metrics": {}})[0] == 204
            refused(400, "BadRequestException", send("POST", tables + "/t2/metrics", {"metrics": {}}))
            refused(400, "BadRequestException", send("GET", "/nothing/of/the/kind"))
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.iceberg-rest")]
    public async Task Commits_hold_what_they_require_and_transactions_are_whole()
    {
        const string Script = Python + """
            client("s3").create_bucket(Bucket="rest-commits")
            assert send("POST", "/namespaces", {"namespace": ["rest_commits"], "properties": {"location": "s3://rest-commits"}})[0] == 200
            tables = "/namespaces/rest_commits/tables"
            def commit(table, requirements, *updates):
                return send("POST", tables + "/" + table, {"requirements": requirements, "updates": list(updates)})
            def set(key, value):
                return {"action": "set-properties", "updates": {key: value}}
            status, made = send("POST", tables, {"name": "a", "schema": COLUMNS, "properties": {"k": "v", "format-version": "2"},
                "partition-spec": {"fields": [{"source-id": 1, "transform": "bucket[4]", "name": "id_bucket"}]},
                "write-order": {"order-id": 5, "fields": [{"source-id": 2, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]}})
            metadata = made["metadata"]
            assert metadata["properties"] == {"k": "v"} and metadata["partition-specs"][0]["fields"][0]["field-id"] == 1000 and metadata["default-sort-order-id"] == 1, metadata
            uuid = metadata["table-uuid"]
            for requirement, is_met in (
                ({"type": "assert-table-uuid", "uuid": uuid}, True), ({"type": "assert-table-uuid", "uuid": "00000000-0000-0000-0000-000000000000"}, False),
                ({"type": "assert-create"}, False), ({"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": None}, True),
                ({"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": 5}, False),
                ({"type": "assert-last-assigned-field-id", "last-assigned-field-id": 2}, True), ({"type": "assert-last-assigned-field-id", "last-assigned-field-id": 1}, False),
                ({"type": "assert-current-schema-id", "current-schema-id": 0}, True), ({"type": "assert-current-schema-id", "current-schema-id": 1}, False),
                ({"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": 1000}, True),
                ({"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": 999}, False),
                ({"type": "assert-default-spec-id", "default-spec-id": 0}, True), ({"type": "assert-default-spec-id", "default-spec-id": 3}, False),
                ({"type": "assert-default-sort-order-id", "default-sort-order-id": 1}, True), ({"type": "assert-default-sort-order-id", "default-sort-order-id": 0}, False)):
                answer = commit("a", [requirement], set("met", json.dumps(requirement)))
                if is_met:
                    assert answer[0] == 200 and answer[1]["metadata"]["properties"]["met"] == json.dumps(requirement), (requirement, answer)
                else:
                    refused(409, "CommitFailedException", answer)
            refused(400, "BadRequestException", commit("a", [{"type": "assert-moon"}]))
            refused(400, "BadRequestException", commit("a", [], {"action": "fly"}))
            refused(400, "BadRequestException", commit("a", [], {"action": "set-current-schema", "schema-id": 9}))
            refused(400, "BadRequestException", commit("a", [], {"action": "upgrade-format-version", "format-version": 1}))
            refused(400, "BadRequestException", commit("a", [], {"action": "remove-schemas", "schema-ids": [0]}))
            refused(400, "BadRequestException", commit("a", [], {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": 77}))
            refused(404, "NoSuchTableException", commit("none", [], set("a", "b")))
            before = send("GET", tables + "/a")[1]["metadata-location"]
            assert commit("a", [], set("x", "y"), {"action": "remove-properties", "removals": ["met"]})[1]["metadata"]["properties"] == {"k": "v", "x": "y"}
            parameters = client("glue").get_table(DatabaseName="rest_commits", Name="a")["Table"]["Parameters"]
            assert parameters["previous_metadata_location"] == before and parameters["table_type"] == "ICEBERG", parameters

            # A table that is first staged, then made by its first commit.
            status, staged = send("POST", tables, {"name": "b", "schema": COLUMNS, "stage-create": True})
            assert status == 200 and "metadata-location" not in staged and send("HEAD", tables + "/b")[0] == 404
            first = [{"action": "assign-uuid", "uuid": staged["metadata"]["table-uuid"]}, {"action": "upgrade-format-version", "format-version": 2},
                {"action": "add-schema", "schema": staged["metadata"]["schemas"][0]}, {"action": "set-current-schema", "schema-id": -1},
                {"action": "add-spec", "spec": {"fields": []}}, {"action": "set-default-spec", "spec-id": -1},
                {"action": "add-sort-order", "sort-order": {"order-id": 0, "fields": []}}, {"action": "set-default-sort-order", "sort-order-id": -1},
                {"action": "set-location", "location": staged["metadata"]["location"]}, set("made", "late")]
            status, answer = commit("b", [{"type": "assert-create"}], *first)
            assert status == 200 and answer["metadata"]["table-uuid"] == staged["metadata"]["table-uuid"], answer
            refused(409, "CommitFailedException", commit("b", [{"type": "assert-create"}], *first))
            assert send("POST", "/namespaces/rest_commits/register", {"name": "c", "metadata-location": answer["metadata-location"]})[1]["metadata"]["properties"] == {"made": "late"}
            refused(409, "AlreadyExistsException", send("POST", "/namespaces/rest_commits/register", {"name": "c", "metadata-location": answer["metadata-location"]}))
            refused(404, "NotFoundException", send("POST", "/namespaces/rest_commits/register", {"name": "d", "metadata-location": "s3://rest-commits/none.json"}))

            # All tables or none.
            def change(table, requirements, *updates):
                return {"identifier": {"namespace": ["rest_commits"], "name": table}, "requirements": requirements, "updates": list(updates)}
            def property(table, key):
                return send("GET", tables + "/" + table)[1]["metadata"]["properties"].get(key)
            refused(409, "CommitFailedException", send("POST", "/transactions/commit", {"table-changes": [
                change("a", [], set("both", "1")), change("b", [{"type": "assert-current-schema-id", "current-schema-id": 9}], set("both", "1"))]}))
            assert property("a", "both") is None and property("b", "both") is None
            assert send("POST", "/transactions/commit", {"table-changes": [change("a", [], set("both", "2")), change("b", [], set("both", "2"))]}) == (204, None)
            assert property("a", "both") == "2" and property("b", "both") == "2"
            refused(400, "BadRequestException", send("POST", "/transactions/commit", {"table-changes": [change("a", [], set("a", "1")), change("a", [], set("a", "2"))]}))
            refused(404, "NoSuchTableException", send("POST", "/transactions/commit", {"table-changes": [change("none", [], set("a", "1"))]}))
            left = [entry["Key"] for entry in client("s3").list_objects_v2(Bucket="rest-commits", Prefix="a/metadata/")["Contents"]]
            log = send("GET", tables + "/a")[1]
            assert sorted(left) == sorted({entry["metadata-file"].removeprefix("s3://rest-commits/") for entry in log["metadata"]["metadata-log"]} | {log["metadata-location"].removeprefix("s3://rest-commits/")}), left
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "glue.iceberg-rest")]
    public async Task Who_may_not_is_refused_and_who_is_not_known_too()
    {
        const string Script = Python + """
            client("s3").create_bucket(Bucket="rest-iam")
            assert send("POST", "/namespaces", {"namespace": ["rest_iam"], "properties": {"location": "s3://rest-iam"}})[0] == 200
            assert send("POST", "/namespaces/rest_iam/tables", {"name": "t", "schema": COLUMNS})[0] == 200
            iam = client("iam")
            iam.create_user(UserName="rest-reader")
            key = iam.create_access_key(UserName="rest-reader")["AccessKey"]
            reader = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="us-east-1")
            table, config = "/namespaces/rest_iam/tables/t", dict(prefix="/iceberg/v1", session=reader)
            refused(403, "ForbiddenException", send("GET", "/config", **config))
            refused(403, "ForbiddenException", send("GET", table, session=reader))
            iam.put_user_policy(UserName="rest-reader", PolicyName="read", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": ["glue:GetCatalog", "glue:GetTable", "glue:GetDatabase"], "Resource": "*"},
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::rest-iam/*"}]}))
            assert send("GET", "/config", **config)[0] == 200
            assert send("GET", table, session=reader)[0] == 200
            refused(403, "ForbiddenException", send("POST", table, {"requirements": [], "updates": [{"action": "set-properties", "updates": {"a": "b"}}]}, session=reader))
            refused(403, "ForbiddenException", send("DELETE", table, session=reader))
            refused(403, "ForbiddenException", send("GET", "/namespaces", session=reader))
            refused(401, "NotAuthorizedException", send("GET", table, session=boto3.Session(key["AccessKeyId"], "wrong", region_name="us-east-1")))
            refused(401, "NotAuthorizedException", send("GET", table, session=boto3.Session("AKIANOBODYKNOWSTHIS0", "x", region_name="us-east-1")))
            try:
                urllib.request.urlopen(urllib.request.Request(os.environ["WEIR_ENDPOINT"] + "/iceberg/v1/config", headers={"Authorization": "Bearer token"}))
                raise AssertionError("a token is no signature")
            except urllib.error.HTTPError as error:
                refused(401, "NotAuthorizedException", (error.code, json.loads(error.read())["error"]))
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }
}
