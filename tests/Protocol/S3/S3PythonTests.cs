namespace Weir.Protocol.Tests.S3;

/// <summary>S3 through boto3, as it comes: default checksums, default retries of addressing and encoding.</summary>
public sealed class S3PythonTests(WeirFixture weir)
{
    private const string Prelude = """
        import hashlib, urllib.request, urllib.error, time, io
        s3 = client("s3")
        def code(call, **arguments):
            try:
                call(**arguments)
            except botocore.exceptions.ClientError as error:
                return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]
            raise AssertionError("it should have failed: %r" % arguments)

        """;

    [Fact, Trait("feature", "s3.core")]
    public async Task Empty_objects_do_not_hold_up_what_comes_after_them()
    {
        var output = await RunAsync("empties", """
            for round in range(3):
                s3.put_object(Bucket=bucket, Key=f"folder{round}/", Body=b"")
                s3.put_object(Bucket=bucket, Key=f"folder{round}/one", Body=b"x" * 2000)
                s3.put_object(Bucket=bucket, Key=f"folder{round}/two", Body=b"y")
            assert [o["Size"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [0, 2000, 1] * 3
            print("done")
            """);

        Assert.Equal("done", output);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Keys_survive_every_special_character()
    {
        var output = await RunAsync("keys", """
            keys = ["plain", "a b+c%d", "한국어/키 이름.txt", "//double//slash//", "/lead", "dots/../and/./dots", "q?a=1&b#frag", "tilde~(paren)'*!", "=;:@,$", "emoji😀", "a\\b", "<xml>&\"", "trailing/"]
            for key in keys:
                s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
            for key in keys:
                assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode(), key
            expected = sorted(keys, key=lambda key: key.encode())
            assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == expected
            assert [o["Key"] for o in s3.list_objects(Bucket=bucket)["Contents"]] == expected
            paged = [o["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2}) for o in page["Contents"]]
            assert paged == expected, paged
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})
            assert sorted(d["Key"] for d in answer["Deleted"]) == sorted(keys), answer
            assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
            print("done")
            """);

        Assert.Equal("done", output);
    }

    [Fact, Trait("feature", "s3.encryption")]
    public async Task What_is_said_to_be_encrypted_is_encrypted_on_the_disk()
    {
        Assert.Equal("done", await RunAsync("encrypted", $$"""
            folder = r"{{weir.Server.Settings.DataDirectory}}/objects"
            def bytes_of(path):
                try:
                    return open(path, "rb").read()
                except FileNotFoundError:
                    return b"" # removed meanwhile
            def on_disk(content):
                return any(content in bytes_of(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
            secret, open_text = b"encrypted-at-rest " * 9000, b"lies-as-it-came " * 9000
            assert s3.put_object(Bucket=bucket, Key="plain", Body=open_text).get("ServerSideEncryption") is None
            assert s3.put_object(Bucket=bucket, Key="secret", Body=secret, ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"
            assert on_disk(open_text[:64]) and not on_disk(secret[:64])
            got = s3.get_object(Bucket=bucket, Key="secret")
            assert got["ServerSideEncryption"] == "AES256" and got["Body"].read() == secret
            assert s3.get_object(Bucket=bucket, Key="secret", Range="bytes=65530-65545")["Body"].read() == secret[65530:65546]
            assert s3.head_object(Bucket=bucket, Key="secret")["ETag"].strip('"') == hashlib.md5(secret).hexdigest()
            assert code(s3.get_bucket_encryption, Bucket=bucket)[:2] == ("ServerSideEncryptionConfigurationNotFoundError", 404)
            rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}
            s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
            assert s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"] == [rule]
            copy = s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "plain"})
            assert copy["ServerSideEncryption"] == "AES256" and s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == open_text
            upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")
            assert upload["ServerSideEncryption"] == "AES256"
            halves = [os.urandom(5 << 20), secret]
            parts = [{"PartNumber": n + 1, "ETag": s3.upload_part(Bucket=bucket, Key="parts", UploadId=upload["UploadId"], PartNumber=n + 1, Body=half)["ETag"]}
                for n, half in enumerate(halves)]
            whole = s3.complete_multipart_upload(Bucket=bucket, Key="parts", UploadId=upload["UploadId"], MultipartUpload={"Parts": parts})
            assert whole["ServerSideEncryption"] == "AES256" and not on_disk(secret[:64]) and not on_disk(halves[0][:64])
            assert s3.get_object(Bucket=bucket, Key="parts")["Body"].read() == b"".join(halves)
            s3.delete_bucket_encryption(Bucket=bucket)
            assert "ServerSideEncryption" not in s3.put_object(Bucket=bucket, Key="later", Body=b"x")
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Everything_about_an_object_comes_back()
    {
        Assert.Equal("done", await RunAsync("about", """
            from datetime import datetime, timezone
            s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ContentType="text/plain", CacheControl="no-cache", ContentDisposition="attachment",
                ContentEncoding="identity", ContentLanguage="ko", Expires=datetime(2030, 1, 2, tzinfo=timezone.utc), Metadata={"Device": "one"},
                StorageClass="STANDARD_IA", Tagging="a=1&b=two%20words", WebsiteRedirectLocation="/elsewhere")
            head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
            assert head["ETag"] == '"5d41402abc4b2a76b9719d911017c592"', head
            assert head["ContentLength"] == 5 and head["ContentType"] == "text/plain" and head["CacheControl"] == "no-cache"
            assert head["ContentDisposition"] == "attachment" and head["ContentEncoding"] == "identity" and head["ContentLanguage"] == "ko"
            assert head["Metadata"] == {"device": "one"} and head["StorageClass"] == "STANDARD_IA", head
            assert head["WebsiteRedirectLocation"] == "/elsewhere" and head["Expires"].year == 2030
            assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "two words"}]
            got = s3.get_object(Bucket=bucket, Key="k", ResponseContentType="x/y", ResponseContentDisposition="inline")
            assert got["ContentType"] == "x/y" and got["ContentDisposition"] == "inline" and got["TagCount"] == 2
            for algorithm in ["CRC32", "SHA1", "SHA256"]:
                put = s3.put_object(Bucket=bucket, Key=algorithm, Body=b"hello", ChecksumAlgorithm=algorithm)
                head = s3.head_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
                assert head["Checksum" + algorithm] == put["Checksum" + algorithm], (algorithm, put, head)
            attributes = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["ETag", "ObjectSize", "StorageClass", "Checksum"])
            assert attributes["ObjectSize"] == 5 and attributes["ETag"] == "5d41402abc4b2a76b9719d911017c592", attributes
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Ranges_and_conditions_answer_as_s3_does()
    {
        Assert.Equal("done", await RunAsync("ranges", """
            etag = s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")["ETag"]
            part = s3.get_object(Bucket=bucket, Key="k", Range="bytes=2-4")
            assert part["Body"].read() == b"234" and part["ContentRange"] == "bytes 2-4/10" and part["ResponseMetadata"]["HTTPStatusCode"] == 206
            assert s3.get_object(Bucket=bucket, Key="k", Range="bytes=-3")["Body"].read() == b"789"
            assert s3.get_object(Bucket=bucket, Key="k", Range="bytes=8-")["Body"].read() == b"89"
            error, status, details = code(s3.get_object, Bucket=bucket, Key="k", Range="bytes=10-")
            assert (error, status) == ("InvalidRange", 416) and details["ActualObjectSize"] == "10" and details["RangeRequested"] == "bytes=10-", details
            assert code(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=etag)[:2] == ("304", 304)
            error, status, details = code(s3.get_object, Bucket=bucket, Key="k", IfMatch='"no"')
            assert (error, status, details["Condition"]) == ("PreconditionFailed", 412, "If-Match"), details
            s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)
            assert code(s3.head_object, Bucket=bucket, Key="none")[:2] == ("404", 404)
            error, status, details = code(s3.get_object, Bucket=bucket, Key="none")
            assert (error, status, details["Key"]) == ("NoSuchKey", 404, "none"), details
            assert code(s3.get_object, Bucket=bucket + "-none", Key="k")[0] == "NoSuchBucket"
            assert code(s3.put_object, Bucket=bucket, Key="x" * 1025, Body=b"")[0] == "KeyTooLongError"
            assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")[0] == "BadDigest"
            assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="aws:kms")[:2] == ("NotImplemented", 501)
            assert code(s3.put_object, Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="rot13")[0] == "InvalidArgument"
            assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"0123456789"
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task A_large_file_goes_up_and_down_in_parts()
    {
        Assert.Equal("done", await RunAsync("large", """
            from boto3.s3.transfer import TransferConfig
            content = os.urandom(17 * 1024 * 1024 + 13)
            s3.upload_fileobj(io.BytesIO(content), bucket, "large", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
            head = s3.head_object(Bucket=bucket, Key="large")
            assert head["ETag"].endswith('-4"') and head["ContentLength"] == len(content), head
            back = io.BytesIO()
            s3.download_fileobj(bucket, "large", back, Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
            assert back.getvalue() == content
            assert s3.get_object(Bucket=bucket, Key="large", PartNumber=2)["Body"].read() == content[5 << 20:10 << 20]
            s3.put_object(Bucket=bucket, Key="single", Body=content)
            assert hashlib.sha256(s3.get_object(Bucket=bucket, Key="single")["Body"].read()).digest() == hashlib.sha256(content).digest()
            s3.put_object(Bucket=bucket, Key="stream", Body=io.BytesIO(content))
            assert s3.get_object(Bucket=bucket, Key="stream")["Body"].read() == content
            assert s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "large"})["CopyObjectResult"]["ETag"] == '"%s"' % hashlib.md5(content).hexdigest()
            s3.copy({"Bucket": bucket, "Key": "large"}, bucket, "parts copied", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=6 << 20))
            assert s3.get_object(Bucket=bucket, Key="parts copied")["Body"].read() == content
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task A_multipart_upload_is_checked_part_by_part()
    {
        Assert.Equal("done", await RunAsync("parts", """
            upload = s3.create_multipart_upload(Bucket=bucket, Key="한 글+", Metadata={"a": "b"})["UploadId"]
            where = dict(Bucket=bucket, Key="한 글+", UploadId=upload)
            one = s3.upload_part(PartNumber=1, Body=b"x" * (5 << 20), **where)["ETag"]
            two = s3.upload_part(PartNumber=2, Body=b"y", **where)["ETag"]
            three = s3.upload_part(PartNumber=3, Body=b"z", **where)["ETag"]
            listed = s3.list_parts(MaxParts=2, **where)
            assert [p["PartNumber"] for p in listed["Parts"]] == [1, 2] and listed["IsTruncated"] and listed["NextPartNumberMarker"] == 2, listed
            assert s3.list_multipart_uploads(Bucket=bucket)["Uploads"][0]["Key"] == "한 글+"
            def done(*parts):
                return dict(MultipartUpload={"Parts": [{"PartNumber": n, "ETag": e} for n, e in parts]}, **where)
            assert code(s3.complete_multipart_upload, **done((2, two), (1, one)))[0] == "InvalidPartOrder"
            assert code(s3.complete_multipart_upload, **done((1, two)))[0] == "InvalidPart"
            error, status, details = code(s3.complete_multipart_upload, **done((2, two), (3, three)))
            assert (error, status, details["MinSizeAllowed"]) == ("EntityTooSmall", 400, "5242880"), details
            assert code(s3.upload_part, PartNumber=10001, Body=b"", **where)[0] == "InvalidArgument"
            answer = s3.complete_multipart_upload(**done((1, one), (3, three)))
            assert answer["ETag"].endswith('-2"') and answer["Key"] == "한 글+", answer
            assert s3.head_object(Bucket=bucket, Key="한 글+")["Metadata"] == {"a": "b"}
            assert s3.get_object(Bucket=bucket, Key="한 글+")["Body"].read()[-2:] == b"xz"
            assert code(s3.upload_part, PartNumber=1, Body=b"", **where)[0] == "NoSuchUpload"
            other = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
            s3.abort_multipart_upload(Bucket=bucket, Key="k", UploadId=other)
            assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Presigned_addresses_work_for_whoever_has_them()
    {
        Assert.Equal("done", await RunAsync("presigned", """
            s3 = client("s3", config=Config(signature_version="s3v4"))
            put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b/한.txt", "ContentType": "text/plain"}, ExpiresIn=60)
            request = urllib.request.Request(put, data=b"by address", method="PUT", headers={"Content-Type": "text/plain"})
            assert urllib.request.urlopen(request).status == 200
            get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/한.txt", "ResponseContentType": "x/y"}, ExpiresIn=60)
            answer = urllib.request.urlopen(get)
            assert answer.read() == b"by address" and answer.headers["Content-Type"] == "x/y"
            try:
                urllib.request.urlopen(get.replace("x%2Fy", "x%2Fz"))
                raise AssertionError("an altered address must not work")
            except urllib.error.HTTPError as error:
                assert error.code == 403 and b"SignatureDoesNotMatch" in error.read()
            try:
                urllib.request.urlopen(os.environ["WEIR_ENDPOINT"] + "/" + bucket + "/a%20b/%ED%95%9C.txt")
                raise AssertionError("nobody in particular must not read")
            except urllib.error.HTTPError as error:
                assert error.code == 403 and b"AccessDenied" in error.read()
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Presigned_addresses_as_boto3_makes_them_by_default_work_and_end()
    {
        Assert.Equal("done", await RunAsync("presigned-v2", """
            s3 = client("s3", config=Config(signature_version="s3"))
            put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b/한.txt", "ContentType": "text/plain", "Metadata": {"who": "me"}}, ExpiresIn=60)
            assert "AWSAccessKeyId" in put and "X-Amz" not in put
            request = urllib.request.Request(put, data=b"by address", method="PUT", headers={"Content-Type": "text/plain", "x-amz-meta-who": "me"})
            assert urllib.request.urlopen(request).status == 200
            get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/한.txt", "ResponseContentType": "x/y"}, ExpiresIn=60)
            answer = urllib.request.urlopen(get)
            assert answer.read() == b"by address" and answer.headers["Content-Type"] == "x/y" and answer.headers["x-amz-meta-who"] == "me"
            def refused(address, code):
                try:
                    urllib.request.urlopen(address)
                    raise AssertionError("must not work: " + address)
                except urllib.error.HTTPError as error:
                    assert error.code == 403 and code in error.read(), address
            refused(get.replace("x%2Fy", "x%2Fz"), b"SignatureDoesNotMatch")
            refused(put, b"SignatureDoesNotMatch")
            refused(s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=-5), b"Request has expired")
            sts = client("sts").get_session_token()["Credentials"]
            import boto3
            own = boto3.client("s3", endpoint_url=os.environ["WEIR_ENDPOINT"], region_name="us-east-1", config=Config(signature_version="s3"),
                aws_access_key_id=sts["AccessKeyId"], aws_secret_access_key=sts["SecretAccessKey"], aws_session_token=sts["SessionToken"])
            assert urllib.request.urlopen(own.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/한.txt"}, ExpiresIn=60)).read() == b"by address"
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Folders_are_listed_by_delimiter()
    {
        Assert.Equal("done", await RunAsync("folders", """
            for key in ["a.txt", "data/2026/01/x", "data/2026/02/y", "data/2027/z", "z.txt"]:
                s3.put_object(Bucket=bucket, Key=key, Body=b"1")
            top = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
            assert [p["Prefix"] for p in top["CommonPrefixes"]] == ["data/"] and [o["Key"] for o in top["Contents"]] == ["a.txt", "z.txt"] and top["KeyCount"] == 3
            years = s3.list_objects_v2(Bucket=bucket, Delimiter="/", Prefix="data/")
            assert [p["Prefix"] for p in years["CommonPrefixes"]] == ["data/2026/", "data/2027/"] and "Contents" not in years
            first = s3.list_objects(Bucket=bucket, Delimiter="/", MaxKeys=2)
            assert first["IsTruncated"] and first["NextMarker"] == "data/", first
            rest = s3.list_objects(Bucket=bucket, Delimiter="/", MaxKeys=2, Marker=first["NextMarker"])
            assert [o["Key"] for o in rest["Contents"]] == ["z.txt"] and "CommonPrefixes" not in rest, rest
            assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, StartAfter="data/2027/")["Contents"]] == ["data/2027/z", "z.txt"]
            assert code(s3.list_objects_v2, Bucket=bucket, ContinuationToken="nonsense!")[0] == "InvalidArgument"
            print("done")
            """));
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Buckets_have_rules_tags_and_policies()
    {
        Assert.Equal("done", await RunAsync("rules", """
            assert code(client("s3", region_name="eu-west-1").create_bucket, Bucket=bucket + "-eu")[0] == "IllegalLocationConstraintException"
            eu = client("s3", region_name="eu-west-1")
            eu.create_bucket(Bucket=bucket + "-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
            assert s3.get_bucket_location(Bucket=bucket + "-eu")["LocationConstraint"] == "eu-west-1"
            assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] is None
            assert code(eu.create_bucket, Bucket=bucket + "-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})[:2] == ("BucketAlreadyOwnedByYou", 409)
            assert s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == "us-east-1"
            assert code(s3.head_bucket, Bucket=bucket + "-none")[0] == "404"
            assert code(s3.get_bucket_tagging, Bucket=bucket)[:2] == ("NoSuchTagSet", 404)
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": "데이터"}]})
            assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == [{"Key": "team", "Value": "데이터"}]
            s3.delete_bucket_tagging(Bucket=bucket)
            assert code(s3.get_bucket_policy, Bucket=bucket)[0] == "NoSuchBucketPolicy"
            assert code(s3.put_bucket_policy, Bucket=bucket, Policy="{")[0] == "MalformedPolicy"
            s3.put_object(Bucket=bucket, Key="open/k", Body=b"for all")
            s3.put_object(Bucket=bucket, Key="closed", Body=b"not")
            policy = json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/open/*"},
                {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{bucket}/open/k"}]})
            s3.put_bucket_policy(Bucket=bucket, Policy=policy)
            assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == json.loads(policy)
            assert urllib.request.urlopen(os.environ["WEIR_ENDPOINT"] + "/" + bucket + "/open/k").read() == b"for all"
            other = client("s3", aws_access_key_id="222222222222", aws_secret_access_key="test")
            assert other.get_object(Bucket=bucket, Key="open/k")["Body"].read() == b"for all"
            assert code(other.get_object, Bucket=bucket, Key="closed")[:2] == ("AccessDenied", 403)
            assert code(other.create_bucket, Bucket=bucket)[:2] == ("BucketAlreadyExists", 409)
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "open/k"}, {"Key": "closed"}]})
            assert [e["Code"] for e in answer["Errors"]] == ["AccessDenied"] and [d["Key"] for d in answer["Deleted"]] == ["closed"], answer
            s3.delete_bucket_policy(Bucket=bucket)
            assert code(s3.delete_bucket, Bucket=bucket)[:2] == ("BucketNotEmpty", 409)
            assert code(s3.put_bucket_versioning, Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})[:2] == ("NotImplemented", 501)
            assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
            assert s3.get_bucket_acl(Bucket=bucket)["Grants"][0]["Permission"] == "FULL_CONTROL"
            print("done")
            """));
    }

    private async Task<string> RunAsync(string name, string script) =>
        (await weir.Clients.PythonAsync($"{Prelude}bucket = 'python-{name}'\ns3.create_bucket(Bucket=bucket)\n{script}")).Ok().Trim();
}
