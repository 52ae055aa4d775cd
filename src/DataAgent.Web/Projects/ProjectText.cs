using System.Text.Json.Serialization;
using DataAgent.Projects;
using DataAgent.Projects.Roles;

namespace DataAgent.Web.Projects;

/// <summary>A project as HTTP tells it. No login and no key ever is; a viewer need not know where the database stands or what is hidden in it.</summary>
[JsonDerivedType(typeof(ProjectDetail))]
internal record ProjectText(Guid Id, string Name, string Slug, string Description, Role Role, RoleVerdict DatabaseRole)
{
    public static ProjectText Of(Member member, RoleStanding standing) => member.Role == Role.Admin
        ? new ProjectDetail(member, standing)
        : new ProjectText(member.Project.Id, member.Project.Name, member.Project.Slug, member.Project.Description, member.Role, standing.Verdict);
}

/// <summary>The same for an admin: every setting.</summary>
internal sealed record ProjectDetail : ProjectText
{
    public ProjectDetail(Member admin, RoleStanding standing)
        : base(admin.Project.Id, admin.Project.Name, admin.Project.Slug, admin.Project.Description, admin.Role, standing.Verdict)
    {
        var project = admin.Project;
        (DbHost, DbPort, DbName, DbSchema, DbTls) = (project.DbHost, project.DbPort, project.DbName, project.DbSchema, project.DbTls);
        (AllowedTables, ExcludedTables, ShowSamples) = (project.AllowedTables, project.ExcludedTables, project.ShowSamples);
        (AllowedFunctions, AllowedExtensions) = (project.AllowedFunctions, project.AllowedExtensions);
        SystemPrompt = project.SystemPrompt;
        (MaxRowsPerQuery, MaxExportRows, MaxQueryTimeoutSeconds) = (project.MaxRowsPerQuery, project.MaxExportRows, project.MaxQueryTimeoutSeconds);
        (LlmProvider, LlmModel, ModelBaseUrl) = (project.LlmProvider, project.LlmModel, project.ModelBaseUrl);
        HasModelKey = project.SealedModelKey is not null;
        (CreatedAt, UpdatedAt) = (project.CreatedAt, project.UpdatedAt);
    }

    public string DbHost { get; }
    public int DbPort { get; }
    public string DbName { get; }
    public string DbSchema { get; }
    public string DbTls { get; }
    public IReadOnlyList<string> AllowedTables { get; }
    public IReadOnlyList<string> ExcludedTables { get; }
    public IReadOnlyList<string> AllowedFunctions { get; }
    public IReadOnlyList<string> AllowedExtensions { get; }
    public bool ShowSamples { get; }
    public string SystemPrompt { get; }
    public int MaxRowsPerQuery { get; }
    public int MaxExportRows { get; }
    public int MaxQueryTimeoutSeconds { get; }
    public string LlmProvider { get; }
    public string? LlmModel { get; }
    public string? ModelBaseUrl { get; }
    public bool HasModelKey { get; }
    public DateTimeOffset CreatedAt { get; }
    public DateTimeOffset UpdatedAt { get; }
}
