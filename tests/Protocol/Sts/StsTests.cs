namespace Weir.Protocol.Tests.Sts;

public sealed class StsTests(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "sts.core")]
    public async Task The_CLI_learns_who_it_is()
    {
        var output = (await weir.ClientsOf("100000000003").AwsAsync("sts", "get-caller-identity", "--query", "[Account,Arn,UserId]", "--output", "text")).Ok();
        Assert.Equal("100000000003\tarn:aws:iam::100000000003:root\t100000000003", output.Trim());
    }

    [Fact]
    [Trait("feature", "sts.core")]
    public async Task Boto3_works_with_the_credentials_of_roles_and_session_tokens()
    {
        (await weir.ClientsOf("100000000004").PythonAsync("""
            iam, sts = client("iam"), client("sts")
            account = "100000000004"
            def session(credentials, **more):
                return dict(aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
                    aws_session_token=credentials["SessionToken"], **more)
            def code(call):
                try:
                    call()
                except botocore.exceptions.ClientError as error:
                    return error.response["Error"]["Code"]
            def trust(principal, **more):
                return json.dumps({"Version": "2012-10-17", "Statement": [dict(Effect="Allow", Principal=principal, Action="sts:AssumeRole", **more)]})
            everything = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*"}]})
            arn = iam.create_role(RoleName="ops", AssumeRolePolicyDocument=trust({"AWS": account}, Condition={"StringEquals": {"sts:ExternalId": "secret"}}))["Role"]["Arn"]
            iam.put_role_policy(RoleName="ops", PolicyName="p", PolicyDocument=everything)
            assert code(lambda: sts.assume_role(RoleArn=arn, RoleSessionName="run")) == "AccessDenied"
            assert code(lambda: sts.assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="wrong")) == "AccessDenied"
            assumed = sts.assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="secret", DurationSeconds=900)
            assert assumed["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{account}:assumed-role/ops/run", assumed
            role = session(assumed["Credentials"])
            assert client("sts", **role).get_caller_identity()["Arn"] == f"arn:aws:sts::{account}:assumed-role/ops/run"
            client("sqs", **role).create_queue(QueueName="q")
            client("s3", **role).list_buckets()
            assert code(lambda: client("iam", **role).list_users()) == "AccessDenied"

            narrow = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]})
            narrowed = session(sts.assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="secret", Policy=narrow)["Credentials"])
            client("sqs", **narrowed).list_queues()
            assert code(lambda: client("s3", **narrowed).list_buckets()) == "AccessDenied"

            assert code(lambda: sts.assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="secret", DurationSeconds=7200)) == "ValidationError"
            assert code(lambda: sts.assume_role(RoleArn=arn + "x", RoleSessionName="run")) == "AccessDenied"
            lambdas = iam.create_role(RoleName="fn", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"}))["Role"]["Arn"]
            assert code(lambda: sts.assume_role(RoleArn=lambdas, RoleSessionName="run")) == "AccessDenied"

            iam.create_user(UserName="ann")
            key = iam.create_access_key(UserName="ann")["AccessKey"]
            ann = dict(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
            assert code(lambda: client("sts", **ann).assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="secret")) == "AccessDenied"
            iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn}]}))
            client("sts", **ann).assume_role(RoleArn=arn, RoleSessionName="run", ExternalId="secret")
            named = iam.create_role(RoleName="named", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{account}:user/ann"}))["Role"]["Arn"]
            client("sts", **ann).assume_role(RoleArn=named, RoleSessionName="run")

            token = session(client("sts", **ann).get_session_token()["Credentials"])
            assert client("sts", **token).get_caller_identity()["Arn"] == f"arn:aws:iam::{account}:user/ann"
            assert code(lambda: client("sts", **token).get_session_token()) == "AccessDenied"
            stolen = dict(token, aws_session_token="other")
            assert code(lambda: client("sts", **stolen).get_caller_identity()) == "InvalidClientTokenId"
            assert code(lambda: client("s3", **stolen).list_buckets()) == "InvalidToken"
            assert sts.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"] == account
            """)).Ok();
    }
}
