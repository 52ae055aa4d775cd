using DataAgent.Projects;

namespace DataAgent.Web.Projects.Settings;

/// <summary>All parts of a project's settings in front of one admin. Each is written and saved by itself.</summary>
public sealed class SettingsDesk
{
    private readonly Dictionary<ProjectPart, PartDraft> _parts;

    public SettingsDesk(StoredSettings stored, Action changed)
    {
        _parts = ProjectPart.All.ToDictionary(part => part, part => new PartDraft(part, stored));
        foreach (var part in _parts.Values)
            part.Changed += changed;
    }

    public PartDraft this[ProjectPart part] => _parts[part];

    public bool IsDirty => _parts.Values.Any(part => part.IsDirty);
}
