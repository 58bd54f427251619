using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Idempotency: a request sent again with its token gets the first answer; another request with it is refused.</summary>
internal static class ClientTokens
{
    /// <returns><paramref name="id"/> when the token is new (or none was given), else the id it was used for.</returns>
    public static string Claim(IStateWriter state, CallContext call, DateTimeOffset now, string kind, string? token, string id, object request)
    {
        if (token is null)
        {
            return id;
        }

        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.ToString()!)));
        var key = AthenaTables.Key(call, kind, token);
        if (AthenaTables.Tokens.Find(state, key) is { } used)
        {
            return used.Digest == digest ? used.Id : throw AthenaErrors.TokenReused();
        }

        AthenaTables.Tokens.Put(state, key, new TokenState { Id = id, Digest = digest, UsedAt = now });
        return id;
    }

    /// <summary>Forgets tokens used before a moment: every request of an SDK brings one.</summary>
    public static int Forget(IStateWriter state, DateTimeOffset before)
    {
        var old = AthenaTables.Tokens.Scan(state, default).Where(entry => entry.Value.UsedAt < before).Select(entry => entry.Key).Take(AthenaLimits.SweepMax).ToList();
        old.ForEach(key => AthenaTables.Tokens.Delete(state, key));
        return old.Count;
    }
}
