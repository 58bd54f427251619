namespace Weir.Services.Iam;

/// <summary>Source: "IAM and AWS STS quotas", IAM User Guide; the defaults.</summary>
internal static class IamLimits
{
    public const int UserNameLettersMax = 64;
    public const int GroupNameLettersMax = 128;
    public const int RoleNameLettersMax = 64;
    public const int PolicyNameLettersMax = 128;
    public const int PathLettersMax = 512;

    /// <summary>Letters, white space not counted.</summary>
    public const int ManagedPolicyLettersMax = 6144;
    public const int UserInlineLettersMax = 2048;
    public const int GroupInlineLettersMax = 5120;
    public const int RoleInlineLettersMax = 10240;
    public const int TrustLettersMax = 2048;

    public const int KeysPerUserMax = 2;
    public const int GroupsPerUserMax = 10;
    public const int AttachedMax = 10;
    public const int PolicyVersionsMax = 5;
    public const int TagsMax = 50;
    public const int TagKeyLettersMax = 128;
    public const int TagValueLettersMax = 256;
    public const int PageDefault = 100;
    public const int PageMax = 1000;

    public const int SessionSecondsDefault = 3600;
    public const int SessionSecondsMin = 3600;
    public const int SessionSecondsMax = 43200;

    /// <summary>An ended session is kept a while, so that its user reads "expired" and not "unknown".</summary>
    public static readonly TimeSpan EndedSessionKept = TimeSpan.FromDays(1);
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(10);
    public const int SweepSessionsMax = 500;
    public const int CachedCredentialsMax = 4096;
}
