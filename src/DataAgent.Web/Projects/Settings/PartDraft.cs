using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Projects.Settings;

/// <summary>One part of the settings in front of an admin: what was stored when they looked, what they wrote, and what came of saving it.</summary>
public sealed class PartDraft(ProjectPart part, StoredSettings stored)
{
    private static readonly JsonSerializerOptions _byField = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HashSet<string> _mended = [];
    private ProjectSettings _draft = stored.Settings;

    /// <summary>Something was written or saved: whoever shows the page as a whole looks again.</summary>
    public event Action? Changed;

    public ProjectPart Part => part;

    /// <summary>What is stored, as far as the admin knows.</summary>
    public StoredSettings Seen { get; private set; } = stored;

    public ProjectSettings Draft
    {
        get => _draft;
        set
        {
            _mended.UnionWith(Errors.Select(error => error.Field).Where(name => ValueOf(value, name) != ValueOf(_draft, name)));
            (_draft, Saved) = (value, null);
            Changed?.Invoke();
        }
    }

    public bool IsDirty => part.Differs(_draft, Seen.Settings);

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    /// <summary>Why nothing was saved, when that is about no field.</summary>
    public string? Problem { get; private set; }

    /// <summary>What somebody else stored meanwhile.</summary>
    public StoredSettings? Theirs { get; private set; }

    /// <summary>What is to say after saving; null as soon as something is written again.</summary>
    public string? Saved { get; private set; }

    /// <summary>What was wrong with the field at the last saving.</summary>
    /// <remarks>It keeps its place until the next one: what vanishes when a field is left moves the button under the click that left it.</remarks>
    public IEnumerable<FieldProblem> ProblemsOf(string field) =>
        Errors.Where(error => error.Field == field).Select(error => new FieldProblem(error.Message, _mended.Contains(field)));

    /// <summary>Fields that were wrong and are as they were.</summary>
    public int Unmended => Errors.Count(error => !_mended.Contains(error.Field));

    public void Keep(StoredSettings now, string words)
    {
        (Seen, _draft) = (now, now.Settings);
        Forget();
        Saved = words;
        Changed?.Invoke();
    }

    public void Refuse(string problem, StoredSettings? theirs = null)
    {
        Forget();
        (Problem, Theirs) = (problem, theirs);
    }

    public void Refuse(IReadOnlyList<FieldError> errors)
    {
        Forget();
        Errors = errors;
    }

    /// <summary>Gives up what was written for what somebody else stored.</summary>
    public void TakeTheirs()
    {
        (Seen, _draft) = (Theirs!, Theirs!.Settings);
        Forget();
        Changed?.Invoke();
    }

    /// <summary>Knows what somebody else stored and holds on to what was written: the next saving replaces it.</summary>
    public void HoldOn()
    {
        Seen = Theirs!;
        Forget();
        Changed?.Invoke();
    }

    private static string? ValueOf(ProjectSettings settings, string field) => JsonSerializer.SerializeToNode(settings, _byField)![field]?.ToJsonString();

    private void Forget()
    {
        (Errors, Problem, Theirs, Saved) = ([], null, null, null);
        _mended.Clear();
    }
}

/// <param name="IsMended">The field was written anew since.</param>
public sealed record FieldProblem(string Message, bool IsMended);
