using System.Net;
using System.Text.Json;
using Weir.Kernel.Core;

namespace Weir.Server.Settings;

/// <summary>A setting cannot be used: the message is the one line a person reads, the exit status is 2.</summary>
internal sealed class SettingsException(string message) : Exception(message);

/// <summary>Puts the settings together: defaults, then <c>weir.json</c>, then <c>WEIR_*</c>, then flags.</summary>
internal static class SettingsReader
{
    public const string FileName = "weir.json";

    private const string DefaultCredential = "test";

    /// <param name="flags">The flags given, by name.</param>
    /// <param name="environment">Reads one environment variable.</param>
    /// <param name="file">The text of <c>weir.json</c>, when there is one.</param>
    public static WeirSettings Read(
        IReadOnlyDictionary<string, string> flags, Func<string, string?> environment, string? file)
    {
        var settings = new WeirSettings();
        var fromFile = file is null ? [] : ReadFile(file);
        foreach (var setting in SettingsTable.All)
        {
            var (text, source) =
                flags.TryGetValue(setting.Flag, out var flag) ? (flag, setting.Flag)
                : environment(setting.Variable) is { } variable ? (variable, setting.Variable)
                : fromFile.Remove(setting.Key, out var value) ? (value, $"{setting.Key} in {FileName}")
                : (null, "");
            fromFile.Remove(setting.Key);
            if (text is not null)
            {
                settings = Apply(setting, settings, text, source);
            }
        }

        return fromFile.Count > 0
            ? throw new SettingsException($"{FileName} has an unknown key: {fromFile.Keys.First()}")
            : Checked(settings);
    }

    private static WeirSettings Apply(Setting setting, WeirSettings settings, string text, string source)
    {
        try
        {
            return setting.Apply(settings, text);
        }
        catch (FormatException wrong)
        {
            throw new SettingsException($"{source} {wrong.Message}: '{text}'");
        }
    }

    private static WeirSettings Checked(WeirSettings settings)
    {
        if (settings.Host != "localhost" && !IPAddress.TryParse(settings.Host, out _))
        {
            throw new SettingsException($"--host must be an IP address or localhost: '{settings.Host}'");
        }

        if (settings.IsLoopback)
        {
            return settings;
        }

        if (settings.AccessKey == DefaultCredential || settings.SecretKey == DefaultCredential)
        {
            throw new SettingsException(
                $"--host {settings.Host} can be reached from other machines: choose --access-key and --secret-key (the defaults are for loopback only)");
        }

        if (settings.DevAccounts || settings.DevReset)
        {
            throw new SettingsException("--dev-accounts and --dev-reset are for loopback only");
        }

        return settings;
    }

    private static Dictionary<string, string> ReadFile(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? throw new SettingsException($"{FileName} must hold one JSON object")
                : document.RootElement.EnumerateObject().ToDictionary(
                    member => member.Name, member => member.Value.ToString() is var value && member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                        ? value.ToLowerInvariant() : member.Value.ToString(), StringComparer.Ordinal);
        }
        catch (JsonException wrong)
        {
            throw new SettingsException($"{FileName} is not JSON: {wrong.Message}");
        }
    }
}
