using Microsoft.Extensions.Logging;
using Weir.Kernel.Identity.Policies;
using Weir.Server.Observability;

namespace Weir.Server.Tests;

public sealed class LoggingTests
{
    [Theory]
    [InlineData(false, LogLevel.Information, false)]
    [InlineData(true, LogLevel.Information, true)]
    [InlineData(true, LogLevel.Error, true)]
    [InlineData(false, LogLevel.Debug, true)]
    public void Allowed_decisions_are_told_when_they_are_audited(bool audits, LogLevel level, bool isTold)
    {
        using var logs = LoggerFactory.Create(logging => Logging.Configure(logging, new(false, level, audits)));

        Assert.Equal(isTold, logs.CreateLogger<Authorizer>().IsEnabled(LogLevel.Debug));
        Assert.Equal(level == LogLevel.Debug, logs.CreateLogger<LoggingTests>().IsEnabled(LogLevel.Debug));
    }
}
