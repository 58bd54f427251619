using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Kernel.Core;
using Weir.Server.Settings;

namespace Weir.Server.Commands;

/// <summary>The settings as options of a command.</summary>
internal sealed class SettingOptions
{
    private readonly List<(Setting Setting, Option Option)> _options = [];

    public Option<string> LogFormat { get; } = new("--log-format") { Description = "text (default) or json", HelpName = "FORMAT" };

    public Option<string> LogLevel { get; } =
        new("--log-level") { Description = "trace, debug, information (default), warning, error", HelpName = "LEVEL" };

    public Option<string> Audit { get; } =
        new("--audit") { Description = "authorization decisions in the log: denied (default) or all", HelpName = "WHICH" };

    public void AddTo(Command command)
    {
        foreach (var setting in SettingsTable.All)
        {
            Option option = setting.IsSwitch
                ? new Option<bool>(setting.Flag) { Description = setting.Help }
                : new Option<string>(setting.Flag) { Description = setting.Help, HelpName = setting.Value };
            _options.Add((setting, option));
            command.Options.Add(option);
        }

        command.Options.Add(LogFormat);
        command.Options.Add(LogLevel);
        command.Options.Add(Audit);
    }

    public WeirSettings Read(ParseResult parsed)
    {
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (setting, option) in _options)
        {
            if (parsed.GetResult(option) is OptionResult { Implicit: false } result)
            {
                flags[setting.Flag] = option is Option<bool> isOn
                    ? parsed.GetValue(isOn) ? "true" : "false"
                    : result.Tokens is [.., var last] ? last.Value : "";
            }
        }

        var file = File.Exists(SettingsReader.FileName) ? File.ReadAllText(SettingsReader.FileName) : null;
        return SettingsReader.Read(flags, Environment.GetEnvironmentVariable, file);
    }
}
