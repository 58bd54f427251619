namespace Weir.Contracts;

/// <summary>Appends to CloudWatch Logs groups; creates group and stream when missing.</summary>
public interface ILogGroups
{
    void Append(string account, string region, string group, string stream, DateTimeOffset timestamp, string message);
}
