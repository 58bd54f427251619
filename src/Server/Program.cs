using Weir.Server.Commands;

return await RootCommands.RunAsync(args);
