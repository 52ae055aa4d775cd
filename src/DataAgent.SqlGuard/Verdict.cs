namespace DataAgent.SqlGuard;

/// <summary>May this text run, and what would it read?</summary>
/// <param name="Refusals">Empty: it may run.</param>
/// <param name="Relations">Relations of the project the statement names, as <c>schema.name</c>, sorted, without common table expressions.</param>
/// <param name="Functions">Names of the functions it calls, sorted.</param>
/// <param name="Text">The text as judged, without a trailing semicolon: exactly what may be sent to PostgreSQL. Empty when refused.</param>
public sealed record Verdict(
    IReadOnlyList<Refusal> Refusals, IReadOnlyList<string> Relations, IReadOnlyList<string> Functions, string Text)
{
    public bool IsAllowed => Refusals.Count == 0;
}

/// <summary>One reason why the text may not run.</summary>
/// <param name="Code">Stable and machine-readable.</param>
/// <param name="Message">Our own sentence, safe to show to people and to a model; says what to do instead.</param>
/// <param name="Position">UTF-16 index into the text given, 0-based; −1 when the whole text is meant.</param>
public sealed record Refusal(RefusalCode Code, string Message, int Position);

public enum RefusalCode
{
    Empty,
    SyntaxError,
    TooLong,
    NotText,
    TooComplex,
    SeveralStatements,
    NotReadOnly,
    NotAllowedConstruct,
    UnknownRelation,
    HiddenRelation,
    OtherSchema,
    SystemCatalog,
    UnknownColumn,
    SystemColumn,
    FunctionNotAllowed,
    OperatorNotAllowed,
    TypeNotAllowed,
    ParameterNotAllowed,
}
