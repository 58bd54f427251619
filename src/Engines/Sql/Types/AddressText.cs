using System.Net;

namespace Weir.Engines.Sql.Types;

/// <summary>Internet addresses as Trino shows them; version 4 ones are held in version 6's sixteen bytes.</summary>
public static class AddressText
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var address = new IPAddress(bytes);
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
