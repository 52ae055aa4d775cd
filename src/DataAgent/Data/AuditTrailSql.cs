namespace DataAgent.Data;

/// <summary>What keeps the audit log whole in the database itself. Part of the migration AuditTrail, so it must not change: a later one replaces it.</summary>
internal static class AuditTrailSql
{
    /// <summary>
    /// Nothing is changed, and nothing is removed but by <c>expire_audit_entries</c>, which tells the trigger how old a row must be. A row of the
    /// last day never goes, whatever is asked for. <c>always</c>: also in a session that replays a replication stream.
    /// </summary>
    public const string Up = """
        update audit_entry set is_platform_wide = true
        where project_id is null or action in ('project.create', 'project.remove', 'member.add', 'member.role', 'member.remove');

        create function refuse_audit_change() returns trigger language plpgsql as $body$
        begin
            if tg_op = 'DELETE' then
                if old.at < nullif(current_setting('dataagent.audit_expire_before', true), '')::timestamptz
                    and old.at < pg_catalog.now() - interval '1 day' then
                    return old;
                end if;
            end if;
            raise exception 'The audit log is only added to: % is refused.', tg_op using errcode = 'insufficient_privilege';
        end
        $body$;

        create trigger audit_entry_no_update before update on audit_entry for each statement execute function refuse_audit_change();
        create trigger audit_entry_no_truncate before truncate on audit_entry for each statement execute function refuse_audit_change();
        create trigger audit_entry_no_delete before delete on audit_entry for each row execute function refuse_audit_change();
        alter table audit_entry enable always trigger audit_entry_no_update;
        alter table audit_entry enable always trigger audit_entry_no_truncate;
        alter table audit_entry enable always trigger audit_entry_no_delete;

        do $do$
        begin
            execute pg_catalog.format($function$
                create function expire_audit_entries(before timestamptz, most integer) returns bigint language plpgsql security definer
                set search_path = pg_catalog, %I, pg_temp as $body$
                declare gone bigint;
                begin
                    perform set_config('dataagent.audit_expire_before', before::text, true);
                    delete from audit_entry where ctid = any(array(
                        select ctid from audit_entry where at < least(before, now() - interval '1 day') limit most));
                    get diagnostics gone = row_count;
                    perform set_config('dataagent.audit_expire_before', '', true);
                    return gone;
                end
                $body$
                $function$, current_schema());
        end
        $do$;
        revoke all on function expire_audit_entries(timestamptz, integer) from public;
        """;

    public const string Down = """
        drop function expire_audit_entries(timestamptz, integer);
        drop trigger audit_entry_no_update on audit_entry;
        drop trigger audit_entry_no_truncate on audit_entry;
        drop trigger audit_entry_no_delete on audit_entry;
        drop function refuse_audit_change();
        """;
}
