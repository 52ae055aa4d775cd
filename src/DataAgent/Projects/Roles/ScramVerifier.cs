using System.Security.Cryptography;
using System.Text;

namespace DataAgent.Projects.Roles;

/// <summary>A password in the form PostgreSQL keeps it (RFC 5803), so that the clear one appears in no statement and in no server log.</summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096, SaltBytes = 16, HashBytes = 32;

    /// <returns><c>null</c> for a password beyond ASCII: those are normalized first, and the server shall do that itself.</returns>
    public static string? Make(string password)
    {
        if (!Ascii.IsValid(password) || password.Any(char.IsControl))
            return null;
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, HashBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
