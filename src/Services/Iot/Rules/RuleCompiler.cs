using Weir.Engines.Sql;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Core;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Rules;

/// <summary>Turns a rule as given into one that runs, refusing what cannot. Pure.</summary>
internal sealed class RuleCompiler(RuleTargets targets)
{
    public CompiledRule Compile(IotRealm realm, RuleState rule)
    {
        var payload = rule.Payload;
        if (payload.Sql.Length > IotLimits.RuleSqlCharactersMax)
        {
            throw IotErrors.SqlParse("The statement is too long");
        }

        if (payload.AwsIotSqlVersion is not (null or "2015-10-08" or "2016-03-23" or "beta"))
        {
            throw IotErrors.Invalid($"The SQL version '{payload.AwsIotSqlVersion}' is unknown");
        }

        if (payload.Actions.Count > IotLimits.RuleActionsMax)
        {
            throw IotErrors.Invalid($"A rule has at most {IotLimits.RuleActionsMax} actions");
        }

        try
        {
            var query = IotQuery.Parse(payload.Sql);
            if (query.TopicFilter is { } filter && !MqttTopics.IsFilter(filter))
            {
                throw IotErrors.SqlParse($"'{filter}' is not a topic filter");
            }

            return new()
            {
                Realm = realm,
                Name = rule.Name,
                Query = query,
                Actions = [.. payload.Actions.Select(ActionOf)],
                ErrorAction = payload.ErrorAction is { } errorAction ? ActionOf(errorAction) : null,
            };
        }
        catch (SqlException wrong)
        {
            throw IotErrors.SqlParse(wrong.Message);
        }
    }

    /// <summary>What failed, for error messages.</summary>
    public static string Describe(Exception exception) =>
        exception is ServiceException known ? $"{known.Code}: {known.Message}" : exception.Message;

    private RuleAction ActionOf(Action action)
    {
        RuleAction?[] all =
        [
            action.Kinesis is { } kinesis ? new KinesisRuleAction(kinesis, targets) : null,
            action.Firehose is { } firehose ? new FirehoseRuleAction(firehose, targets) : null,
            action.S3 is { } s3 ? new S3RuleAction(s3, targets) : null,
            action.Sqs is { } sqs ? new SqsRuleAction(sqs, targets) : null,
            action.Lambda is { } lambda ? new LambdaRuleAction(lambda, targets) : null,
            action.Republish is { } republish ? new RepublishRuleAction(republish, targets) : null,
        ];
        var named = all.Where(one => one is not null).ToList();
        return named.Count == 1 && action == Only(action)
            ? named[0]!
            : throw IotErrors.Invalid(
                "Each action must be exactly one of: kinesis, firehose, s3, sqs, lambda, republish; other actions are not built");
    }

    /// <summary>The action without members that are not built.</summary>
    private static Action Only(Action action) => new()
    {
        Kinesis = action.Kinesis,
        Firehose = action.Firehose,
        S3 = action.S3,
        Sqs = action.Sqs,
        Lambda = action.Lambda,
        Republish = action.Republish,
    };
}
