using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Between a workgroup's state and the shapes of the API.</summary>
internal static class WorkGroupShapes
{
    public static WorkGroupSettings Read(WorkGroupConfiguration? given)
    {
        var settings = new WorkGroupSettings();
        if (given is null)
        {
            return settings;
        }

        RequireBuilt(given.CustomerContentEncryptionConfiguration, given.QueryResultsS3AccessGrantsConfiguration);
        if (given.IdentityCenterConfiguration?.EnableIdentityCenter == true)
        {
            throw AthenaErrors.SettingNotBuilt("IdentityCenterConfiguration");
        }

        RequireResults(given.ResultConfiguration?.OutputLocation, given.ResultConfiguration?.ExpectedBucketOwner,
            given.ResultConfiguration?.EncryptionConfiguration, given.ResultConfiguration?.AclConfiguration);
        return settings with
        {
            OutputLocation = given.ResultConfiguration?.OutputLocation,
            EncryptionOption = given.ResultConfiguration?.EncryptionConfiguration?.EncryptionOption,
            KmsKey = given.ResultConfiguration?.EncryptionConfiguration?.KmsKey,
            ExpectedBucketOwner = given.ResultConfiguration?.ExpectedBucketOwner,
            AclOption = given.ResultConfiguration?.AclConfiguration?.S3AclOption,
            Enforce = given.EnforceWorkGroupConfiguration ?? true,
            PublishMetrics = given.PublishCloudWatchMetricsEnabled ?? true,
            BytesScannedCutoff = Cutoff(given.BytesScannedCutoffPerQuery),
            RequesterPays = given.RequesterPaysEnabled ?? false,
            SelectedEngine = Engine(given.EngineVersion, settings.SelectedEngine),
            ExecutionRole = given.ExecutionRole,
            AdditionalConfiguration = given.AdditionalConfiguration,
            MinimumEncryption = given.EnableMinimumEncryptionConfiguration,
        };
    }

    public static WorkGroupSettings Apply(WorkGroupSettings settings, WorkGroupConfigurationUpdates given)
    {
        RequireBuilt(given.CustomerContentEncryptionConfiguration, given.QueryResultsS3AccessGrantsConfiguration);
        settings = settings with
        {
            Enforce = given.EnforceWorkGroupConfiguration ?? settings.Enforce,
            PublishMetrics = given.PublishCloudWatchMetricsEnabled ?? settings.PublishMetrics,
            BytesScannedCutoff = given.RemoveBytesScannedCutoffPerQuery == true
                ? null
                : Cutoff(given.BytesScannedCutoffPerQuery) ?? settings.BytesScannedCutoff,
            RequesterPays = given.RequesterPaysEnabled ?? settings.RequesterPays,
            SelectedEngine = Engine(given.EngineVersion, settings.SelectedEngine),
            ExecutionRole = given.ExecutionRole ?? settings.ExecutionRole,
            AdditionalConfiguration = given.AdditionalConfiguration ?? settings.AdditionalConfiguration,
            MinimumEncryption = given.EnableMinimumEncryptionConfiguration ?? settings.MinimumEncryption,
        };
        return given.ResultConfigurationUpdates is { } results ? Apply(settings, results) : settings;
    }

    public static WorkGroup Write(WorkGroupState group) => new()
    {
        Name = group.Name,
        State = group.State,
        Description = group.Description,
        CreationTime = group.CreatedAt,
        Configuration = Write(group.Settings),
    };

    public static WorkGroupSummary Summary(WorkGroupState group) => new()
    {
        Name = group.Name,
        State = group.State,
        Description = group.Description ?? "",
        CreationTime = group.CreatedAt,
        EngineVersion = WriteEngine(group.Settings.SelectedEngine),
    };

    public static EngineVersion WriteEngine(string selected) =>
        new() { SelectedEngineVersion = selected, EffectiveEngineVersion = EngineVersions.Three };

    public static EncryptionConfiguration? WriteEncryption(string? option, string? key) =>
        option is null ? null : new() { EncryptionOption = option, KmsKey = key };

    /// <summary>An <c>s3://bucket/…</c> address, or nothing.</summary>
    public static void RequireLocation(string? location)
    {
        if (location is not null && S3Address.TryParse(location) is null)
        {
            throw AthenaErrors.InvalidInput($"outputLocation is not a valid S3 path: {location}");
        }
    }

    /// <summary>What a place for results may say, in a workgroup and in a query alike.</summary>
    public static void RequireResults(string? location, string? owner, EncryptionConfiguration? encryption, AclConfiguration? acl)
    {
        RequireLocation(location);
        Constraints.OneOf(encryption?.EncryptionOption, "encryptionOption", "CSE_KMS", "SSE_KMS", "SSE_S3");
        Constraints.OneOf(acl?.S3AclOption, "s3AclOption", "BUCKET_OWNER_FULL_CONTROL");
        if (owner is not null && (owner.Length != 12 || !owner.All(char.IsAsciiDigit)))
        {
            throw AthenaErrors.InvalidInput($"ExpectedBucketOwner {owner} is not an account id of twelve digits");
        }
    }

    public static AclConfiguration? WriteAcl(string? option) => option is null ? null : new() { S3AclOption = option };

    private static void RequireBuilt(CustomerContentEncryptionConfiguration? encryption, QueryResultsS3AccessGrantsConfiguration? grants)
    {
        if (encryption is not null)
        {
            throw AthenaErrors.SettingNotBuilt("CustomerContentEncryptionConfiguration");
        }

        if (grants?.EnableS3AccessGrants == true)
        {
            throw AthenaErrors.SettingNotBuilt("QueryResultsS3AccessGrantsConfiguration");
        }
    }

    private static WorkGroupSettings Apply(WorkGroupSettings settings, ResultConfigurationUpdates given)
    {
        RequireResults(given.OutputLocation, given.ExpectedBucketOwner, given.EncryptionConfiguration, given.AclConfiguration);
        var dropEncryption = given.RemoveEncryptionConfiguration == true;
        return settings with
        {
            OutputLocation = given.RemoveOutputLocation == true ? null : given.OutputLocation ?? settings.OutputLocation,
            EncryptionOption = dropEncryption ? null : given.EncryptionConfiguration?.EncryptionOption ?? settings.EncryptionOption,
            KmsKey = dropEncryption ? null : given.EncryptionConfiguration?.KmsKey ?? settings.KmsKey,
            ExpectedBucketOwner = given.RemoveExpectedBucketOwner == true
                ? null
                : given.ExpectedBucketOwner ?? settings.ExpectedBucketOwner,
            AclOption = given.RemoveAclConfiguration == true ? null : given.AclConfiguration?.S3AclOption ?? settings.AclOption,
        };
    }

    private static WorkGroupConfiguration Write(WorkGroupSettings settings) => new()
    {
        EnforceWorkGroupConfiguration = settings.Enforce,
        PublishCloudWatchMetricsEnabled = settings.PublishMetrics,
        BytesScannedCutoffPerQuery = settings.BytesScannedCutoff,
        RequesterPaysEnabled = settings.RequesterPays,
        EngineVersion = WriteEngine(settings.SelectedEngine),
        ExecutionRole = settings.ExecutionRole,
        AdditionalConfiguration = settings.AdditionalConfiguration,
        EnableMinimumEncryptionConfiguration = settings.MinimumEncryption,
        ResultConfiguration = new()
        {
            OutputLocation = settings.OutputLocation,
            EncryptionConfiguration = WriteEncryption(settings.EncryptionOption, settings.KmsKey),
            ExpectedBucketOwner = settings.ExpectedBucketOwner,
            AclConfiguration = WriteAcl(settings.AclOption),
        },
    };

    private static long? Cutoff(long? bytes) => bytes is null or >= 10_000_000
        ? bytes
        : throw AthenaErrors.InvalidInput("BytesScannedCutoffPerQuery must be at least 10000000");

    private static string Engine(EngineVersion? given, string current)
    {
        var selected = given?.SelectedEngineVersion ?? current;
        return EngineVersions.IsKnown(selected) ? selected : throw AthenaErrors.InvalidInput($"Invalid engine version: {selected}");
    }
}
