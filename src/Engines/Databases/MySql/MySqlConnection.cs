using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Weir.Engines.Databases.MySql;

/// <summary>MySQL's protocol from the client's side: the handshake, and questions answered as text. One caller at a time.</summary>
internal sealed class MySqlConnection : IAsyncDisposable
{
    private const byte Ok = 0x00;
    private const byte Error = 0xFF;
    private const byte SwitchAuthentication = 0xFE;
    private const byte MoreAuthentication = 0x01;
    private const byte LocalFile = 0xFB;
    private const byte Quit = 0x01;
    private const byte Query = 0x03;

    /// <summary>utf8mb4_general_ci, which every server that is alive knows.</summary>
    private const byte Utf8 = 45;

    private readonly Packets _packets;
    private readonly DatabaseAddress _address;
    private bool _isSecure;
    private bool _isBroken;

    private MySqlConnection(Stream stream, DatabaseAddress address)
    {
        _packets = new(stream);
        _address = address;
    }

    public string Version { get; private set; } = "";

    public static async ValueTask<MySqlConnection> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await OpenAsync(new NetworkStream(socket, ownsSocket: true), address, cancellationToken);
    }

    /// <summary>Over any stream; the connection owns it.</summary>
    public static async ValueTask<MySqlConnection> OpenAsync(Stream stream, DatabaseAddress address, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(stream, address);
        try
        {
            await connection.GreetAsync(cancellationToken);
            return connection;
        }
        catch
        {
            connection._isBroken = true;
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The columns of the answer; none for a statement that has no rows.</summary>
    public async ValueTask<IReadOnlyList<ResultColumn>> AskAsync(string sql, CancellationToken cancellationToken)
    {
        _isBroken = true;
        _packets.StartOver();
        await _packets.WriteAsync(new byte[] { Query }.Concat(Encoding.UTF8.GetBytes(sql)).ToArray(), cancellationToken);
        var first = await _packets.ReadAsync(cancellationToken);
        if (first.Length == 0)
        {
            throw new DatabaseException("The server's answer is empty.");
        }

        switch (first.Span[0])
        {
            case Ok:
                _isBroken = false;
                return [];
            case Error:
                _isBroken = false;
                throw Refusal.Parse(first.Span).Error();
            case LocalFile:
                throw new DatabaseException("The server asks for a file of this machine.");
            default:
                break;
        }

        var count = new PacketReader(first.Span).Number();
        if (count > DatabaseLimits.ColumnsMax)
        {
            throw new DatabaseException($"The answer has more than {DatabaseLimits.ColumnsMax} columns.");
        }

        var columns = new List<ResultColumn>((int)count);
        for (var at = 0; at < (int)count; at++)
        {
            columns.Add(ResultColumn.Parse((await _packets.ReadAsync(cancellationToken)).Span));
        }

        return Rows.IsEnd((await _packets.ReadAsync(cancellationToken)).Span)
            ? columns
            : throw new DatabaseException("The server's columns do not end where they should.");
    }

    /// <summary>The next row into <paramref name="row"/>; false after the last.</summary>
    public async ValueTask<bool> NextAsync(IReadOnlyList<ResultColumn> columns, string?[] row, CancellationToken cancellationToken)
    {
        var packet = await _packets.ReadAsync(cancellationToken);
        if (Rows.IsEnd(packet.Span))
        {
            _isBroken = false;
            return false;
        }

        if (packet.Length > 0 && packet.Span[0] == Error)
        {
            _isBroken = false;
            throw Refusal.Parse(packet.Span).Error();
        }

        Rows.Read(packet.Span, columns, row);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isBroken)
        {
            try
            {
                _packets.StartOver();
                await _packets.WriteAsync(new[] { Quit }, CancellationToken.None);
            }
            catch (IOException)
            {
                // The server went first.
            }
        }

        await _packets.Stream.DisposeAsync();
    }

    private async ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        var greeting = Greeting.Parse((await _packets.ReadAsync(cancellationToken)).Span);
        Version = greeting.Version;
        var database = _address.Database is null ? 0 : Capability.ConnectWithDatabase;
        var capabilities = Capability.LongPassword | Capability.Protocol41 | Capability.Transactions | Capability.SecureConnection | Capability.PluginAuth | database;
        if ((greeting.Capabilities & Capability.Protocol41) == 0)
        {
            throw new DatabaseException($"MySQL {greeting.Version} is too old.");
        }

        if ((greeting.Capabilities & Capability.Tls) != 0)
        {
            capabilities |= Capability.Tls;
            await _packets.WriteAsync(Head(capabilities), cancellationToken);
            await SecureAsync(cancellationToken);
        }
        else if (_address.RequiresTls)
        {
            throw new System.Security.Authentication.AuthenticationException("the server offers no TLS");
        }

        var plugin = greeting.Plugin is Passwords.CachingSha2 ? Passwords.CachingSha2 : Passwords.Native;
        var proof = Proof(plugin, greeting.Challenge);
        var answer = new MemoryStream();
        answer.Write(Head(capabilities));
        answer.Write(Encoding.UTF8.GetBytes(_address.User ?? ""));
        answer.WriteByte(0);
        answer.WriteByte((byte)proof.Length);
        answer.Write(proof);
        if (_address.Database is { } name)
        {
            answer.Write(Encoding.UTF8.GetBytes(name));
            answer.WriteByte(0);
        }

        answer.Write(Encoding.ASCII.GetBytes(plugin));
        answer.WriteByte(0);
        await _packets.WriteAsync(answer.ToArray(), cancellationToken);
        await AuthenticateAsync(plugin, greeting.Challenge, cancellationToken);
    }

    private static byte[] Head(uint capabilities)
    {
        var head = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(head, capabilities);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), DatabaseLimits.PacketBytesMax);
        head[8] = Utf8;
        return head;
    }

    private async ValueTask SecureAsync(CancellationToken cancellationToken)
    {
        // Without the wish for a proof TLS keeps listeners out, as the official drivers do; with it, the host's name must be in the certificate.
        var options = new SslClientAuthenticationOptions { TargetHost = _address.Host };
        if (!_address.RequiresTls)
        {
#pragma warning disable CA5359 // nothing was asked of the certificate
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (_address.TrustedRoots.Count > 0)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_address.TrustedRoots);
        }

        var secured = new SslStream(_packets.Stream, leaveInnerStreamOpen: false);
        _packets.Wrap(secured);
        await secured.AuthenticateAsClientAsync(options, cancellationToken);
        _isSecure = true;
    }

    private byte[] Proof(string plugin, ReadOnlySpan<byte> challenge) => plugin switch
    {
        Passwords.Native => Passwords.NativeAnswer(_address.Password ?? "", challenge),
        Passwords.CachingSha2 => Passwords.Sha2Answer(_address.Password ?? "", challenge),
        Passwords.ClearText when _isSecure && _address.RequiresTls => Passwords.Clear(_address.Password ?? ""),
        _ => throw new DatabaseException($"The server asks for the authentication {plugin}, which is not supported."),
    };

    private async ValueTask AuthenticateAsync(string plugin, byte[] challenge, CancellationToken cancellationToken)
    {
        // A server may change its mind once, and ask once for more: what goes on longer is no handshake.
        for (var step = 0; step < 6; step++)
        {
            var packet = await _packets.ReadAsync(cancellationToken);
            switch (packet.Length == 0 ? Error : packet.Span[0])
            {
                case Ok:
                    return;
                case Error:
                    throw packet.Length == 0 ? new DatabaseException("The server's answer is empty.") : new MySqlRefusedException(Refusal.Parse(packet.Span));
                case SwitchAuthentication:
                    (plugin, challenge) = Switch(packet.Span);
                    await _packets.WriteAsync(Proof(plugin, challenge), cancellationToken);
                    break;
                case MoreAuthentication when plugin == Passwords.CachingSha2 && packet.Length == 2 && packet.Span[1] == 3:
                    break; // The server remembers the password; OK follows.
                case MoreAuthentication when plugin == Passwords.CachingSha2 && packet.Length == 2 && packet.Span[1] == 4:
                    await SayPasswordAsync(challenge, cancellationToken);
                    break;
                default:
                    throw new DatabaseException("The server's handshake is not understood.");
            }
        }

        throw new DatabaseException("The server's handshake does not end.");
    }

    private static (string Plugin, byte[] Challenge) Switch(ReadOnlySpan<byte> packet)
    {
        var reader = new PacketReader(packet);
        _ = reader.Byte();
        var plugin = Encoding.UTF8.GetString(reader.UpToZero());
        var rest = reader.Rest();
        return (plugin, (rest.Length > 0 && rest[^1] == 0 ? rest[..^1] : rest).ToArray());
    }

    /// <summary>The server has forgotten the password's hash: it wants the password, in TLS or encrypted with its key.</summary>
    private async ValueTask SayPasswordAsync(byte[] challenge, CancellationToken cancellationToken)
    {
        if (_isSecure)
        {
            await _packets.WriteAsync(Passwords.Clear(_address.Password ?? ""), cancellationToken);
            return;
        }

        if (challenge.Length == 0)
        {
            throw new DatabaseException("The server's handshake is not understood.");
        }

        await _packets.WriteAsync(new byte[] { 2 }, cancellationToken);
        var key = await _packets.ReadAsync(cancellationToken);
        if (key.Length < 2 || key.Span[0] != MoreAuthentication)
        {
            throw new DatabaseException("The server does not tell its public key.");
        }

        await _packets.WriteAsync(Passwords.Encrypted(_address.Password ?? "", challenge, Encoding.ASCII.GetString(key.Span[1..])), cancellationToken);
    }
}

/// <summary>A server's refusal to open a session.</summary>
internal sealed class MySqlRefusedException(Refusal refusal) : Exception(refusal.Error().Message)
{
    public Refusal Refusal => refusal;
}
