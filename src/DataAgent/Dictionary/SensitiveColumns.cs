using System.Numerics;
using System.Text.RegularExpressions;

namespace DataAgent.Dictionary;

/// <summary>Columns whose values must never reach a prompt: by the words of their name, or by the look of their values.</summary>
/// <remarks>Errs towards hiding: a hidden sample costs the model a query, a shown one cannot be taken back.</remarks>
internal static partial class SensitiveColumns
{
    // Whole words of the split name, in the singular: "pin" hides user_pin, not shipping; "auth" hides auth_code, not author.
    private static readonly HashSet<string> Words =
    [
        "password", "passwd", "passwort", "passphrase", "passcode", "pwd", "secret", "token", "credential", "ssn", "cvv", "cvc", "pin", "otp",
        "totp", "auth", "authentication", "authorization", "bearer", "jwt", "salt", "apikey", "email", "mail", "phone", "telephone", "telefon",
        "tel", "mobile", "cellphone", "fax", "iban", "swift", "dob", "birthday", "birthdate", "birth", "passport", "taxid", "creditcard",
        "cardnumber", "socialsecurity",
    ];

    private static readonly string[][] Phrases =
    [
        ["social", "security"], ["credit", "card"], ["debit", "card"], ["card", "number"], ["card", "no"], ["card", "num"], ["security", "code"],
        ["api", "key"], ["access", "key"], ["private", "key"], ["secret", "key"], ["encryption", "key"], ["signing", "key"], ["session", "id"],
        ["session", "key"], ["user", "pass"], ["db", "pass"], ["tax", "id"], ["tax", "number"], ["tax", "no"], ["national", "id"], ["date", "of", "birth"],
        ["bank", "account"], ["account", "number"], ["routing", "number"], ["driver", "license"], ["driver", "licence"], ["license", "number"],
    ];

    // Long enough to mean nothing else inside a name without separators, such as "userpasswordhash".
    private static readonly string[] Stems =
    [
        "password", "passwd", "creditcard", "cardnumber", "socialsecurity", "apikey", "privatekey", "accesstoken", "emailaddress", "useremail",
        "phonenumber", "dateofbirth", "birthdate",
    ];

    // No card, address or key fits into these, whatever a number of them looks like.
    private static readonly HashSet<string> TooNarrow =
        ["bool", "int2", "int4", "float4", "float8", "date", "time", "timetz", "timestamp", "timestamptz", "interval"];

    /// <summary>By its name, unless its type holds no more than a choice: <c>email_verified boolean</c> gives nothing away.</summary>
    public static bool ByName(ColumnInfo column) =>
        column.BaseType != "bool" && column.Enum is null && IsSensitiveName(column.Name);

    public static bool IsSensitiveName(string name)
    {
        var words = IdentifierWords.Split(name).ConvertAll(IdentifierWords.Singular);
        return words.Exists(Words.Contains)
            || Phrases.Any(phrase => Contains(words, phrase))
            || words.Exists(word => Stems.Any(stem => word.Contains(stem, StringComparison.Ordinal)))
            || words is ["e", "mail"] or ["pass"];
    }

    /// <summary>By what the values look like, where their type leaves room for it.</summary>
    public static bool ByContent(ColumnInfo column, IReadOnlyCollection<string> values) => !TooNarrow.Contains(column.BaseType) && ByContent(values);

    /// <summary>One e-mail address, IBAN or token is enough; of digits, half must look the part.</summary>
    public static bool ByContent(IReadOnlyCollection<string> values) => values.Any(IsRevealing) || Most(values, IsCard) || Most(values, IsPhone);

    // The cheap question first: there may be millions of values.
    private static bool IsRevealing(string value) =>
        (value.Contains('@', StringComparison.Ordinal) && EMail().IsMatch(value)) || Token().IsMatch(value) || IsRandom(value) || IsIban(value);

    private static bool IsPhone(string value) => value is ['+' or '(' or (>= '0' and <= '9'), _, _, _, _, _, ..] && Phone().IsMatch(value);

    private static bool Contains(List<string> words, string[] phrase)
    {
        for (var i = 0; i + phrase.Length <= words.Count; i++)
            if (words.Skip(i).Take(phrase.Length).SequenceEqual(phrase))
                return true;
        return false;
    }

    private static bool Most(IReadOnlyCollection<string> values, Func<string, bool> looks) =>
        values.Count > 0 && values.Count(looks) * 2 >= values.Count;

    private static bool IsCard(string value)
    {
        if (value.Length < 13 || !CardShape().IsMatch(value))
            return false;
        var (sum, position) = (0, 0);
        foreach (var c in value.Reverse().Where(char.IsAsciiDigit))
        {
            var digit = (c - '0') * (position++ % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static bool IsIban(string value)
    {
        if (value.Length < 15 || value.AsSpan().TrimStart() is not [>= 'A' and <= 'Z', ..])
            return false;
        var text = value.Replace(" ", "", StringComparison.Ordinal);
        if (!IbanShape().IsMatch(text))
            return false;
        var digits = string.Concat((text[4..] + text[..4]).Select(c => char.IsAsciiDigit(c) ? $"{c}" : $"{c - 'A' + 10}"));
        return BigInteger.Parse(digits) % 97 == 1;
    }

    private static bool IsRandom(string value) =>
        value.Length >= 32 && (HexKey().IsMatch(value)
            || (Base64Key().IsMatch(value) && value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiLetterLower) && value.Any(char.IsAsciiDigit)));

    [GeneratedRegex(@"[\w.+-]@[\w-]+(\.[\w-]+)*\.[\p{L}]{2,}")]
    private static partial Regex EMail();

    // JSON web tokens, keys with a well-known prefix, password hashes in modular crypt format, PEM.
    [GeneratedRegex(@"^eyJ[\w-]{5,}\.|^(sk|pk|rk)[-_]\w|^gh[pousr]_|^github_pat_|^glpat-|^xox[abprs]-|^AKIA[0-9A-Z]{12}|^AIza[\w-]{20}|^\$(2[abxy]?|argon2\w*|scrypt|pbkdf2[\w-]*|[156y])\$|^SCRAM-SHA-256\$|^-----BEGIN ")]
    private static partial Regex Token();

    [GeneratedRegex("^[0-9a-fA-F]{32,}$")]
    private static partial Regex HexKey();

    [GeneratedRegex("^[A-Za-z0-9_+/-]{32,}={0,2}$")]
    private static partial Regex Base64Key();

    [GeneratedRegex(@"^[3-6]\d{3}[ -]?(\d{4}[ -]?\d{4}[ -]?\d{1,7}|\d{6}[ -]?\d{5})$")]
    private static partial Regex CardShape();

    [GeneratedRegex(@"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")]
    private static partial Regex IbanShape();

    // An international prefix, an area code in parentheses, or 3-3-4 digits; bare digits are far more often numbers of other things.
    [GeneratedRegex(@"^(\+\d[\d ()./-]{6,20}|\(?0?\d{2,5}\)[ -]?\d[\d -]{4,12}|\d{3}[-. ]\d{3}[-. ]\d{4}|0\d{1,4}[ /-]\d[\d -]{4,12})( ?(x|ext\.?) ?\d+)?$")]
    private static partial Regex Phone();
}
