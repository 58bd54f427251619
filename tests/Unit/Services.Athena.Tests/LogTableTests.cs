using System.IO.Compression;
using System.Text;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>AWS's own definitions of tables over its services' logs, and its example queries, on real samples.</summary>
[Trait("feature", "athena.logs")]
public sealed class LogTableTests : IAsyncLifetime
{
    private AthenaHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await AthenaHost.StartedAsync();
        await RunAsync("CREATE DATABASE logs");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Flow_logs_of_version_2_in_plain_text()
    {
        Put("flow/2026/01/02/a.log.gz", Gzip(Sample("vpcflow", "otel_valid_vpc_flow_log_multi.log")));
        Put("flow/2026/01/02/b.log.gz", Gzip(Sample("vpcflow", "ktranslate_examples.log")));
        await RunAsync("""
            CREATE EXTERNAL TABLE IF NOT EXISTS `vpc_flow_logs` (
              version int, account_id string, interface_id string, srcaddr string, dstaddr string, srcport int, dstport int, protocol bigint,
              packets bigint, bytes bigint, start bigint, `end` bigint, action string, log_status string)
            PARTITIONED BY (`date` date)
            ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '
            LOCATION 's3://lake/flow/'
            TBLPROPERTIES ("skip.header.line.count"="1")
            """);
        await RunAsync("ALTER TABLE vpc_flow_logs ADD PARTITION (`date`='2026-01-02') LOCATION 's3://lake/flow/2026/01/02'");

        Assert.Equal("5 2026-01-02 172.31.9.69 eni-1235b8ca123456789 6 REJECT", await RowAsync("""
            SELECT day_of_week(date) AS day, date, srcaddr, interface_id, protocol, action FROM vpc_flow_logs
            WHERE action = 'REJECT' AND protocol = 6 ORDER BY packets DESC LIMIT 1
            """));
        Assert.Equal("8 5 4249", await RowAsync(
            "SELECT count(*), count_if(action = 'ACCEPT'), max(bytes) FILTER (WHERE dstport = 22) FROM vpc_flow_logs WHERE date = DATE('2026-01-02')"));
    }

    [Fact]
    public async Task Flow_logs_of_later_versions_through_partition_projection()
    {
        Put("v5/AWSLogs/123456789012/vpcflowlogs/us-east-1/2026/01/02/a.log", Sample("vpcflow", "ktranslate_v3.log"));
        await RunAsync("""
            CREATE EXTERNAL TABLE IF NOT EXISTS vpc_flow_logs_v3 (
              version int, vpc_id string, subnet_id string, instance_id string, interface_id string, account_id string, type string, srcaddr string,
              dstaddr string, srcport int, dstport int, pkt_srcaddr string, pkt_dstaddr string, protocol bigint, bytes bigint, packets bigint,
              start bigint, `end` bigint, action string, tcp_flags int, log_status string)
            PARTITIONED BY (accid string, region string, day string)
            ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '
            LOCATION 's3://lake/v5/AWSLogs/'
            TBLPROPERTIES (
              "skip.header.line.count"="1", "projection.enabled" = "true",
              "projection.accid.type" = "enum", "projection.accid.values" = "123456789012,210987654321",
              "projection.region.type" = "enum", "projection.region.values" = "us-east-1,us-west-2",
              "projection.day.type" = "date", "projection.day.range" = "2021/01/01,NOW", "projection.day.format" = "yyyy/MM/dd",
              "storage.location.template" = "s3://lake/v5/AWSLogs/${accid}/vpcflowlogs/${region}/${day}")
            """);

        Assert.Equal("vpc-2e0d3a4a - 10.232.50.235 18.162.196.19 120 2 ACCEPT us-east-1 2026/01/02", await RowAsync("""
            SELECT vpc_id, instance_id, pkt_srcaddr, pkt_dstaddr, bytes, tcp_flags, action, region, day FROM vpc_flow_logs_v3
            WHERE day >= '2026/01/01' AND day < '2026/01/05' AND action = 'ACCEPT'
            """));
    }

    [Fact]
    public async Task Flow_logs_of_version_5_with_the_fields_of_containers()
    {
        Put("ecs/a.log", Sample("vpcflow", "otel_valid_vpc_flow_log_ecs.log"));
        await RunAsync("""
            CREATE EXTERNAL TABLE ecs_flow (version int, account_id string, interface_id string, srcaddr string, dstaddr string, srcport int, dstport int,
              protocol bigint, packets bigint, bytes bigint, start bigint, `end` bigint, action string, log_status string, ecs_cluster_arn string,
              ecs_cluster_name string, ecs_container_instance_arn string, ecs_container_instance_id string, ecs_container_id string,
              ecs_second_container_id string, ecs_service_name string, ecs_task_definition_arn string, ecs_task_arn string, ecs_task_id string)
            ROW FORMAT DELIMITED FIELDS TERMINATED BY ' ' LOCATION 's3://lake/ecs/' TBLPROPERTIES ("skip.header.line.count"="1")
            """);

        Assert.Equal("2023-11-14 22:13:20.000 UTC my-service abcdef1234567890", await RowAsync("SELECT from_unixtime(start), ecs_service_name, ecs_task_id FROM ecs_flow"));
    }

    [Fact]
    public async Task Load_balancer_logs()
    {
        Put("alb/a.log.gz", Gzip(Sample("alb", "otel_alb_al_valid_logs.log")));
        Put("alb/b.log.gz", Gzip(Sample("alb", "hub_aws-alb-http-bad-user-agent.log")));
        await RunAsync("""
            CREATE EXTERNAL TABLE IF NOT EXISTS alb_access_logs (
              type string, time string, elb string, client_ip string, client_port int, target_ip string, target_port int,
              request_processing_time double, target_processing_time double, response_processing_time double, elb_status_code int,
              target_status_code string, received_bytes bigint, sent_bytes bigint, request_verb string, request_url string, request_proto string,
              user_agent string, ssl_cipher string, ssl_protocol string, target_group_arn string, trace_id string, domain_name string,
              chosen_cert_arn string, matched_rule_priority string, request_creation_time string, actions_executed string, redirect_url string,
              lambda_error_reason string, target_port_list string, target_status_code_list string, classification string,
              classification_reason string, conn_trace_id string)
            ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
            WITH SERDEPROPERTIES (
            'serialization.format' = '1',
            'input.regex' =
            '([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*):([0-9]*) ([^ ]*)[:-]([0-9]*) ([-.0-9]*) ([-.0-9]*) ([-.0-9]*) (|[-0-9]*) (-|[-0-9]*) ([-0-9]*) ([-0-9]*) \"([^ ]*) (.*) (- |[^ ]*)\" \"([^\"]*)\" ([A-Z0-9-_]+) ([A-Za-z0-9.-]*) ([^ ]*) \"([^\"]*)\" \"([^\"]*)\" \"([^\"]*)\" ([-.0-9]*) ([^ ]*) \"([^\"]*)\" \"([^\"]*)\" \"([^ ]*)\" \"([^\\s]+?)\" \"([^\\s]+)\" \"([^ ]*)\" \"([^ ]*)\" ?([^ ]*)? ?( .*)?'
            )
            LOCATION 's3://lake/alb/'
            """);

        Assert.Equal("6 6 2", await RowAsync("SELECT count(*), count(request_verb), count_if(conn_trace_id LIKE 'TID_%') FROM alb_access_logs"));
        Assert.Equal("GET 192.168.131.39 https://www.example.com:443/ 1", await RowAsync("""
            SELECT request_verb, client_ip, request_url, COUNT(request_verb) AS count FROM alb_access_logs
            WHERE user_agent LIKE '%curl%' AND client_ip = '192.168.131.39' GROUP BY request_verb, client_ip, request_url LIMIT 100
            """));
        Assert.Equal("[fe80::202:b3ff:fe1e:8329] 443 [2001:db8::1] 80 200 TLSv1.2", await RowAsync(
            "SELECT client_ip, client_port, target_ip, target_port, elb_status_code, ssl_protocol FROM alb_access_logs WHERE client_ip LIKE '[%'"));
        Assert.Equal("2018-07-02 22:23:00.186 UTC", await RowAsync(
            "SELECT min(parse_datetime(time, 'yyyy-MM-dd''T''HH:mm:ss.SSSSSS''Z''')) FROM alb_access_logs"));
    }

    [Fact]
    public async Task Network_load_balancer_logs()
    {
        Put("nlb/a.log", "tls 2.0 2018-12-20T02:59:40 net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99 - ECDHE-RSA-AES128-SHA tlsv12 - my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com h2 h2 \"h2\",\"http/1.1\" 2018-12-20T02:59:30\n"u8.ToArray());
        await RunAsync("""
            CREATE EXTERNAL TABLE IF NOT EXISTS nlb_tls_logs (
              type string, version string, time string, elb string, listener_id string, client_ip string, client_port int, target_ip string,
              target_port int, tcp_connection_time_ms double, tls_handshake_time_ms double, received_bytes bigint, sent_bytes bigint,
              incoming_tls_alert int, cert_arn string, certificate_serial string, tls_cipher_suite string, tls_protocol_version string,
              tls_named_group string, domain_name string, alpn_fe_protocol string, alpn_be_protocol string, alpn_client_preference_list string,
              tls_connection_creation_time string)
            ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
            WITH SERDEPROPERTIES (
              'serialization.format' = '1',
              'input.regex' = '([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*):([0-9]*) ([^ ]*):([0-9]*) ([-.0-9]*) ([-.0-9]*) ([-0-9]*) ([-0-9]*) ([-0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ?([^ ]*)?( .*)?')
            LOCATION 's3://lake/nlb/'
            """);

        Assert.Equal("1 arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99 my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com NULL", await RowAsync(
            "SELECT count(*) AS ct, cert_arn, domain_name, incoming_tls_alert FROM nlb_tls_logs GROUP BY cert_arn, domain_name, incoming_tls_alert"));
    }

    [Fact]
    public async Task Content_delivery_logs()
    {
        var rows = Encoding.UTF8.GetString(Sample("cloudfront", "hub_aws-cloudfront-logs.log")).TrimEnd('\n');
        Put("cf/a.gz", Gzip(Encoding.UTF8.GetBytes("#Version: 1.0\n#Fields: date time x-edge-location …\n" + rows + "\n")));
        await RunAsync("""
            CREATE EXTERNAL TABLE IF NOT EXISTS `cloudfront_standard_logs` (
              `date` DATE, time STRING, x_edge_location STRING, sc_bytes BIGINT, c_ip STRING, cs_method STRING, cs_host STRING, cs_uri_stem STRING,
              sc_status INT, cs_referrer STRING, cs_user_agent STRING, cs_uri_query STRING, cs_cookie STRING, x_edge_result_type STRING,
              x_edge_request_id STRING, x_host_header STRING, cs_protocol STRING, cs_bytes BIGINT, time_taken FLOAT, x_forwarded_for STRING,
              ssl_protocol STRING, ssl_cipher STRING, x_edge_response_result_type STRING, cs_protocol_version STRING, fle_status STRING,
              fle_encrypted_fields INT, c_port INT, time_to_first_byte FLOAT, x_edge_detailed_result_type STRING, sc_content_type STRING,
              sc_content_len BIGINT, sc_range_start BIGINT, sc_range_end BIGINT)
            ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
            LOCATION 's3://lake/cf/'
            TBLPROPERTIES ('skip.header.line.count'='2')
            """);

        Assert.Equal("1406", await RowAsync("SELECT SUM(sc_bytes) AS total_bytes FROM cloudfront_standard_logs WHERE date BETWEEN DATE '2024-03-09' AND DATE '2024-03-31' LIMIT 100"));
        Assert.Equal("2024-03-12 15:22:28 0.113 400 HTTP/2.0 NULL", await RowAsync("SELECT DISTINCT date, time, time_taken, sc_status, cs_protocol_version, sc_range_end FROM cloudfront_standard_logs"));
    }

    [Fact]
    public async Task Object_store_access_logs()
    {
        Put("s3/a", Sample("s3access", "otel_valid_log_multi.log"));
        await RunAsync("""
            CREATE EXTERNAL TABLE logs.mybucket_logs(
              `bucketowner` STRING, `bucket_name` STRING, `requestdatetime` STRING, `remoteip` STRING, `requester` STRING, `requestid` STRING,
              `operation` STRING, `key` STRING, `request_uri` STRING, `httpstatus` STRING, `errorcode` STRING, `bytessent` BIGINT,
              `objectsize` BIGINT, `totaltime` STRING, `turnaroundtime` STRING, `referrer` STRING, `useragent` STRING, `versionid` STRING,
              `hostid` STRING, `sigv` STRING, `ciphersuite` STRING, `authtype` STRING, `endpoint` STRING, `tlsversion` STRING,
              `accesspointarn` STRING, `aclrequired` STRING)
            ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
            WITH SERDEPROPERTIES (
             'input.regex'='([^ ]*) ([^ ]*) \\[(.*?)\\] ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) (\"[^\"]*\"|-) (-|[0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) (\"[^\"]*\"|-) ([^ ]*)(?: ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*))?.*$')
            STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
            OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION 's3://lake/s3/'
            """);

        Assert.Equal("2019-02-06 00:00:38.000 UTC REST.GET.BUCKETPOLICY NoSuchBucketPolicy 297 NULL Yes", await RowAsync("""
            SELECT parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z') AS time, operation, errorcode, bytessent, objectsize, aclrequired
            FROM logs.mybucket_logs WHERE httpstatus = '404'
            """));
        Assert.Equal("3 652 113", await RowAsync("""
            SELECT count(*), SUM(bytessent) AS uploadtotal, min(bytessent) FROM logs.mybucket_logs
            WHERE remoteip = '192.0.2.3' AND parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')
              BETWEEN parse_datetime('2019-02-06', 'yyyy-MM-dd') AND parse_datetime('2019-02-07', 'yyyy-MM-dd')
            """));
    }

    [Theory]
    [InlineData("org.apache.hive.hcatalog.data.JsonSerDe")]
    [InlineData("com.amazon.emr.hive.serde.CloudTrailSerde")]
    public async Task Audit_trails(string serde)
    {
        foreach (var file in Directory.GetFiles(Repository.SharedData("awslogs", "cloudtrail")))
        {
            Put($"trail/us-east-1/2026/01/02/{Path.GetFileName(file)}.gz", Gzip([.. "{\"Records\":"u8, .. File.ReadAllBytes(file), .. "}"u8]));
        }

        await RunAsync($$"""
            CREATE EXTERNAL TABLE cloudtrail_logs (
              eventversion STRING,
              useridentity STRUCT<type:STRING, principalid:STRING, arn:STRING, accountid:STRING, invokedby:STRING, accesskeyid:STRING, username:STRING,
                onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
                sessioncontext:STRUCT<attributes:STRUCT<mfaauthenticated:STRING, creationdate:STRING>,
                  sessionissuer:STRUCT<type:STRING, principalid:STRING, arn:STRING, accountid:STRING, username:STRING>,
                  ec2roledelivery:string, webidfederationdata: STRUCT<federatedprovider: STRING, attributes: map<string,string>>>>,
              eventtime STRING, eventsource STRING, eventname STRING, awsregion STRING, sourceipaddress STRING, useragent STRING, errorcode STRING,
              errormessage STRING, requestparameters STRING, responseelements STRING, additionaleventdata STRING, requestid STRING, eventid STRING,
              resources ARRAY<STRUCT<arn:STRING, accountid:STRING, type:STRING>>, eventtype STRING, apiversion STRING, readonly STRING,
              recipientaccountid STRING, serviceeventdetails STRING, sharedeventid STRING, vpcendpointid STRING, vpcendpointaccountid STRING,
              eventcategory STRING, addendum STRUCT<reason:STRING, updatedfields:STRING, originalrequestid:STRING, originaleventid:STRING>,
              sessioncredentialfromconsole STRING, edgedevicedetails STRING, tlsdetails STRUCT<tlsversion:STRING, ciphersuite:STRING, clientprovidedhostheader:STRING>)
            COMMENT 'CloudTrail table'
            ROW FORMAT SERDE '{{serde}}'
            STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
            OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION 's3://lake/trail/'
            """);

        Assert.Equal("142 142", await RowAsync("SELECT count(*), count(DISTINCT eventid) FROM cloudtrail_logs"));
        Assert.Equal("30 Client.UnauthorizedOperation", await RowAsync(
            "SELECT count(*), max(errorcode) FROM cloudtrail_logs WHERE eventname = 'GetPasswordData' AND useridentity.sessioncontext.sessionissuer.type = 'Role'"));
        Assert.StartsWith("{\"", await RowAsync("SELECT requestparameters FROM cloudtrail_logs WHERE eventname = 'DescribeInstanceInformation' LIMIT 1"));
        Assert.Equal("InstanceIds", await RowAsync(
            "SELECT json_extract_scalar(requestparameters, '$.filters[0].key') FROM cloudtrail_logs WHERE eventname = 'DescribeInstanceInformation' LIMIT 1"));
    }

    [Fact]
    public async Task Web_firewall_logs()
    {
        Put("waf/2026/01/02/a.json", """
            {"timestamp":1576280412771,"formatVersion":1,"webaclId":"arn:aws:wafv2:ap-southeast-2:111122223333:regional/webacl/STMTest/1EXAMPLE-2","terminatingRuleId":"STMTest_SQLi_XSS","terminatingRuleType":"REGULAR","action":"BLOCK","terminatingRuleMatchDetails":[{"conditionType":"SQL_INJECTION","sensitivityLevel":"HIGH","location":"HEADER","matchedData":["10","AND","1"]}],"httpSourceName":"-","httpSourceId":"-","ruleGroupList":[],"rateBasedRuleList":[],"nonTerminatingMatchingRules":[],"httpRequest":{"clientIp":"1.1.1.1","country":"AU","headers":[{"name":"Host","value":"localhost:1989"},{"name":"User-Agent","value":"curl/7.61.1"}],"uri":"/myUri","args":"","httpVersion":"HTTP/1.1","httpMethod":"GET","requestId":"rid"},"labels":[{"name":"value"}]}
            {"timestamp":1576280412999,"formatVersion":1,"webaclId":"w","terminatingRuleId":"Default_Action","terminatingRuleType":"REGULAR","action":"ALLOW","terminatingRuleMatchDetails":[],"httpSourceName":"ALB","httpSourceId":"x","ruleGroupList":[{"ruleGroupId":"g","terminatingRule":{"ruleId":"r","action":"BLOCK"},"nonTerminatingMatchingRules":[],"excludedRules":null}],"httpRequest":{"clientIp":"2.2.2.2","country":"KR","headers":[],"uri":"/","args":"a=1","httpVersion":"HTTP/2.0","httpMethod":"POST","requestId":"y"}}

            """u8.ToArray());
        await RunAsync("""
            CREATE EXTERNAL TABLE `waf_logs_partition_projection`(
              `timestamp` bigint, `formatversion` int, `webaclid` string, `terminatingruleid` string, `terminatingruletype` string, `action` string,
              `terminatingrulematchdetails` array<struct<conditiontype:string, sensitivitylevel:string, location:string, matcheddata:array<string>>>,
              `httpsourcename` string, `httpsourceid` string,
              `rulegrouplist` array<struct<rulegroupid:string, terminatingrule:struct<ruleid:string, action:string, rulematchdetails:array<struct<conditiontype:string, sensitivitylevel:string, location:string, matcheddata:array<string>>>>,
                nonterminatingmatchingrules:array<struct<ruleid:string, action:string, overriddenaction:string>>, excludedrules:string>>,
              `ratebasedrulelist` array<struct<ratebasedruleid:string, limitkey:string, maxrateallowed:int>>,
              `nonterminatingmatchingrules` array<struct<ruleid:string, action:string>>, `requestheadersinserted` array<struct<name:string, value:string>>,
              `responsecodesent` string,
              `httprequest` struct<clientip:string, country:string, headers:array<struct<name:string, value:string>>, uri:string, args:string, httpversion:string, httpmethod:string, requestid:string>,
              `labels` array<struct<name:string>>, `captcharesponse` struct<responsecode:string, solvetimestamp:string, failureReason:string>, `ja3Fingerprint` string)
            PARTITIONED BY (`log_time` string)
            ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
            STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
            OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION 's3://lake/waf/'
            TBLPROPERTIES('projection.enabled'='true', 'projection.log_time.type'='date', 'projection.log_time.format'='yyyy/MM/dd',
              'projection.log_time.interval'='1', 'projection.log_time.interval.unit'='days', 'projection.log_time.range'='2025/01/01,NOW',
              'storage.location.template'='s3://lake/waf/${log_time}')
            """);

        Assert.Equal("localhost:1989 1", await RowAsync("""
            WITH test_dataset AS (SELECT header FROM waf_logs_partition_projection CROSS JOIN UNNEST(httprequest.headers) AS t(header) WHERE log_time >= '2026/01/01')
            SELECT header.value, COUNT(*) c FROM test_dataset WHERE LOWER(header.name) = 'host' GROUP BY header.value LIMIT 100
            """));
        Assert.Equal("1.1.1.1 AU SQL_INJECTION AND", await RowAsync("""
            SELECT httprequest.clientip, httprequest.country, terminatingrulematchdetails[1].conditiontype, terminatingrulematchdetails[1].matcheddata[2]
            FROM waf_logs_partition_projection WHERE action = 'BLOCK' AND log_time = '2026/01/02'
            """));
        Assert.Equal("r BLOCK", await RowAsync("SELECT rulegrouplist[1].terminatingrule.ruleid, rulegrouplist[1].terminatingrule.action FROM waf_logs_partition_projection WHERE cardinality(rulegrouplist) > 0"));
    }

    private static byte[] Sample(string service, string name)
    {
        var bytes = File.ReadAllBytes(Repository.SharedData("awslogs", service, name));
        return bytes[^1] == '\n' ? bytes : [.. bytes, (byte)'\n'];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private void Put(string key, byte[] content) => _host.Objects.Put(AthenaHost.Bucket, key, content);

    private async Task RunAsync(string sql)
    {
        var end = await _host.EndOfAsync(sql, "logs");
        Assert.True(end.Status!.State == "SUCCEEDED", end.Status.StateChangeReason);
    }

    /// <summary>The only row of a query, its values between blanks.</summary>
    private async Task<string> RowAsync(string sql)
    {
        var rows = await _host.RowsAsync(sql, "logs");
        return string.Join(' ', Assert.Single(rows.Skip(1)).Select(value => value ?? "NULL"));
    }
}
