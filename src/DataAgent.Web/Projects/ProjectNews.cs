namespace DataAgent.Web.Projects;

/// <summary>Tells the sidebar of one open page that a project got another name, came or went.</summary>
public sealed class ProjectNews
{
    public event Action? Changed;

    public void Tell() => Changed?.Invoke();
}
