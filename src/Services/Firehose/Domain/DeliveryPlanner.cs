using Weir.Kernel.Core;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Decides a delivery: its ranges and every name it may need.</summary>
internal sealed class DeliveryPlanner(IdSource ids, TimeProvider clock)
{
    public const string ProcessingFailed = "processing-failed";
    public const string ConversionFailed = "format-conversion-failed";

    public DeliveryPlan Plan(DeliveryStreamState stream, Collected collected)
    {
        var destination = stream.Destination;
        var now = clock.GetUtcNow();
        var oldest = collected.Records > 0 ? collected.OldestArrival : now;
        var time = TimeZoneInfo.ConvertTime(oldest, KeyTemplate.ZoneOf(destination.CustomTimeZone));
        var id = ids.NewId();
        var bare = KeyTemplate.ObjectName(stream.Address.Name, stream.Version, time, id, "");
        var backup = destination is { S3BackupMode: "Enabled", S3BackupDescription: { } description } ? description : null;
        return new()
        {
            Ranges = [.. collected.Ranges],
            Records = collected.Records,
            OldestArrival = oldest,
            Planned = now,
            ObjectKey = KeyTemplate.Prefix(destination.Prefix, time, ids) + bare + ExtensionOf(stream),
            ProcessingFailedKey = KeyTemplate.ErrorPrefix(destination.Prefix, destination.ErrorOutputPrefix, time, ProcessingFailed, ids) + bare,
            ConversionFailedKey = KeyTemplate.ErrorPrefix(destination.Prefix, destination.ErrorOutputPrefix, time, ConversionFailed, ids) + bare,
            BackupKey = backup is null
                ? null
                : KeyTemplate.Prefix(backup.Prefix, time, ids) + bare + Compression.ExtensionOf(backup.CompressionFormat),
        };
    }

    private static string ExtensionOf(DeliveryStreamState stream) =>
        stream.Destination.FileExtension is { Length: > 0 } chosen ? chosen
        : Destinations.IsOn(stream.Destination.DataFormatConversionConfiguration)
            ? stream.Destination.DataFormatConversionConfiguration!.OutputFormatConfiguration?.Serializer?.OrcSerDe is null ? ".parquet" : ".orc"
        : Compression.ExtensionOf(stream.Destination.CompressionFormat);
}
