using DataAgent.Agent.Offline.Plans;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>
/// How much of a name its words are worth, from 1 (the very name) down. See <see cref="Weights"/> for what is done with it.
/// </summary>
internal static class NameWeights
{
    // One word and one word of a name.

    /// <summary>"rented" and "rental".</summary>
    public const double SameRoot = 0.9;

    /// <summary>"client" and "customer".</summary>
    public const double Synonym = 0.82;

    /// <summary>"custmer" and "customer".</summary>
    public const double Slip = 0.78;

    /// <summary>"buyers" and "purchase": a synonym only of the root.</summary>
    public const double SynonymOfRoot = 0.75;

    /// <summary>"prescribed" and "prescription".</summary>
    public const double SharesMost = 0.65;

    /// <summary>"quant" and "quantity".</summary>
    public const double Beginning = 0.62;

    // All words and the whole name.

    /// <summary>A name that admins noted: all but the very name.</summary>
    public const double Alias = 0.98;

    /// <summary>"sales person" for "salesperson".</summary>
    public const double RunTogether = 0.97;

    /// <summary>Words of the name are left, but not its last ("line" for "invoice line") …</summary>
    public const double PartWithHead = 0.68;

    /// <summary>… or the last too ("invoice" for "invoice line"), which is then hardly meant.</summary>
    public const double PartWithoutHead = 0.5;

    /// <summary>What is added to both for the part of the name that is covered.</summary>
    public const double Covered = 0.2;

    // What kind of thing has the name.

    /// <summary>A part of a table's name is less likely to mean the table than a part of a column's name the column.</summary>
    public const double PartOfTable = 0.15;

    /// <summary>A view repeats what tables hold.</summary>
    public const double View = 0.9;

    /// <summary>Admins noted that the table is not to be used.</summary>
    public const double DoNotUse = 0.5;

    /// <summary>A key is meant only by its full name.</summary>
    public const double Key = 0.9;

    /// <summary>So nearly must words name a table that joins two others for the thing at its end to be meant.</summary>
    public const double Bridge = 0.9;

    /// <summary>"hired" for <c>hire_date</c>.</summary>
    public const double DateWithoutTimeWord = 0.85;

    /// <summary>"order date" for <c>ordered_at</c>.</summary>
    public const double DateByOtherTimeWord = 0.9;

    /// <summary>"weight" for <c>weight_kg</c>.</summary>
    public const double WithoutUnit = 0.95;

    /// <summary>"film length": two words that fit a table and its column say more than each alone.</summary>
    public const double BehindTable = 0.05;

    /// <summary>"bought" for the table of orders.</summary>
    public const double NounOfVerb = 0.8;

    // Which meanings stay beside the best.

    /// <summary>Beside a meaning that has the very name, only clear ones stay …</summary>
    public const double BesideVeryName = 0.74;

    /// <summary>… and beside another, those that are less likely by no more than this.</summary>
    public const double BesideOther = 0.4;

    // How many words are one term.

    /// <summary>Several words are one term when together they fit a name this well …</summary>
    public const double SeveralWords = 0.8;

    /// <summary>… and this well when one of them has a part of its own in English, as "total" has.</summary>
    public const double WordsWithRole = 0.97;

    /// <summary>"sales rep" is looked for under other names, each of which must fit this well.</summary>
    public const double OtherName = 0.7;
}
