using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>How asynchronous invocations are configured, by version or alias.</summary>
internal static class EventConfigs
{
    public static string Key(FunctionRef name) => name.Qualifier ?? VersionState.LatestName;

    public static EventConfigState Require(FunctionState function, FunctionRef name) =>
        function.EventConfigs.GetValueOrDefault(Key(name))
        ?? throw LambdaErrors.NotFound($"The function {name.FunctionArn}:{Key(name)} doesn't have an EventInvokeConfig");

    /// <summary>The configuration; throws for what is out of range or not built.</summary>
    public static EventConfigState Check(EventConfigState config)
    {
        if (config.RetriesMax is < 0 or > LambdaLimits.EventRetriesMax)
        {
            throw LambdaErrors.Constraint($"{config.RetriesMax}", "maximumRetryAttempts", "Member must have value between 0 and 2");
        }

        if (config.AgeSecondsMax is < LambdaLimits.EventAgeSecondsMin or > LambdaLimits.EventAgeSecondsMax)
        {
            throw LambdaErrors.Constraint(
                $"{config.AgeSecondsMax}", "maximumEventAgeInSeconds", "Member must have value between 60 and 21600");
        }

        Destinations.RequireQueue(config.OnSuccess, "An OnSuccess destination");
        Destinations.RequireQueue(config.OnFailure, "An OnFailure destination");
        return config;
    }

    public static FunctionState With(FunctionState function, string key, EventConfigState? config)
    {
        var all = new Dictionary<string, EventConfigState>(function.EventConfigs, StringComparer.Ordinal);
        if (config is null)
        {
            all.Remove(key);
        }
        else
        {
            all[key] = config;
        }

        return function with { EventConfigs = all };
    }
}
