using Weir.Kernel.Wire;
using Weir.Services.Athena;
using Weir.Services.Firehose;
using Weir.Services.Glue;
using Weir.Services.Iam;
using Weir.Services.Iot;
using Weir.Services.Kinesis;
using Weir.Services.Lambda;
using Weir.Services.Logs;
using Weir.Services.S3;
using Weir.Services.Sqs;
using Weir.Services.Sts;

namespace Weir.Server;

/// <summary>Every service of the platform, in the order it starts: an explicit list, no scanning.</summary>
internal static class Modules
{
    public static IReadOnlyList<IServiceModule> All { get; } =
    [
        new IamModule(),
        new StsModule(),
        new GlueModule(),
        new S3Module(),
        new KinesisModule(),
        new FirehoseModule(),
        new SqsModule(),
        new LogsModule(),
        new AthenaModule(),
        new LambdaModule(),
        new IotModule(),
    ];
}
