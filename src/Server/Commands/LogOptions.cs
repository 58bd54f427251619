using System.CommandLine;
using Weir.Server.Settings;

namespace Weir.Server.Commands;

/// <summary>How the log is written: always to standard error.</summary>
internal sealed record LogOptions(bool IsJson, LogLevel Level, bool AuditsAllowed = false)
{
    public static LogOptions Default { get; } = new(false, LogLevel.Information);

    public static LogOptions Read(ParseResult parsed, SettingOptions options)
    {
        var format = parsed.GetValue(options.LogFormat) ?? Environment.GetEnvironmentVariable("WEIR_LOG_FORMAT") ?? "text";
        var level = parsed.GetValue(options.LogLevel) ?? Environment.GetEnvironmentVariable("WEIR_LOG_LEVEL") ?? "information";
        var audit = parsed.GetValue(options.Audit) ?? Environment.GetEnvironmentVariable("WEIR_AUDIT") ?? "denied";
        return new(
            format switch
            {
                "json" => true,
                "text" => false,
                _ => throw new SettingsException($"--log-format must be text or json: '{format}'"),
            },
            Enum.TryParse<LogLevel>(level, ignoreCase: true, out var parsedLevel)
                ? parsedLevel
                : throw new SettingsException($"--log-level must be trace, debug, information, warning or error: '{level}'"),
            audit switch
            {
                "all" => true,
                "denied" => false,
                _ => throw new SettingsException($"--audit must be all or denied: '{audit}'"),
            });
    }
}
