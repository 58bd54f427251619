namespace Weir.Protocol.Tests.Identity;

public sealed class SignatureTests(WeirFixture weir)
{
    /// <summary>What a client sends that signs well and then is changed on the way, or was wrong from the start.</summary>
    [Fact]
    [Trait("feature", "front.signatures")]
    public async Task Each_way_to_be_wrong_gets_the_services_own_error()
    {
        (await weir.ClientsOf("100000000007").PythonAsync("""
            import datetime, urllib.request, urllib.error, hashlib
            from botocore.auth import SigV4Auth, S3SigV4Auth
            from botocore.awsrequest import AWSRequest
            from botocore.credentials import Credentials
            endpoint = os.environ["WEIR_ENDPOINT"]
            good = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
            def send(request, alter=None):
                prepared = request.prepare()
                headers = dict(prepared.headers.items())
                body = prepared.body
                if alter:
                    body = alter(headers, body)
                raw = urllib.request.Request(prepared.url, data=body, headers=headers, method=prepared.method)
                try:
                    with urllib.request.urlopen(raw) as answer:
                        return answer.status, answer.read().decode()
                except urllib.error.HTTPError as error:
                    return error.code, error.read().decode()
            def json_request(credentials=good):
                request = AWSRequest("POST", endpoint + "/", data=b"{}", headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSGlue.GetDatabases"})
                SigV4Auth(credentials, "glue", "us-east-1").add_auth(request)
                return request
            def query_request(credentials=good):
                request = AWSRequest("POST", endpoint + "/", data=b"Action=GetCallerIdentity&Version=2011-06-15", headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
                SigV4Auth(credentials, "sts", "us-east-1").add_auth(request)
                return request
            def s3_request(credentials=good, method="PUT", path="/bucket-of-signatures", data=b""):
                request = AWSRequest(method, endpoint + path, data=data)
                S3SigV4Auth(credentials, "s3", "us-east-1").add_auth(request)
                return request
            def expect(answer, status, *parts):
                assert answer[0] == status and all(part in answer[1] for part in parts), answer
            expect(send(json_request()), 200)
            expect(send(query_request()), 200, "<Arn>")
            expect(send(s3_request()), 200)

            wrong = Credentials(good.access_key, "wrong")
            expect(send(json_request(wrong)), 400, "InvalidSignatureException")
            expect(send(query_request(wrong)), 403, "<Code>SignatureDoesNotMatch</Code>")
            expect(send(s3_request(wrong)), 403, "<Code>SignatureDoesNotMatch</Code>", "<StringToSign>", "<CanonicalRequest>", "<SignatureProvided>")
            unknown = Credentials("AKIANOBODY", "x")
            expect(send(json_request(unknown)), 400, "UnrecognizedClientException")
            expect(send(query_request(unknown)), 403, "<Code>InvalidClientTokenId</Code>")
            expect(send(s3_request(unknown)), 403, "<Code>InvalidAccessKeyId</Code>", "<AWSAccessKeyId>AKIANOBODY</AWSAccessKeyId>")

            def header(headers, body):
                headers["X-Amz-Target"] = "AWSGlue.DeleteDatabase"
                return body
            expect(send(json_request(), header), 400, "InvalidSignatureException")
            def other_body(headers, body):
                return b"{ }"
            expect(send(json_request(), other_body), 400, "InvalidSignatureException")
            def unsigned(headers, body):
                headers["x-amz-acl"] = "public-read"
                return body
            expect(send(s3_request(), unsigned), 403, "There were headers present in the request which were not signed", "x-amz-acl")
            def other_content(headers, body):
                return b"HELLO"
            expect(send(s3_request(path="/bucket-of-signatures/k", data=b"hello"), other_content), 400, "<Code>XAmzContentSHA256Mismatch</Code>")
            expect(send(s3_request(method="GET", path="/bucket-of-signatures/k")), 404, "NoSuchKey")

            import botocore.auth
            class Skewed(datetime.datetime):
                @classmethod
                def utcnow(cls):
                    return datetime.datetime.utcnow() - datetime.timedelta(minutes=20)
            real = botocore.auth.datetime
            class Module:
                datetime = Skewed
            try:
                if hasattr(botocore.auth, "datetime") and hasattr(botocore.auth.datetime, "datetime"):
                    botocore.auth.datetime = Module
                else:
                    botocore.auth.datetime = Skewed
                late = json_request(), query_request(), s3_request()
            finally:
                botocore.auth.datetime = real
            expect(send(late[0]), 400, "InvalidSignatureException", "Signature expired")
            expect(send(late[1]), 403, "Signature expired")
            expect(send(late[2]), 403, "<Code>RequestTimeTooSkewed</Code>", "<MaxAllowedSkewMilliseconds>900000")

            def get(url):
                try:
                    with urllib.request.urlopen(url) as answer:
                        return answer.status, answer.read().decode()
                except urllib.error.HTTPError as error:
                    return error.code, error.read().decode()
            s3 = client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))
            s3.put_object(Bucket="bucket-of-signatures", Key="k", Body=b"hello")
            url = s3.generate_presigned_url("get_object", Params={"Bucket": "bucket-of-signatures", "Key": "k"}, ExpiresIn=300)
            expect(get(url), 200, "hello")
            expect(get(url.replace("X-Amz-Expires=300", "X-Amz-Expires=301")), 403, "SignatureDoesNotMatch")
            expect(get(endpoint + "/bucket-of-signatures/k"), 403, "AccessDenied")
            import time
            short = s3.generate_presigned_url("get_object", Params={"Bucket": "bucket-of-signatures", "Key": "k"}, ExpiresIn=1)
            time.sleep(2.1)
            expect(get(short), 403, "<Code>AccessDenied</Code>", "Request has expired", "<X-Amz-Expires>1</X-Amz-Expires>")
            """)).Ok();
    }

    [Fact]
    [Trait("feature", "front.signatures")]
    public async Task The_CLI_is_told_by_name_what_its_credentials_lack()
    {
        var wrong = await weir.ClientsWith("100000000008", "wrong").AwsAsync("s3api", "list-buckets");
        Assert.Contains("(SignatureDoesNotMatch)", wrong.Error, StringComparison.Ordinal);
        var unknown = await weir.ClientsWith("AKIANOBODY", "x").AwsAsync("kinesis", "list-streams");
        Assert.Contains("(UnrecognizedClientException)", unknown.Error, StringComparison.Ordinal);
    }
}
