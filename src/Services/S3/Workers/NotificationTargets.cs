using System.Globalization;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Workers;

/// <summary>The queues and functions that buckets notify, reached in S3's own name on behalf of the bucket's owner.</summary>
internal sealed class NotificationTargets(IServiceProvider services, IAuthorizer authorizer, IdSource ids, TimeProvider clock)
{
    private const string Principal = "s3.amazonaws.com";

    // Asked for when first needed: queues and functions may in turn ask for the object store.
    private IQueues Queues => (IQueues)services.GetService(typeof(IQueues))!;

    private IFunctions Functions => (IFunctions)services.GetService(typeof(IFunctions))!;

    /// <summary>Throws S3's error naming every destination that does not exist or may not be sent to.</summary>
    public void Require(BucketState bucket, IReadOnlyList<NotificationState> rules)
    {
        var members = new Dictionary<string, string>();
        foreach (var rule in rules)
        {
            if (Refusal(bucket, rule) is { } why)
            {
                var number = ((members.Count / 2) + 1).ToString(CultureInfo.InvariantCulture);
                members["ArgumentName" + number] = rule.Destination;
                members["ArgumentValue" + number] = why;
            }
        }

        if (members.Count > 0)
        {
            throw new ServiceException("InvalidArgument", "Unable to validate the following destination configurations") { Members = members };
        }
    }

    /// <summary>Each queue is told once that it is now a destination.</summary>
    public async ValueTask SendTestAsync(
        CallContext call, BucketState bucket, IReadOnlyList<NotificationState> rules, CancellationToken cancellationToken)
    {
        var queues = rules.Where(rule => rule.Kind == NotificationKind.Queue).Select(rule => rule.Destination).Distinct();
        foreach (var queue in queues)
        {
            var body = EventMessage.OfTest(call, bucket.Name, clock.GetUtcNow());
            await Queues.SendAsync(As(bucket.Account, bucket.Region, bucket.Name), queue, body, cancellationToken);
        }
    }

    public async ValueTask SendAsync(EventState message, CancellationToken cancellationToken)
    {
        var call = As(message.Account, message.Region, message.Bucket);
        switch (message.Kind)
        {
            case NotificationKind.Queue:
                await Queues.SendAsync(call, message.Destination, message.Body, cancellationToken);
                break;
            case NotificationKind.Function:
                await Functions.InvokeEventAsync(
                    call, message.Destination, System.Text.Encoding.UTF8.GetBytes(message.Body), cancellationToken);
                break;
        }
    }

    private string? Refusal(BucketState bucket, NotificationState rule)
    {
        if (Arn.TryParse(rule.Destination, out var arn) && arn.Region != bucket.Region)
        {
            return "The notification destination service region is not valid for the bucket location constraint";
        }

        try
        {
            var call = As(bucket.Account, bucket.Region, bucket.Name);
            switch (rule.Kind)
            {
                case NotificationKind.Queue:
                    Queues.RequireSendable(call, rule.Destination);
                    break;
                case NotificationKind.Function:
                    Functions.RequireFunction(call, rule.Destination);
                    break;
            }

            return null;
        }
        catch (ServiceException refusal)
        {
            return Explain(rule.Kind, refusal);
        }
    }

    private static string Explain(NotificationKind kind, ServiceException refusal) => kind switch
    {
        NotificationKind.Queue when refusal.Code.Contains("NonExistent", StringComparison.Ordinal)
            || refusal.Code.Contains("DoesNotExist", StringComparison.Ordinal) => "The destination queue does not exist",
        NotificationKind.Queue => "Permissions on the destination queue do not allow S3 to publish notifications from this bucket",
        NotificationKind.Function when refusal.Code == "ResourceNotFoundException" => "The destination Lambda does not exist",
        NotificationKind.Function => "Not authorized to invoke function",
    };

    private CallContext As(string account, string region, string bucket) => new()
    {
        Caller = Caller.ForService(account, Principal),
        Region = region,
        RequestId = ids.NewUpperToken(16),
        Authorizer = authorizer,
        SourceArn = S3Names.BucketArn(bucket),
    };
}
