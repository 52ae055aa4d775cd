namespace DataAgent.Projects.Members;

/// <summary>What the invited are told of a link that is good no more.</summary>
public static class InvitationWords
{
    public static (string Heading, string Advice) Of(InvitationVoid reason) => reason switch
    {
        InvitationVoid.Used => ("This invitation was accepted already", "A link works once. Sign in to see the project."),
        InvitationVoid.Revoked => ("This invitation was taken back", "An admin of the project revoked it. Ask them if you think this is a mistake."),
        InvitationVoid.Expired => ("This invitation has expired", "A link is good for seven days. Ask an admin of the project to send it again."),
        InvitationVoid.Removed => ("The project is gone", "It was removed after you were invited, so there is nothing to join."),
        InvitationVoid.Disabled => ("Your account is closed", "Ask whoever runs this server to open it again, then open the link once more."),
        _ => ("This invitation is not known", "The link may be incomplete, or a newer one took its place: look for the latest mail, or ask for another."),
    };
}
