namespace DataAgent.Dictionary;

public enum DictionaryFault
{
    /// <summary>The person may not do this in the project.</summary>
    NotAllowed,

    /// <summary>The customer's database did not answer, or let nobody in.</summary>
    NotReachable,

    NoSchema,

    /// <summary>The project's role lacks a right it needs.</summary>
    NoRight,

    /// <summary>The database answered with an error or too late.</summary>
    NotRead,
}

/// <summary>The schema could not be read, or not saved. What was saved before is untouched.</summary>
/// <remarks>The message is our own sentence, fit for people and for a model.</remarks>
public sealed class DictionaryException(DictionaryFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public DictionaryFault Fault => fault;
}
