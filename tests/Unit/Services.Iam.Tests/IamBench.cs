using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Workers;
using Weir.Tests.Support;

namespace Weir.Services.Iam.Tests;

/// <summary>The service on a state store in memory, with the real authorizer beside it.</summary>
internal sealed class IamBench : IDisposable
{
    public const string Account = TestCalls.Account;
    public const string AllowAll = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";
    public const string TrustLambda =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""";

    private readonly ServiceProvider _services;

    public IamBench()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IdSource>(new SeededIds());
        services.AddSingleton<IStateStore>(Store);
        services.AddSingleton(new WeirSettings());
        services.AddIdentity();
        new IamModule().Register(services);
        services.AddSingleton<SessionSweeper>();
        _services = services.BuildServiceProvider();
        Root = TestCalls.Root();
    }

    public ManualClock Clock { get; } = new();

    public MemoryStateStore Store { get; } = new();

    public CallContext Root { get; }

    public IRoles Roles => _services.GetRequiredService<IRoles>();

    public IAuthorizer Authorizer => _services.GetRequiredService<IAuthorizer>();

    public SessionSweeper Sweeper => _services.GetRequiredService<SessionSweeper>();

    public Credential? Find(string accessKeyId) => _services.GetServices<ICredentialSource>()
        .Select(source => source.Find(accessKeyId)).FirstOrDefault(credential => credential is not null);

    public async Task<TResponse> AskAsync<TOperation, TRequest, TResponse>(TRequest request, CallContext? call = null)
        where TOperation : IOperation<TRequest, TResponse> =>
        await _services.GetRequiredService<TOperation>()
            .HandleAsync(call ?? Root, request, TestContext.Current.CancellationToken);

    public bool IsAllowed(Caller caller, string action, string resource = "*") => Authorizer.IsAllowed(
        TestCalls.By(caller, Authorizer), new() { Action = action, Resource = resource });

    public void Dispose() => _services.Dispose();
}
