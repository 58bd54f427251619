using System.Globalization;
using System.Text;

namespace Weir.Services.Sqs.Domain;

/// <summary>Names one receive of one message; opaque to callers.</summary>
/// <param name="ReceiveCount">The count that this receive made it; an older handle no longer deletes.</param>
internal readonly record struct ReceiptHandle(string QueueId, int Generation, string Place, int ReceiveCount)
{
    public override string ToString() => Convert.ToBase64String(
        Encoding.UTF8.GetBytes($"{QueueId} {Generation} {Place} {ReceiveCount.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Throws <c>ReceiptHandleIsInvalid</c> when the text is no handle of the queue.</summary>
    public static ReceiptHandle Parse(string text, string queueId)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (text.Length <= 256 && Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]).Split(' ') is [var queue, var generation, var place, var count]
            && queue == queueId
            && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var generationNumber)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var receiveCount))
        {
            return new(queue, generationNumber, place, receiveCount);
        }

        throw SqsErrors.ReceiptHandleIsInvalid(text.Length <= 1024 ? text : text[..1024]);
    }
}
