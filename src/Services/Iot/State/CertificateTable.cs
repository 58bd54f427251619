using System.Text;
using Weir.Kernel.State;
using Weir.Services.Iot.Devices;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>Device certificates, found by realm and id, or by id alone when one connects. Safe from any thread.</summary>
internal sealed class CertificateTable(IStateStore store, CertificateFactory factory, TimeProvider clock)
{
    private static readonly Keyspace Index = new("iot_certificate_index");
    private static readonly StateKey AuthorityKey = StateKey.Of("authority");

    private readonly StateTable<CertificateState> _certificates = new("iot_certificates", IotJson.Default.CertificateState);
    private readonly StateTable<AuthorityState> _authority = new("iot_authority", IotJson.Default.AuthorityState);

    public IStateStore Store { get; } = store;

    public static string ArnOf(CertificateState certificate) =>
        new IotRealm(certificate.Account, certificate.Region).Arn($"cert/{certificate.Id}");

    public CertificateState? Find(IStateReader state, IotRealm realm, string id) => _certificates.Find(state, realm.Key(id));

    public CertificateState Require(IStateReader state, IotRealm realm, string id) =>
        Find(state, realm, id) ?? throw IotErrors.NotFound($"The certificate given in the request does not exist: {id}");

    /// <summary>Whichever account and region registered it first.</summary>
    public CertificateState? FindAnywhere(string id) => Store.Read(state =>
        state.Get(Index, StateKey.Of(id)) is { } realm
            ? Find(state, IotRealm.Parse(Encoding.UTF8.GetString(realm)), id)
            : null);

    public void Put(IStateWriter state, IotRealm realm, CertificateState certificate)
    {
        _certificates.Put(state, realm.Key(certificate.Id), certificate);
        if (state.Get(Index, StateKey.Of(certificate.Id)) is null)
        {
            state.Put(Index, StateKey.Of(certificate.Id), Encoding.UTF8.GetBytes(realm.Name));
        }
    }

    public void Delete(IStateWriter state, IotRealm realm, string id)
    {
        _certificates.Delete(state, realm.Key(id));
        if (state.Get(Index, StateKey.Of(id)) is { } owner && Encoding.UTF8.GetString(owner) == realm.Name)
        {
            state.Delete(Index, StateKey.Of(id));
        }
    }

    public IEnumerable<CertificateState> List(IStateReader state, IotRealm realm) =>
        _certificates.Scan(state, realm.Prefix()).Select(entry => entry.Value);

    /// <summary>The authority of this installation; made the first time it is needed.</summary>
    public async ValueTask<(string CertificatePem, string PrivateKeyPem)> AuthorityAsync(CancellationToken cancellationToken)
    {
        var found = Store.Read(state => _authority.Find(state, AuthorityKey));
        if (found is null)
        {
            var made = CertificateFactory.CreateAuthority(clock.GetUtcNow());
            found = await Store.WriteAsync(
                state =>
                {
                    if (_authority.Find(state, AuthorityKey) is { } other)
                    {
                        return other;
                    }

                    var authority = new AuthorityState(made.CertificatePem, made.PrivateKeyPem);
                    _authority.Put(state, AuthorityKey, authority);
                    return authority;
                },
                cancellationToken);
        }

        return (found.CertificatePem, found.PrivateKeyPem);
    }

    /// <summary>Remembers a certificate; one that is there already is an error.</summary>
    public async ValueTask<CertificateState> RegisterAsync(
        IotRealm realm, string pem, string status, string mode, CancellationToken cancellationToken)
    {
        using var certificate = CertificateFactory.Read(pem);
        var now = clock.GetUtcNow();
        var added = new CertificateState
        {
            Id = CertificateFactory.IdOf(certificate),
            Account = realm.Account,
            Region = realm.Region,
            Pem = pem,
            Status = status,
            Mode = mode,
            CreatedAt = now,
            ModifiedAt = now,
            NotBefore = certificate.NotBefore.ToUniversalTime(),
            NotAfter = certificate.NotAfter.ToUniversalTime(),
        };
        return await Store.WriteAsync(
            state =>
            {
                if (Find(state, realm, added.Id) is not null)
                {
                    throw IotErrors.Exists("The certificate is already provisioned or registered", added.Id, ArnOf(added));
                }

                Put(state, realm, added);
                return added;
            },
            cancellationToken);
    }

    public CertificateFactory Factory => factory;
}
