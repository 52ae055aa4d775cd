namespace DataAgent.Projects.Roles;

/// <summary>Something that a project's role can do beyond reading what the project shows.</summary>
/// <param name="Name">The attempt that found it, see <see cref="RoleAttempt"/>. What is accepted is accepted by this name.</param>
/// <param name="Message">May name tables that the project hides: for its admins alone.</param>
public sealed record RoleFinding(string Name, string Message)
{
    /// <summary>The same without a name of the database in it, for every member and for a model.</summary>
    public string Words() => Name switch
    {
        "no_powers" => "has special rights or is a member of other roles",
        "owns_nothing" => "owns tables or schemas",
        "cannot_write" => "may write to tables",
        "cannot_create_tables" => "may create tables",
        "cannot_move_sequences" => "may move sequences",
        "cannot_read_hidden_tables" => "may read what the project hides",
        "no_view_on_hidden_tables" => "may read views of what the project hides",
        "no_parent_of_hidden_tables" => "may read tables that show rows of what the project hides",
        "cannot_read_other_schemas" => "may read other schemas",
        "cannot_read_passwords" => "may read the server's password table",
        "cannot_read_files" => "may read files of the server",
        _ => Name.Replace('_', ' '),
    };
}
