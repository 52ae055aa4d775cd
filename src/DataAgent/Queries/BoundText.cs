namespace DataAgent.Queries;

/// <summary>A text with places for values. It is judged with a typed null in each, and sent with a parameter there.</summary>
/// <remarks>
/// The two texts differ only in <c>null/*p2*/</c> and <c>$2</c>, between <c>cast(</c> and <c> as type)</c>. Neither can open or end a string, a
/// quoted name, a comment or a statement, whatever stands around it, so PostgreSQL reads the same tree with a parameter for the null.
/// docs/adr/0008-parameters-of-saved-queries.md.
/// </remarks>
/// <param name="Given">As written, with <c>:name</c>.</param>
/// <param name="Judged">With a typed null in each place.</param>
/// <param name="Kept">With quoted values: what the result is kept with, so that it can be exported; a text like any other, judged anew.</param>
public sealed record BoundText(string Given, string Judged, string Kept, IReadOnlyList<BoundValue> Values, IReadOnlyList<BoundPlace> Places)
{
    /// <summary>$1 is the row limit's.</summary>
    public const int FirstNumber = 2;

    public static string Null(int number, string type) => $"cast(null/*p{number}*/ as {type})";

    /// <param name="judged">The part of <see cref="Judged"/> that may be sent.</param>
    internal string Sent(string judged)
    {
        for (var i = 0; i < Values.Count; i++)
            judged = judged.Replace(Null(i + FirstNumber, Values[i].Type), $"cast(${i + FirstNumber} as {Values[i].Type})", StringComparison.Ordinal);
        return judged;
    }

    /// <summary>Where a position in <see cref="Judged"/> is in <see cref="Given"/>.</summary>
    public int ToGiven(int position)
    {
        var shift = 0;
        foreach (var place in Places)
        {
            if (position < place.JudgedStart)
                break;
            if (position < place.JudgedStart + place.JudgedLength)
                return place.GivenStart;
            shift = place.JudgedStart + place.JudgedLength - place.GivenStart - place.GivenLength;
        }

        return position < 0 ? position : position - shift;
    }
}

/// <param name="Type">PostgreSQL's name of one of the few types that parameters have.</param>
/// <param name="Text">As PostgreSQL reads it; null is SQL's null.</param>
public sealed record BoundValue(string Type, string? Text);

public sealed record BoundPlace(int GivenStart, int GivenLength, int JudgedStart, int JudgedLength);
