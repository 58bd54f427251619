using System.Text;
using System.Text.Json;

namespace Weir.Services.S3.Domain;

/// <summary>What S3 checks when a bucket policy is put; its meaning is the authorization point's.</summary>
internal static class BucketPolicies
{
    public static void Validate(string bucket, string policy)
    {
        if (Encoding.UTF8.GetByteCount(policy) > S3Limits.PolicyBytesMax)
        {
            throw S3Errors.InvalidRequest("Policy exceeds the maximum allowed document size.");
        }

        using var document = Parse(policy);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw S3Errors.MalformedPolicy("Policies must be valid JSON and the first byte must be '{'");
        }

        if (!root.TryGetProperty("Statement", out var statements))
        {
            throw S3Errors.MalformedPolicy("Missing required field Statement");
        }

        foreach (var statement in OneOrMany(statements))
        {
            ValidateStatement(bucket, statement);
        }
    }

    private static JsonDocument Parse(string policy)
    {
        try
        {
            return JsonDocument.Parse(policy);
        }
        catch (JsonException)
        {
            throw S3Errors.MalformedPolicy("Policies must be valid JSON and the first byte must be '{'");
        }
    }

    private static void ValidateStatement(string bucket, JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object)
        {
            throw S3Errors.MalformedPolicy("Statement must be an object");
        }

        Require(statement, "Effect");
        RequireEither(statement, "Principal", "NotPrincipal");
        RequireEither(statement, "Action", "NotAction");
        RequireEither(statement, "Resource", "NotResource");
        if (statement.GetProperty("Effect").ToString() is not ("Allow" or "Deny"))
        {
            throw S3Errors.MalformedPolicy($"Invalid effect: {statement.GetProperty("Effect")}");
        }

        if (statement.TryGetProperty("Action", out var actions)
            && OneOrMany(actions).Any(action => action.ToString() is var name && name != "*" && !name.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)))
        {
            throw S3Errors.MalformedPolicy("Policy has invalid action");
        }

        var resources = statement.TryGetProperty("Resource", out var named) ? named : statement.GetProperty("NotResource");
        if (OneOrMany(resources).Any(resource => !IsWithin(bucket, resource.ToString())))
        {
            throw S3Errors.MalformedPolicy("Policy has invalid resource");
        }
    }

    private static bool IsWithin(string bucket, string resource)
    {
        var arn = S3Names.BucketArn(bucket);
        return resource == arn || resource == "*" || resource.StartsWith(arn + "/", StringComparison.Ordinal) || resource == arn + "*";
    }

    private static List<JsonElement> OneOrMany(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];

    private static void Require(JsonElement statement, string field)
    {
        if (!statement.TryGetProperty(field, out _))
        {
            throw S3Errors.MalformedPolicy($"Missing required field {field}");
        }
    }

    private static void RequireEither(JsonElement statement, string field, string negated)
    {
        if (!statement.TryGetProperty(negated, out _))
        {
            Require(statement, field);
        }
    }
}
