using Weir.Kernel.Wire;
using Weir.Services.Kinesis;
using Weir.Services.S3;
using Weir.Services.Sqs;

namespace Weir.Server;

/// <summary>Every service of the platform, in the order it starts: an explicit list, no scanning.</summary>
internal static class Modules
{
    public static IReadOnlyList<IServiceModule> All { get; } =
    [
        new S3Module(),
        new KinesisModule(),
        new SqsModule(),
    ];
}
