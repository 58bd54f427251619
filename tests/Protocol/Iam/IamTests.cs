using System.Text.Json;

namespace Weir.Protocol.Tests.Iam;

public sealed class IamTests(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "iam.core")]
    public async Task A_user_of_the_CLI_may_do_what_its_policies_say_from_one_command_to_the_next()
    {
        var root = weir.ClientsOf("100000000001");
        (await root.AwsAsync("iam", "create-user", "--user-name", "ann", "--path", "/team/", "--tags", "Key=team,Value=lake")).Ok();
        using var key = JsonDocument.Parse((await root.AwsAsync("iam", "create-access-key", "--user-name", "ann")).Ok());
        var made = key.RootElement.GetProperty("AccessKey");
        var ann = weir.ClientsWith(made.GetProperty("AccessKeyId").GetString()!, made.GetProperty("SecretAccessKey").GetString()!);

        var identity = (await ann.AwsAsync("sts", "get-caller-identity", "--query", "Arn", "--output", "text")).Ok();
        Assert.Equal("arn:aws:iam::100000000001:user/team/ann", identity.Trim());
        var refused = await ann.AwsAsync("sqs", "create-queue", "--queue-name", "q");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("(AccessDenied", refused.Error, StringComparison.Ordinal);
        Assert.Contains(
            "User: arn:aws:iam::100000000001:user/team/ann is not authorized to perform: sqs:CreateQueue on resource: "
            + "arn:aws:sqs:us-east-1:100000000001:q because no identity-based policy allows the sqs:CreateQueue action",
            refused.Error, StringComparison.Ordinal);

        (await root.AwsAsync("iam", "attach-user-policy", "--user-name", "ann", "--policy-arn", "arn:aws:iam::aws:policy/AmazonSQSFullAccess")).Ok();
        (await ann.AwsAsync("sqs", "create-queue", "--queue-name", "q")).Ok();
        (await root.AwsAsync(
            "iam", "put-user-policy", "--user-name", "ann", "--policy-name", "never", "--policy-document",
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}}""")).Ok();
        var url = (await ann.AwsAsync("sqs", "get-queue-url", "--queue-name", "q", "--query", "QueueUrl", "--output", "text")).Ok().Trim();
        var denied = await ann.AwsAsync("sqs", "delete-queue", "--queue-url", url);
        Assert.Contains("with an explicit deny in an identity-based policy", denied.Error, StringComparison.Ordinal);

        (await root.AwsAsync("iam", "update-access-key", "--user-name", "ann", "--access-key-id",
            made.GetProperty("AccessKeyId").GetString()!, "--status", "Inactive")).Ok();
        Assert.Contains("InvalidClientTokenId", (await ann.AwsAsync("sts", "get-caller-identity")).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("feature", "iam.core")]
    public async Task Boto3_manages_groups_roles_and_policy_versions_with_its_paginators_and_exceptions()
    {
        var output = (await weir.ClientsOf("100000000002").PythonAsync("""
            iam = client("iam")
            allow = lambda action: json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
            arn = iam.create_policy(PolicyName="readers", PolicyDocument=allow("s3:Get*"))["Policy"]["Arn"]
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow("s3:List*"), SetAsDefault=True)
            version = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
            assert version["IsDefaultVersion"] and version["Document"]["Statement"][0]["Action"] == "s3:List*", version
            for n in range(7):
                iam.create_user(UserName=f"user-{n}")
            users = [u["UserName"] for page in iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 3}) for u in page["Users"]]
            assert users == [f"user-{n}" for n in range(7)], users
            iam.create_group(GroupName="devs")
            iam.attach_group_policy(GroupName="devs", PolicyArn=arn)
            iam.add_user_to_group(GroupName="devs", UserName="user-3")
            assert [g["GroupName"] for g in iam.list_groups_for_user(UserName="user-3")["Groups"]] == ["devs"]
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            role = iam.create_role(RoleName="fn", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
            assert role["AssumeRolePolicyDocument"] == trust and role["MaxSessionDuration"] == 3600, role
            iam.attach_role_policy(RoleName="fn", PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
            assert iam.list_attached_role_policies(RoleName="fn")["AttachedPolicies"][0]["PolicyName"] == "AWSLambdaBasicExecutionRole"
            def code(call):
                try:
                    call()
                except botocore.exceptions.ClientError as error:
                    return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
            assert code(lambda: iam.create_user(UserName="USER-1")) == ("EntityAlreadyExists", 409)
            assert code(lambda: iam.get_role(RoleName="none")) == ("NoSuchEntity", 404)
            assert code(lambda: iam.delete_group(GroupName="devs")) == ("DeleteConflict", 409)
            assert code(lambda: iam.put_user_policy(UserName="user-1", PolicyName="p", PolicyDocument="{")) == ("MalformedPolicyDocument", 400)
            try:
                iam.get_user(UserName="none")
            except iam.exceptions.NoSuchEntityException as error:
                print(error.response["Error"]["Message"])
            """)).Ok();
        Assert.Equal("The user with name none cannot be found.", output.Trim());
    }
}
