namespace Weir.Protocol.Tests.Glue;

/// <summary>What scripts that crawl databases start with: a catalog, a role, and ways to connect, crawl and ask.</summary>
internal static class JdbcScripts
{
    /// <summary>The same for a script that goes on where another ended.</summary>
    public static string Again { get; } = Prelude[..Prelude.IndexOf("glue.create_database", StringComparison.Ordinal)]
        + "role = 'crawler'\n" + Prelude[Prelude.IndexOf("def properties", StringComparison.Ordinal)..];

    public const string Prelude = """
        import time
        glue, iam, logs, s3 = client("glue"), client("iam"), client("logs"), client("s3")
        port, password, root = sys.argv[1], sys.argv[2], sys.argv[3]
        account = os.environ["AWS_ACCESS_KEY_ID"]
        glue.create_database(DatabaseInput={"Name": "lake"})
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="crawler", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        def allow(*actions): iam.put_role_policy(RoleName="crawler", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
        allow("glue:*", "s3:*")
        def properties(kind, database, host="127.0.0.1", **more):
            return dict({"JDBC_CONNECTION_URL": f"jdbc:{kind}://{host}:{port}/{database}", "USERNAME": "keeper", "PASSWORD": password}, **more)
        def connect(name, kind, database, **more):
            glue.create_connection(ConnectionInput={"Name": name, "ConnectionType": "JDBC", "ConnectionProperties": properties(kind, database, **more)})
        def make(name, connection, path, target={}, **more):
            glue.create_crawler(Name=name, Role=role, DatabaseName="lake", Targets={"JdbcTargets": [dict({"ConnectionName": connection, "Path": path}, **target)]}, **more)
        def crawl(name):
            glue.start_crawler(Name=name)
            for _ in range(900):
                crawler = glue.get_crawler(Name=name)["Crawler"]
                if crawler["State"] == "READY": return crawler["LastCrawl"]
                time.sleep(0.05)
            raise AssertionError("the crawl does not end")
        def crawled(name):
            last = crawl(name)
            assert last["Status"] == "SUCCEEDED", last
            return glue.get_crawler_metrics(CrawlerNameList=[name])["CrawlerMetricsList"][0]
        def failed(name):
            last = crawl(name)
            assert last["Status"] == "FAILED", last
            return last["ErrorMessage"]
        def table(name): return glue.get_table(DatabaseName="lake", Name=name)["Table"]
        def tables(): return sorted(t["Name"] for page in glue.get_paginator("get_tables").paginate(DatabaseName="lake") for t in page["TableList"])
        def columns(name): return {c["Name"]: c["Type"] for c in table(name)["StorageDescriptor"]["Columns"]}
        def lines(name, ending="state READY"):
            for _ in range(200):
                try:
                    found = [e["message"] for e in logs.get_log_events(logGroupName="/aws-glue/crawlers", logStreamName=name, startFromHead=True)["events"]]
                    if any(ending in line for line in found): return found
                except logs.exceptions.ResourceNotFoundException:
                    pass
                time.sleep(0.05)
            raise AssertionError("no log")
        def ask(operation, **body):
            # The client's own model is older than the operation: its signer is enough.
            from botocore.awsrequest import AWSRequest
            from botocore.auth import SigV4Auth
            import urllib.request, urllib.error
            request = AWSRequest("POST", os.environ["WEIR_ENDPOINT"] + "/", data=json.dumps(body), headers={"X-Amz-Target": f"AWSGlue.{operation}", "Content-Type": "application/x-amz-json-1.1"})
            SigV4Auth(boto3.Session().get_credentials(), "glue", "us-east-1").add_auth(request)
            try:
                with urllib.request.urlopen(urllib.request.Request(request.url, request.data.encode(), dict(request.headers.items()))) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                return json.load(error)

        """;
}
