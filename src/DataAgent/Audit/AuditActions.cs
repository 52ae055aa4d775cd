namespace DataAgent.Audit;

/// <summary>Every kind of entry there is. A test compares it with what the code writes and with docs/guide/audit.md.</summary>
public static class AuditActions
{
    public static readonly IReadOnlyList<string> All =
    [
        "query",
        "conversation.ask", "conversation.rename", "conversation.remove", "conversation.view",
        "feedback.give", "feedback.remove",
        "saved_query.add", "saved_query.edit", "saved_query.remove",
        "dictionary.generate", "dictionary.note.set", "dictionary.note.remove", "dictionary.hint.add", "dictionary.hint.remove",
        "project.create", "project.edit", "project.archive", "project.restore", "project.delete", "project.set_up_role", "project.accept_role",
        "member.add", "member.role", "member.remove",
        "invitation.send", "invitation.resend", "invitation.role", "invitation.revoke", "invitation.accept",
        "model.test",
        "audit.export", "audit.expire",
        "user.add", "user.disable", "user.enable", "user.administrator",
        "user.sign_in", "user.sign_in_failed", "user.lockout", "user.sign_out_everywhere",
        "user.password_set", "user.password_change", "user.reset_asked", "user.reset_link", "user.password_reset",
        "user.link", "user.unlink", "user.passkey_add", "user.passkey_rename", "user.passkey_remove", "user.token_add", "user.token_revoke",
        "keys.rotate", "keys.prune",
    ];

    /// <summary>Which projects there are and who belongs to them, though not what is in them.</summary>
    private static readonly HashSet<string> _ofPlatform =
    [
        "project.create", "project.archive", "project.restore", "project.delete", "member.add", "member.role", "member.remove",
        "invitation.send", "invitation.resend", "invitation.role", "invitation.revoke", "invitation.accept",
    ];

    /// <summary>Kinds that the page of platform administrators can show.</summary>
    public static IEnumerable<string> PlatformWide => All.Where(action => IsPlatformWide(action, null) && !IsOfProject(action));

    internal static bool IsPlatformWide(string action, Guid? projectId) => projectId is null || _ofPlatform.Contains(action);

    private static bool IsOfProject(string action) =>
        !_ofPlatform.Contains(action) && !action.StartsWith("user.", StringComparison.Ordinal)
        && !action.StartsWith("keys.", StringComparison.Ordinal) && !action.StartsWith("audit.", StringComparison.Ordinal);
}
