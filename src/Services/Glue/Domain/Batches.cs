using Weir.Kernel.Core;

namespace Weir.Services.Glue.Domain;

/// <summary>Operations on several things, each of which may fail by itself.</summary>
internal static class Batches
{
    public static void RequireSize(string member, int count, int most)
    {
        if (count > most)
        {
            throw GlueErrors.TooMany(member, most);
        }
    }

    /// <summary>The errors of those that failed, or null when none did. A change that throws has changed nothing.</summary>
    public static IReadOnlyList<TError>? Each<T, TError>(IEnumerable<T> items, Action<T> change, Func<T, ServiceException, TError> failed)
    {
        List<TError>? errors = null;
        foreach (var item in items)
        {
            try
            {
                change(item);
            }
            catch (ServiceException error)
            {
                (errors ??= []).Add(failed(item, error));
            }
        }

        return errors;
    }
}
