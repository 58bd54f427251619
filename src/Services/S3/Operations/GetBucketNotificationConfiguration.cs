using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells where the bucket's events go.</summary>
internal sealed class GetBucketNotificationConfiguration(Buckets buckets) : BucketOperation<GetBucketNotificationConfigurationRequest, GetBucketNotificationConfigurationResponse>(buckets)
{
    public override string? Action(GetBucketNotificationConfigurationRequest request) => "s3:GetBucketNotification";

    public override ValueTask<GetBucketNotificationConfigurationResponse> HandleAsync(
        CallContext call, GetBucketNotificationConfigurationRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var rules = bucket.Notifications.ToLookup(rule => rule.Kind);
        return ValueTask.FromResult(new GetBucketNotificationConfigurationResponse
        {
            QueueConfigurations = rules[NotificationKind.Queue].Select(rule => new QueueConfiguration
            {
                Id = rule.Id,
                QueueArn = rule.Destination,
                Events = rule.Events,
                Filter = NotificationRules.Present(rule),
            }).ToList(),
            LambdaFunctionConfigurations = rules[NotificationKind.Function].Select(rule => new LambdaFunctionConfiguration
            {
                Id = rule.Id,
                LambdaFunctionArn = rule.Destination,
                Events = rule.Events,
                Filter = NotificationRules.Present(rule),
            }).ToList(),
        });
    }

    protected override string BucketOf(GetBucketNotificationConfigurationRequest request) => request.Bucket;
}
