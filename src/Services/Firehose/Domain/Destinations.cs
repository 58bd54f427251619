using Weir.Kernel.Core;
using Weir.Services.Firehose.Model;

namespace Weir.Services.Firehose.Domain;

/// <summary>Fills in a destination's defaults, applies updates, and refuses what cannot work or is not built.</summary>
internal static class Destinations
{
    public static ExtendedS3DestinationDescription Of(S3DestinationConfiguration asked) => Checked(new()
    {
        RoleARN = asked.RoleARN,
        BucketARN = asked.BucketARN,
        Prefix = asked.Prefix,
        ErrorOutputPrefix = asked.ErrorOutputPrefix,
        BufferingHints = Hints(asked.BufferingHints, isConverted: false),
        CompressionFormat = asked.CompressionFormat ?? "UNCOMPRESSED",
        EncryptionConfiguration = asked.EncryptionConfiguration ?? NoEncryption,
        CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions ?? new() { Enabled = false },
    });

    public static ExtendedS3DestinationDescription Of(ExtendedS3DestinationConfiguration asked) => Checked(new()
    {
        RoleARN = asked.RoleARN,
        BucketARN = asked.BucketARN,
        Prefix = asked.Prefix,
        ErrorOutputPrefix = asked.ErrorOutputPrefix,
        BufferingHints = Hints(asked.BufferingHints, IsOn(asked.DataFormatConversionConfiguration)),
        CompressionFormat = asked.CompressionFormat ?? "UNCOMPRESSED",
        EncryptionConfiguration = asked.EncryptionConfiguration ?? NoEncryption,
        CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions ?? new() { Enabled = false },
        ProcessingConfiguration = asked.ProcessingConfiguration,
        S3BackupMode = asked.S3BackupMode ?? "Disabled",
        S3BackupDescription = asked.S3BackupConfiguration is { } backup ? Describe(backup) : null,
        DataFormatConversionConfiguration = asked.DataFormatConversionConfiguration,
        DynamicPartitioningConfiguration = asked.DynamicPartitioningConfiguration,
        FileExtension = asked.FileExtension,
        CustomTimeZone = asked.CustomTimeZone ?? "UTC",
    });

    public static ExtendedS3DestinationDescription With(ExtendedS3DestinationDescription before, ExtendedS3DestinationUpdate asked)
    {
        var conversion = asked.DataFormatConversionConfiguration ?? before.DataFormatConversionConfiguration;
        return Checked(before with
        {
            RoleARN = asked.RoleARN ?? before.RoleARN,
            BucketARN = asked.BucketARN ?? before.BucketARN,
            Prefix = asked.Prefix ?? before.Prefix,
            ErrorOutputPrefix = asked.ErrorOutputPrefix ?? before.ErrorOutputPrefix,
            BufferingHints = asked.BufferingHints is { } hints ? Hints(hints, IsOn(conversion)) : before.BufferingHints,
            CompressionFormat = asked.CompressionFormat ?? before.CompressionFormat,
            EncryptionConfiguration = asked.EncryptionConfiguration ?? before.EncryptionConfiguration,
            CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions ?? before.CloudWatchLoggingOptions,
            ProcessingConfiguration = asked.ProcessingConfiguration ?? before.ProcessingConfiguration,
            S3BackupMode = asked.S3BackupMode ?? before.S3BackupMode,
            S3BackupDescription = asked.S3BackupUpdate is { } backup ? WithBackup(before.S3BackupDescription, backup) : before.S3BackupDescription,
            DataFormatConversionConfiguration = conversion,
            DynamicPartitioningConfiguration = asked.DynamicPartitioningConfiguration ?? before.DynamicPartitioningConfiguration,
            FileExtension = asked.FileExtension ?? before.FileExtension,
            CustomTimeZone = asked.CustomTimeZone ?? before.CustomTimeZone,
        });
    }

    public static ExtendedS3DestinationDescription With(ExtendedS3DestinationDescription before, S3DestinationUpdate asked) =>
        With(before, new ExtendedS3DestinationUpdate
        {
            RoleARN = asked.RoleARN,
            BucketARN = asked.BucketARN,
            Prefix = asked.Prefix,
            ErrorOutputPrefix = asked.ErrorOutputPrefix,
            BufferingHints = asked.BufferingHints,
            CompressionFormat = asked.CompressionFormat,
            EncryptionConfiguration = asked.EncryptionConfiguration,
            CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions,
        });

    /// <summary>The plain form that answers carry beside the extended one.</summary>
    public static S3DestinationDescription Plain(ExtendedS3DestinationDescription extended) => new()
    {
        RoleARN = extended.RoleARN,
        BucketARN = extended.BucketARN,
        Prefix = extended.Prefix,
        ErrorOutputPrefix = extended.ErrorOutputPrefix,
        BufferingHints = extended.BufferingHints,
        CompressionFormat = extended.CompressionFormat,
        EncryptionConfiguration = extended.EncryptionConfiguration,
        CloudWatchLoggingOptions = extended.CloudWatchLoggingOptions,
    };

    public static bool IsOn(DataFormatConversionConfiguration? conversion) => conversion is not null && conversion.Enabled != false;

    /// <summary>The name in <c>arn:aws:s3:::name</c>.</summary>
    public static string BucketOf(string bucketArn) =>
        Arn.TryParse(bucketArn.Replace(":s3:::", ":s3:-::", StringComparison.Ordinal), out var arn) && arn.Service == "s3"
            ? arn.Resource
            : bucketArn[(bucketArn.LastIndexOf(':') + 1)..];

    private static EncryptionConfiguration NoEncryption => new() { NoEncryptionConfig = "NoEncryption" };

    private static BufferingHints Hints(BufferingHints? asked, bool isConverted)
    {
        if (asked is not null && (asked.SizeInMBs is null) != (asked.IntervalInSeconds is null))
        {
            throw FirehoseErrors.Invalid("BufferingHints: if you specify SizeInMBs or IntervalInSeconds, you must specify both.");
        }

        return new()
        {
            SizeInMBs = asked?.SizeInMBs
                ?? (isConverted ? FirehoseLimits.BufferMegabytesConvertedDefault : FirehoseLimits.BufferMegabytesDefault),
            IntervalInSeconds = asked?.IntervalInSeconds ?? FirehoseLimits.BufferSecondsDefault,
        };
    }

    private static S3DestinationDescription Describe(S3DestinationConfiguration asked) => new()
    {
        RoleARN = asked.RoleARN,
        BucketARN = asked.BucketARN,
        Prefix = asked.Prefix,
        ErrorOutputPrefix = asked.ErrorOutputPrefix,
        BufferingHints = Hints(asked.BufferingHints, isConverted: false),
        CompressionFormat = asked.CompressionFormat ?? "UNCOMPRESSED",
        EncryptionConfiguration = asked.EncryptionConfiguration ?? NoEncryption,
        CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions ?? new() { Enabled = false },
    };

    private static S3DestinationDescription WithBackup(S3DestinationDescription? before, S3DestinationUpdate asked) => new()
    {
        RoleARN = asked.RoleARN ?? before?.RoleARN ?? throw FirehoseErrors.Invalid("S3BackupUpdate needs a RoleARN."),
        BucketARN = asked.BucketARN ?? before?.BucketARN ?? throw FirehoseErrors.Invalid("S3BackupUpdate needs a BucketARN."),
        Prefix = asked.Prefix ?? before?.Prefix,
        ErrorOutputPrefix = asked.ErrorOutputPrefix ?? before?.ErrorOutputPrefix,
        BufferingHints = asked.BufferingHints ?? before?.BufferingHints ?? Hints(null, isConverted: false),
        CompressionFormat = asked.CompressionFormat ?? before?.CompressionFormat ?? "UNCOMPRESSED",
        EncryptionConfiguration = asked.EncryptionConfiguration ?? before?.EncryptionConfiguration ?? NoEncryption,
        CloudWatchLoggingOptions = asked.CloudWatchLoggingOptions ?? before?.CloudWatchLoggingOptions,
    };

    private static ExtendedS3DestinationDescription Checked(ExtendedS3DestinationDescription destination)
    {
        var isConverted = IsOn(destination.DataFormatConversionConfiguration);
        RequireHints(destination.BufferingHints, isConverted);
        if (destination.EncryptionConfiguration.KMSEncryptionConfig is not null)
        {
            throw FirehoseErrors.NotBuilt("encryption of delivered objects with a KMS key");
        }

        if (destination.DynamicPartitioningConfiguration?.Enabled == true)
        {
            throw FirehoseErrors.NotBuilt("dynamic partitioning");
        }

        if (destination.S3BackupMode == "Enabled" && destination.S3BackupDescription is null)
        {
            throw FirehoseErrors.Invalid("S3BackupConfiguration must be provided when S3BackupMode is Enabled.");
        }

        if (isConverted && destination.CompressionFormat != "UNCOMPRESSED")
        {
            throw FirehoseErrors.Invalid("CompressionFormat must be UNCOMPRESSED when data format conversion is enabled; "
                + "set the compression of the output format instead.");
        }

        if (destination.FileExtension is { Length: > 0 } extension && (extension[0] != '.' || extension.Length > 128))
        {
            throw FirehoseErrors.Invalid("FileExtension must begin with a period and have at most 128 characters.");
        }

        KeyTemplate.Check(destination.Prefix, destination.ErrorOutputPrefix);
        if (destination.S3BackupDescription is { } backup)
        {
            KeyTemplate.Check(backup.Prefix, backup.ErrorOutputPrefix ?? "!{firehose:error-output-type}/");
        }

        _ = KeyTemplate.ZoneOf(destination.CustomTimeZone);
        _ = Processing.Of(destination);
        if (isConverted)
        {
            _ = ConversionSettings.Of(destination);
        }

        return destination;
    }

    private static void RequireHints(BufferingHints hints, bool isConverted)
    {
        if (hints.SizeInMBs is < 1 or > FirehoseLimits.BufferMegabytesMax || hints.IntervalInSeconds is < 0 or > FirehoseLimits.BufferSecondsMax)
        {
            throw FirehoseErrors.Validation($"BufferingHints: SizeInMBs must be 1 to {FirehoseLimits.BufferMegabytesMax}, "
                + $"IntervalInSeconds 0 to {FirehoseLimits.BufferSecondsMax}.");
        }

        if (isConverted && hints.SizeInMBs < FirehoseLimits.BufferMegabytesConvertedMin)
        {
            throw FirehoseErrors.Invalid(
                $"BufferingHints.SizeInMBs must be at least {FirehoseLimits.BufferMegabytesConvertedMin} when data format conversion is enabled.");
        }
    }
}
