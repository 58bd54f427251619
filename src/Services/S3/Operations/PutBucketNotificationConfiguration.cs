using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;
using Weir.Services.S3.Workers;

namespace Weir.Services.S3.Operations;

/// <summary>Replaces where the bucket's events go; each destination must exist and let S3 send.</summary>
internal sealed class PutBucketNotificationConfiguration(Buckets buckets, NotificationTargets targets, IdSource ids)
    : BucketOperation<PutBucketNotificationConfigurationRequest, PutBucketNotificationConfigurationResponse>(buckets)
{
    public override string? Action(PutBucketNotificationConfigurationRequest request) => "s3:PutBucketNotification";

    public override async ValueTask<PutBucketNotificationConfigurationResponse> HandleAsync(
        CallContext call, PutBucketNotificationConfigurationRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var rules = NotificationRules.Accept(request.NotificationConfiguration, ids);
        if (request.SkipDestinationValidation is not true)
        {
            targets.Require(bucket, rules);
        }

        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner, current => current with { Notifications = rules }, cancellationToken);
        await targets.SendTestAsync(call, bucket, rules, cancellationToken);
        return new();
    }

    protected override string BucketOf(PutBucketNotificationConfigurationRequest request) => request.Bucket;
}
