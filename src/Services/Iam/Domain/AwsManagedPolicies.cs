using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>Policies that AWS manages, by ARN: those in common use with the services that are here.</summary>
/// <remarks>Source: AWS Managed Policy Reference. Where AWS's own document lists services that are not here, those are left out.</remarks>
internal static class AwsManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy";

    private static readonly FrozenDictionary<string, ManagedPolicy> ByArn = new[]
    {
        Of("/AdministratorAccess", """{"Effect":"Allow","Action":"*","Resource":"*"}"""),
        Of("/PowerUserAccess", """
            {"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},
            {"Effect":"Allow","Action":["iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles"],"Resource":"*"}
            """),
        Of("/ReadOnlyAccess", """
            {"Effect":"Allow","Action":["athena:BatchGet*","athena:Get*","athena:List*","firehose:Describe*","firehose:List*",
            "glue:BatchGet*","glue:Get*","glue:List*","glue:SearchTables","iam:Generate*","iam:Get*","iam:List*","iam:Simulate*",
            "iot:Describe*","iot:Get*","iot:List*","kinesis:Describe*","kinesis:Get*","kinesis:List*","lambda:Get*","lambda:List*",
            "logs:Describe*","logs:FilterLogEvents","logs:Get*","logs:List*","s3:Get*","s3:List*","sqs:Get*","sqs:List*",
            "sqs:ReceiveMessage","sts:GetAccessKeyInfo","sts:GetCallerIdentity","sts:GetSessionToken"],"Resource":"*"}
            """),
        Of("/IAMFullAccess", """{"Effect":"Allow","Action":["iam:*"],"Resource":"*"}"""),
        Of("/IAMReadOnlyAccess", """{"Effect":"Allow","Action":["iam:GenerateCredentialReport","iam:Get*","iam:List*","iam:Simulate*"],"Resource":"*"}"""),
        Of("/AmazonS3FullAccess", """{"Effect":"Allow","Action":["s3:*","s3-object-lambda:*"],"Resource":"*"}"""),
        Of("/AmazonS3ReadOnlyAccess", """
            {"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:Describe*","s3-object-lambda:Get*","s3-object-lambda:List*"],"Resource":"*"}
            """),
        Of("/AmazonKinesisFullAccess", """{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}"""),
        Of("/AmazonKinesisReadOnlyAccess", """{"Effect":"Allow","Action":["kinesis:Get*","kinesis:List*","kinesis:Describe*"],"Resource":"*"}"""),
        Of("/AmazonKinesisFirehoseFullAccess", """{"Effect":"Allow","Action":["firehose:*"],"Resource":"*"}"""),
        Of("/AmazonKinesisFirehoseReadOnlyAccess", """{"Effect":"Allow","Action":["firehose:Describe*","firehose:List*"],"Resource":"*"}"""),
        Of("/AmazonSQSFullAccess", """{"Effect":"Allow","Action":["sqs:*"],"Resource":"*"}"""),
        Of("/AmazonSQSReadOnlyAccess", """
            {"Effect":"Allow","Action":["sqs:GetQueueAttributes","sqs:GetQueueUrl","sqs:ListDeadLetterSourceQueues","sqs:ListQueues",
            "sqs:ListMessageMoveTasks","sqs:ListQueueTags"],"Resource":"*"}
            """),
        Of("/AWSIoTFullAccess", """{"Effect":"Allow","Action":["iot:*","iotjobsdata:*"],"Resource":"*"}"""),
        Of("/AWSIoTDataAccess", """
            {"Effect":"Allow","Action":["iot:Connect","iot:Publish","iot:Subscribe","iot:Receive","iot:GetThingShadow",
            "iot:UpdateThingShadow","iot:DeleteThingShadow","iot:ListNamedShadowsForThing"],"Resource":"*"}
            """),
        Of("/CloudWatchLogsFullAccess", """{"Effect":"Allow","Action":["logs:*"],"Resource":"*"}"""),
        Of("/CloudWatchLogsReadOnlyAccess", """
            {"Effect":"Allow","Action":["logs:Describe*","logs:Get*","logs:List*","logs:StartQuery","logs:StopQuery","logs:TestMetricFilter",
            "logs:FilterLogEvents","logs:StartLiveTail","logs:StopLiveTail"],"Resource":"*"}
            """),
        Of("/AWSLambda_FullAccess", """
            {"Effect":"Allow","Action":["lambda:*","logs:DescribeLogGroups","iam:GetPolicy","iam:GetPolicyVersion","iam:GetRole",
            "iam:GetRolePolicy","iam:ListAttachedRolePolicies","iam:ListRolePolicies","iam:ListRoles"],"Resource":"*"},
            {"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},
            {"Effect":"Allow","Action":["logs:DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents"],
            "Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}
            """),
        Of("/AWSLambda_ReadOnlyAccess", """
            {"Effect":"Allow","Action":["lambda:Get*","lambda:List*","logs:DescribeLogGroups","iam:ListRoles","iam:ListRolePolicies",
            "iam:GetRole","iam:GetPolicy","iam:GetPolicyVersion","iam:ListAttachedRolePolicies","iam:GetRolePolicy"],"Resource":"*"}
            """),
        Of("/AmazonAthenaFullAccess", """
            {"Effect":"Allow","Action":["athena:*"],"Resource":"*"},
            {"Effect":"Allow","Action":["glue:CreateDatabase","glue:DeleteDatabase","glue:GetDatabase","glue:GetDatabases","glue:UpdateDatabase",
            "glue:CreateTable","glue:DeleteTable","glue:BatchDeleteTable","glue:UpdateTable","glue:GetTable","glue:GetTables",
            "glue:BatchCreatePartition","glue:CreatePartition","glue:DeletePartition","glue:BatchDeletePartition","glue:UpdatePartition",
            "glue:GetPartition","glue:GetPartitions","glue:BatchGetPartition"],"Resource":"*"},
            {"Effect":"Allow","Action":["s3:GetBucketLocation","s3:GetObject","s3:ListBucket","s3:ListBucketMultipartUploads",
            "s3:ListMultipartUploadParts","s3:AbortMultipartUpload","s3:CreateBucket","s3:PutObject","s3:PutBucketPublicAccessBlock"],
            "Resource":["arn:aws:s3:::aws-athena-query-results-*"]},
            {"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::athena-examples*"]},
            {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListAllMyBuckets"],"Resource":"*"}
            """),
        Of("/AWSGlueConsoleFullAccess", """
            {"Effect":"Allow","Action":["glue:*","s3:ListAllMyBuckets","s3:ListBucket","s3:GetBucketAcl","s3:GetBucketLocation",
            "iam:ListRoles","iam:ListUsers","iam:ListGroups","iam:ListRolePolicies","iam:GetRole","iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies"],"Resource":"*"},
            {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::aws-glue-*/*","arn:aws:s3:::*/*aws-glue-*/*"]}
            """),
        Of("/service-role/AWSGlueServiceRole", """
            {"Effect":"Allow","Action":["glue:*","s3:GetBucketLocation","s3:ListBucket","s3:ListAllMyBuckets","s3:GetBucketAcl",
            "iam:ListRolePolicies","iam:GetRole","iam:GetRolePolicy","cloudwatch:PutMetricData"],"Resource":["*"]},
            {"Effect":"Allow","Action":["s3:CreateBucket"],"Resource":["arn:aws:s3:::aws-glue-*"]},
            {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],
            "Resource":["arn:aws:s3:::aws-glue-*/*","arn:aws:s3:::*/*aws-glue-*/*"]},
            {"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::crawler-public*","arn:aws:s3:::aws-glue-*"]},
            {"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:aws:logs:*:*:*:/aws-glue/*"]}
            """),
        Of("/service-role/AWSLambdaBasicExecutionRole", """
            {"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}
            """),
        Of("/service-role/AWSLambdaKinesisExecutionRole", """
            {"Effect":"Allow","Action":["kinesis:DescribeStream","kinesis:DescribeStreamSummary","kinesis:GetRecords","kinesis:GetShardIterator",
            "kinesis:ListShards","kinesis:ListStreams","kinesis:SubscribeToShard","logs:CreateLogGroup","logs:CreateLogStream",
            "logs:PutLogEvents"],"Resource":"*"}
            """),
        Of("/service-role/AWSLambdaSQSQueueExecutionRole", """
            {"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes","logs:CreateLogGroup",
            "logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}
            """),
    }.ToFrozenDictionary(policy => policy.Arn);

    public static ManagedPolicy? Find(string arn) => ByArn.GetValueOrDefault(arn);

    public static IEnumerable<ManagedPolicy> All => ByArn.Values;

    public static bool IsAwsArn(string arn) => arn.StartsWith(Prefix, StringComparison.Ordinal);

    private static ManagedPolicy Of(string name, string statements)
    {
        const long Created = 1_423_155_600; // 2015-02-05, when AWS began to manage policies
        var cut = name.LastIndexOf('/');
        var document = $$"""{"Version":"2012-10-17","Statement":[{{statements.ReplaceLineEndings(" ").Trim()}}]}""";
        return new()
        {
            Name = name[(cut + 1)..],
            Path = name[..(cut + 1)],
            Id = IdOf(name),
            Arn = $"{Prefix}{name}",
            CreatedSeconds = Created,
            UpdatedSeconds = Created,
            Versions = [new("v1", document, Created)],
            DefaultVersionId = "v1",
            NextVersion = 2,
        };
    }

    /// <summary>Ids of AWS's policies are not published; these follow from the name, so they are the same everywhere.</summary>
    private static string IdOf(string name)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return "ANPA" + string.Concat(hash.Take(17).Select(value => Letters[value % Letters.Length]));
    }
}
