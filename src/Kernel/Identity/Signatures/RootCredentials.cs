using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>The root key of the settings and, where the settings say so, one root per twelve-digit access key id.</summary>
public sealed class RootCredentials(WeirSettings settings) : ICredentialSource
{
    private const int AccountDigits = 12;

    public Credential? Find(string accessKeyId)
    {
        if (string.Equals(accessKeyId, settings.AccessKey, StringComparison.Ordinal))
        {
            return Of(accessKeyId, settings.AccountId);
        }

        var isDevAccount = settings is { DevAccounts: true, IsLoopback: true }
            && accessKeyId.Length == AccountDigits && !accessKeyId.AsSpan().ContainsAnyExceptInRange('0', '9');
        return isDevAccount ? Of(accessKeyId, accessKeyId) : null;
    }

    private Credential Of(string accessKeyId, string account) => new()
    {
        AccessKeyId = accessKeyId,
        Secret = settings.SecretKey,
        Caller = Caller.Root(account, accessKeyId),
    };
}
