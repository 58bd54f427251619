using System.Globalization;
using Weir.Services.Firehose.Model;

namespace Weir.Services.Firehose.Domain;

/// <summary>A destination's processors, understood.</summary>
internal sealed record Processing
{
    public string? LambdaArn { get; private init; }
    public string? LambdaRoleArn { get; private init; }
    public int Retries { get; private init; } = FirehoseLimits.TransformRetriesDefault;
    public int BufferBytes { get; private init; } = (int)(FirehoseLimits.TransformMegabytesDefault * (1 << 20));

    /// <summary>What follows each record in the object.</summary>
    public ReadOnlyMemory<byte> Delimiter { get; private init; }

    public static Processing Of(ExtendedS3DestinationDescription destination)
    {
        var processing = new Processing();
        if (destination.ProcessingConfiguration is not { Enabled: not false } configuration)
        {
            return processing;
        }

        foreach (var processor in configuration.Processors ?? [])
        {
            processing = processor.Type switch
            {
                "Lambda" => WithLambda(processing, processor),
                "AppendDelimiterToRecord" => WithDelimiter(processing, processor),
                _ => throw FirehoseErrors.NotBuilt($"processor {processor.Type}"),
            };
        }

        return processing;
    }

    private static Processing WithLambda(Processing processing, Processor processor)
    {
        if (processing.LambdaArn is not null)
        {
            throw FirehoseErrors.Invalid("There can be only one Lambda processor.");
        }

        var arn = Parameter(processor, "LambdaArn") ?? throw FirehoseErrors.Invalid("LambdaArn must be provided for processor Lambda.");
        return processing with
        {
            LambdaArn = arn,
            LambdaRoleArn = Parameter(processor, "RoleArn"),
            Retries = (int)Number(processor, "NumberOfRetries", FirehoseLimits.TransformRetriesDefault, 0, FirehoseLimits.TransformRetriesMax),
            BufferBytes = (int)(Number(processor, "BufferSizeInMBs", FirehoseLimits.TransformMegabytesDefault,
                FirehoseLimits.TransformMegabytesMin, FirehoseLimits.TransformMegabytesMax) * (1 << 20)),
        };
    }

    private static Processing WithDelimiter(Processing processing, Processor processor)
    {
        // The parameter is written as people write it in shells and templates: a backslash and an n.
        var text = (Parameter(processor, "Delimiter") ?? "\\n")
            .Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
        return processing with { Delimiter = System.Text.Encoding.UTF8.GetBytes(text) };
    }

    private static string? Parameter(Processor processor, string name) =>
        processor.Parameters?.FirstOrDefault(parameter => parameter.ParameterName == name)?.ParameterValue;

    private static double Number(Processor processor, string name, double normal, double min, double max)
    {
        if (Parameter(processor, name) is not { } text)
        {
            return normal;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw FirehoseErrors.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"Parameter {name} of processor {processor.Type} must be a number from {min} to {max}, not {text}."));
    }
}
