namespace Weir.Services.Iot;

/// <summary>Every number of the service. Source: "AWS IoT Core endpoints and quotas", unless a remark says otherwise.</summary>
internal static class IotLimits
{
    public const int RuleActionsMax = 10;
    public const int RuleSqlCharactersMax = 1024 * 64;
    public const int PolicyVersionsMax = 5;
    public const int PolicyCharactersMax = 2048;
    public const int PoliciesPerTargetMax = 10;
    public const int ThingAttributesMax = 50;
    public const int AttributeNameMax = 128;
    public const int AttributeValueMax = 800;
    public const int TagsMax = 50;
    public const int PageSizeDefault = 25;
    public const int PageSizeMax = 250;
    public const int PayloadBytesMax = 128 * 1024;

    /// <summary>How often a rule may republish what a rule republished (ours: AWS only throttles such loops).</summary>
    public const int RepublishDepthMax = 3;

    /// <summary>Attempts at an action before its error action runs; the publisher waits for them.</summary>
    public const int ActionAttemptsMax = 3;

    public static readonly TimeSpan ActionBackoff = TimeSpan.FromMilliseconds(50);

    /// <summary>Records of one put to a stream: PutRecords' limits.</summary>
    public const int StreamRecordsMax = 500;
    public const int StreamBytesMax = 5 * 1024 * 1024;

    /// <summary>Topics remembered with their rules, so that matching is one look-up (ours).</summary>
    public const int RuleCacheMax = 20_000;

    /// <summary>How long an assumed role is used before it is looked up again (ours).</summary>
    public static readonly TimeSpan RoleCacheTime = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan DeviceCertificateLife = TimeSpan.FromDays(365 * 20);
}
