using Weir.Bench.Load;

if (args is not ["mqtt", ..])
{
    Console.Error.WriteLine("usage: weir-load mqtt [options]\n" + MqttOptions.Help);
    return 2;
}

if (MqttOptions.Parse(args[1..]) is not { } options)
{
    Console.Error.WriteLine(MqttOptions.Help);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await MqttLoad.RunAsync(options, stop.Token);
