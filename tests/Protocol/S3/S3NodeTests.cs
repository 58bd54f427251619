namespace Weir.Protocol.Tests.S3;

/// <summary>S3 through the AWS SDK for JavaScript v3: CRC32 trailers by default, streams, paginators.</summary>
public sealed class S3NodeTests(WeirFixture weir)
{
    [Fact, Trait("feature", "s3.core")]
    public async Task Objects_streams_conditions_and_pages_work()
    {
        var result = await weir.Clients.NodeAsync("""
            import { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, HeadObjectCommand, DeleteObjectsCommand, paginateListObjectsV2,
                CreateMultipartUploadCommand, UploadPartCommand, CompleteMultipartUploadCommand, CopyObjectCommand } from "@aws-sdk/client-s3";
            import { Readable } from "node:stream";
            import assert from "node:assert/strict";
            import crypto from "node:crypto";
            const s3 = new S3Client({ forcePathStyle: true, endpoint: process.env.WEIR_ENDPOINT });
            const Bucket = "node-objects";
            await s3.send(new CreateBucketCommand({ Bucket }));

            const content = crypto.randomBytes(7_000_001);
            const put = await s3.send(new PutObjectCommand({ Bucket, Key: "한/a b+c.bin", Body: content, Metadata: { a: "1" } }));
            assert.ok(put.ChecksumCRC32);
            const got = await s3.send(new GetObjectCommand({ Bucket, Key: "한/a b+c.bin" }));
            assert.deepEqual(Buffer.from(await got.Body.transformToByteArray()), content);
            assert.equal(got.Metadata.a, "1");

            await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body: Readable.from([content.subarray(0, 3_000_000), content.subarray(3_000_000)]), ContentLength: content.length }));
            const streamed = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
            assert.deepEqual(Buffer.from(await streamed.Body.transformToByteArray()), content);
            assert.equal(streamed.ContentEncoding, undefined);

            await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body: "x", IfNoneMatch: "*" })), { name: "PreconditionFailed" });
            await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "none" })), { name: "NoSuchKey" });
            await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: "none" })), { name: "NotFound" });

            const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts", ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" }));
            const Parts = [];
            for (const [index, Body] of [content.subarray(0, 5 << 20), content.subarray(5 << 20)].entries()) {
                const part = await s3.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: "CRC32" }));
                Parts.push({ PartNumber: index + 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
            }
            const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload: { Parts } }));
            assert.equal(done.ChecksumCRC32, put.ChecksumCRC32);
            assert.equal(done.ChecksumType, "FULL_OBJECT");
            await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: Bucket + "/" + encodeURIComponent("한/a b+c.bin") }));

            for (let i = 0; i < 25; i++) {
                await s3.send(new PutObjectCommand({ Bucket, Key: `page/${i}`, Body: "" }));
            }
            let keys = [];
            for await (const page of paginateListObjectsV2({ client: s3, pageSize: 7 }, { Bucket })) {
                keys.push(...page.Contents.map(o => o.Key));
            }
            assert.equal(keys.length, 29);
            const gone = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map(Key => ({ Key })) } }));
            assert.equal(gone.Deleted.length, 29);
            console.log("done");
            """);

        Assert.Equal("done", result.Ok().Trim());
    }
}
