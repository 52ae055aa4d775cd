using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DataAgent.Users;

/// <summary>Makes and compares hashes of passwords: ASP.NET Core Identity's format 3, which is PBKDF2 with HMAC-SHA-512 and 128 bits of salt.</summary>
public sealed class PasswordHashes
{
    // What OWASP asks for with SHA-512; the framework's own default is less than half of it.
    private const int Iterations = 210_000;

    // It never looks at whose password it is.
    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string _decoy;

    public PasswordHashes() => _decoy = Make(Guid.NewGuid().ToString());

    public string Make(string password) => _hasher.HashPassword(this, password);

    /// <summary>Takes as long when there is no hash to compare with, so that time tells nobody whether there is one.</summary>
    public PasswordMatch Compare(string? hash, string password)
    {
        if (password.Length > PasswordRules.MaxLength)
            return PasswordMatch.No;
        var result = _hasher.VerifyHashedPassword(this, hash ?? _decoy, password);
        return (hash, result) switch
        {
            (null, _) or (_, PasswordVerificationResult.Failed) => PasswordMatch.No,
            (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordMatch.Outdated,
            _ => PasswordMatch.Yes,
        };
    }
}

/// <summary><see cref="Outdated"/>: it is right, but its hash should be made anew.</summary>
public enum PasswordMatch { No, Yes, Outdated }
