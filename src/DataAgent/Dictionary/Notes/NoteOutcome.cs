using DataAgent.Projects;

namespace DataAgent.Dictionary.Notes;

/// <summary>What became of an attempt to change a note or a join hint.</summary>
public abstract record NoteOutcome
{
    private NoteOutcome() { }

    /// <param name="Version">Of the note; 0 of what has none any more.</param>
    public sealed record Saved(int Version) : NoteOutcome;
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : NoteOutcome;

    /// <summary>The person may see it, but not change it; the sentence says who may.</summary>
    public sealed record Forbidden(string Message) : NoteOutcome;

    /// <summary>Another person changed it since.</summary>
    /// <param name="Version">What it is now; 0 when it is gone.</param>
    public sealed record Conflict(int Version) : NoteOutcome
    {
        public string Message => Version == 0
            ? "Another person removed this note meanwhile. Look at the dictionary again before you save."
            : $"Another person changed this note meanwhile: it is now at version {Version}. Read it again before you save.";
    }

    public sealed record NotFound(string Message) : NoteOutcome;
}
