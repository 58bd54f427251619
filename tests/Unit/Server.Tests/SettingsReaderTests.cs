using Weir.Kernel.Core;
using Weir.Server.Settings;

namespace Weir.Server.Tests;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Flags_beat_the_environment_which_beats_the_file_which_beats_the_defaults()
    {
        var settings = Read(
            flags: new() { ["--port"] = "1" },
            environment: new() { ["WEIR_PORT"] = "2", ["WEIR_MQTT_PORT"] = "2" },
            file: """{ "port": 3, "mqtt-port": 3, "kafka-port": 3, "dev-accounts": true }""");

        Assert.Equal(1, settings.Port);
        Assert.Equal(2, settings.MqttPort);
        Assert.Equal(3, settings.KafkaPort);
        Assert.True(settings.DevAccounts);
        Assert.Equal(5439, settings.RedshiftPort);
    }

    [Theory]
    [InlineData("--port", "65536", "--port must be a port")]
    [InlineData("--port", "-1", "--port must be a port")]
    [InlineData("--account-id", "12345", "--account-id must be twelve digits")]
    [InlineData("--durability", "maybe", "--durability must be strict or relaxed")]
    [InlineData("--host", "nowhere.example", "--host must be an IP address")]
    public void A_bad_value_is_refused_by_the_name_of_its_flag(string flag, string value, string message)
    {
        var error = Assert.Throws<SettingsException>(() => Read(flags: new() { [flag] = value }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_variable_is_refused_by_its_own_name()
    {
        var error = Assert.Throws<SettingsException>(() => Read(environment: new() { ["WEIR_PORT"] = "x" }));

        Assert.StartsWith("WEIR_PORT", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "prot": 1 }""", "prot")]
    [InlineData("""[ 1 ]""", "object")]
    [InlineData("""{ "port": """, "not JSON")]
    public void A_bad_file_is_refused(string file, string message)
    {
        var error = Assert.Throws<SettingsException>(() => Read(file: file));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public void The_well_known_credentials_are_for_loopback_only(string host)
    {
        var error = Assert.Throws<SettingsException>(() => Read(flags: new() { ["--host"] = host }));

        Assert.Contains("--access-key", error.Message, StringComparison.Ordinal);
        Assert.Equal(host, Read(flags: new() { ["--host"] = host, ["--access-key"] = "AKIDCHOSEN", ["--secret-key"] = "chosen" }).Host);
    }

    [Theory]
    [InlineData("--dev-accounts")]
    [InlineData("--dev-reset")]
    public void Developer_conveniences_are_for_loopback_only(string flag)
    {
        Assert.Throws<SettingsException>(() => Read(flags: new()
        {
            [flag] = "true",
            ["--host"] = "0.0.0.0",
            ["--access-key"] = "AKIDCHOSEN",
            ["--secret-key"] = "chosen",
        }));
    }

    private static WeirSettings Read(
        Dictionary<string, string>? flags = null, Dictionary<string, string>? environment = null, string? file = null) =>
        SettingsReader.Read(flags ?? [], name => environment?.GetValueOrDefault(name), file);
}
