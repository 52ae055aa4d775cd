using DataAgent.Mail;

namespace DataAgent.Projects.Members;

/// <summary>What the invited are written. Names that others chose stand on lines of their own, and in no subject.</summary>
internal static class InvitationMails
{
    private const string Subject = "You are invited to a project in Data Agent";

    /// <param name="address">Where people find the product, such as https://data.example.com.</param>
    public static string Link(string address, string token) => $"{address.TrimEnd('/')}/invitation?token={token}";

    public static Letter Write(string to, string project, Role role, string invitedBy, string link) => new(to, Subject, $"""
        Hello,

        {invitedBy} invites you to the project

            {project}

        as {Article(role)}. In Data Agent your team asks its databases questions. Open this link to see more and to accept:

        {link}

        It works once, for seven days, and for this address alone. If you do not know what this is about, do nothing.
        """);

    private static string Article(Role role) => role == Role.Viewer ? "a viewer" : $"an {role.Word()}";
}
