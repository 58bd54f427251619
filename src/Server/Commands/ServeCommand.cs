using System.CommandLine;
using System.Runtime.InteropServices;
using Weir.Kernel.Core;

namespace Weir.Server.Commands;

/// <summary><c>weir serve</c>: runs the platform until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "runs the platform");
        var settings = new SettingOptions();
        settings.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(settings.Read(parsed), LogOptions.Read(parsed, settings), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(WeirSettings settings, LogOptions logs, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        if (Environment.GetEnvironmentVariable("WEIR_FAULT") is { Length: > 0 } fault)
        {
            FaultPoints.Arm(fault);
        }

        try
        {
            await using var server = await WeirServer.StartAsync(settings, logs, stop.Token);
            await Console.Out.WriteLineAsync(server.ReadyLine);
            await Console.Out.FlushAsync(CancellationToken.None);
            await server.RunUntilAsync(stop.Token);
            return 0;
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync($"weir: {failure.Message}");
            return RootCommands.UsageExit;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
    }
}

/// <summary>A token that SIGINT or SIGTERM cancels; a second signal ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignals(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }
}
