using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>Queue names and the URLs that clients know queues by.</summary>
internal static partial class QueueNames
{
    public const string FifoSuffix = ".fifo";

    public static string UrlOf(CallContext call, QueueAddress queue) => $"{call.Endpoint}/{queue.Account}/{queue.Name}";

    /// <summary>The last two segments name account and queue; the host is whatever the client reaches us by.</summary>
    public static QueueAddress Parse(CallContext call, string queueUrl)
    {
        var segments = queueUrl.TrimEnd('/').Split('/');
        if (segments.Length < 2 || segments[^1].Length == 0 || !AccountPattern().IsMatch(segments[^2]))
        {
            throw SqsErrors.InvalidAddress(queueUrl);
        }

        return new(segments[^2], call.Region, segments[^1]);
    }

    public static void Validate(string name, bool isFifo)
    {
        var stem = name.EndsWith(FifoSuffix, StringComparison.Ordinal) ? name[..^FifoSuffix.Length] : name;
        if (isFifo)
        {
            if (stem.Length == name.Length || name.Length > SqsLimits.QueueNameLengthMax || !NamePattern().IsMatch(stem))
            {
                throw SqsErrors.InvalidParameter(
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
            }
        }
        else if (name.Length > SqsLimits.QueueNameLengthMax || !NamePattern().IsMatch(name))
        {
            throw SqsErrors.InvalidParameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+\\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[0-9]{12}\\z")]
    private static partial Regex AccountPattern();
}
