using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Puts records to Firehose delivery streams. An answer means durable in the stream's buffer.</summary>
public interface IDeliveryStreams
{
    ValueTask PutAsync(
        CallContext call, string deliveryStream, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken);
}
