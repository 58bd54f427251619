using Weir.Contracts;
using Weir.Kernel.Core;

namespace Weir.Services.Firehose.Domain;

/// <summary>What every delivery needs of the platform.</summary>
internal sealed record DeliveryServices(
    IObjectStore Objects, LambdaTransform Transform, ParquetConverter Converter, RoleSessions Roles, Spool Spool,
    HopMetrics Metrics, DeliveryReports Reports, TimeProvider Clock);
