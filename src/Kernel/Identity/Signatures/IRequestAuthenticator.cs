namespace Weir.Kernel.Identity.Signatures;

/// <summary>The one place where request signatures are verified.</summary>
public interface IRequestAuthenticator
{
    /// <summary>Throws the <c>ServiceException</c> of the request's error family when the signature proves nothing.</summary>
    /// <remarks>
    /// A body that is not in memory still has to prove itself: read it through <c>RequestBody.Open</c>.
    /// Safe from any thread.
    /// </remarks>
    Authentication Authenticate(SignedRequest request);
}
