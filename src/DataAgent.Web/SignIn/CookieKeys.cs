using System.Xml.Linq;
using DataAgent.Credentials;
using DataAgent.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.SignIn;

/// <summary>Keeps the keys of cookies in our own database, sealed, so that a restart or another replica can read them.</summary>
internal sealed class CookieKeys(IDbContextFactory<PlatformDbContext> database, CredentialVault vault) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().AsEnumerable().Select(key => XElement.Parse(vault.Open(key.SealedXml, Context(key.Id))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var id = Guid.CreateVersion7();
        using var db = database.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKey
        {
            Id = id,
            FriendlyName = friendlyName,
            SealedXml = vault.Seal(element.ToString(SaveOptions.DisableFormatting), Context(id)),
        });
        db.SaveChanges();
    }

    // The whole element is sealed by the vault, so the framework need not encrypt inside it.
    public void Configure(KeyManagementOptions options) => (options.XmlRepository, options.XmlEncryptor) = (this, new NullXmlEncryptor());

    private static string Context(Guid id) => $"cookie-key/{id}";
}
