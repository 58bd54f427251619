namespace Weir.Services.Sts;

/// <summary>Source: AWS STS API Reference.</summary>
internal static class StsLimits
{
    public const int DurationSecondsMin = 900;
    public const int RoleDurationSecondsDefault = 3600;

    /// <summary>A session of a role that was assumed by a session of a role.</summary>
    public const int ChainedSecondsMax = 3600;
    public const int TokenSecondsDefault = 43_200;
    public const int TokenSecondsMax = 129_600;
    public const int RootTokenSecondsMax = 3600;
    public const int SessionNameLettersMin = 2;
    public const int SessionNameLettersMax = 64;
    public const int PolicyLettersMax = 2048;
    public const int PolicyArnsMax = 10;
    public const int TagsMax = 50;
}
