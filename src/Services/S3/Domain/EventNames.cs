namespace Weir.Services.S3.Domain;

/// <summary>What can happen to objects, as notifications name it. Source: "Supported event types for SQS, SNS and Lambda".</summary>
internal static class EventNames
{
    public const string Put = "ObjectCreated:Put";
    public const string Copy = "ObjectCreated:Copy";
    public const string CompleteMultipartUpload = "ObjectCreated:CompleteMultipartUpload";
    public const string Delete = "ObjectRemoved:Delete";
    public const string PutTags = "ObjectTagging:Put";
    public const string DeleteTags = "ObjectTagging:Delete";

    private const string Service = "s3:";

    private static readonly HashSet<string> Known =
    [
        "s3:TestEvent",
        "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload",
        "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectTagging:*", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete",
        "s3:ObjectAcl:Put", "s3:ReducedRedundancyLostObject",
        "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete",
        "s3:Replication:*", "s3:Replication:OperationFailedReplication", "s3:Replication:OperationMissedThreshold",
        "s3:Replication:OperationReplicatedAfterThreshold", "s3:Replication:OperationNotTracked",
        "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated",
        "s3:LifecycleTransition", "s3:IntelligentTiering",
    ];

    public static bool IsKnown(string pattern) => Known.Contains(pattern);

    /// <param name="pattern">As configured: <c>s3:ObjectCreated:*</c>.</param>
    /// <param name="name">As it happened: <c>ObjectCreated:Put</c>.</param>
    public static bool Matches(string pattern, string name)
    {
        var wanted = pattern.AsSpan(Service.Length);
        return wanted.EndsWith("*") ? name.AsSpan().StartsWith(wanted[..^1]) : wanted.SequenceEqual(name);
    }

    /// <summary>Whether some event satisfies both.</summary>
    public static bool Overlap(string left, string right) =>
        left == right || Matches(left, right.TrimEnd('*')[Service.Length..]) || Matches(right, left.TrimEnd('*')[Service.Length..]);
}
