namespace DataAgent.Web.Admin;

/// <summary>Addresses of the pages for platform administrators.</summary>
public static class AdminPath
{
    public const string People = "/admin/people", Projects = "/admin/projects", Settings = "/admin/settings";
}
