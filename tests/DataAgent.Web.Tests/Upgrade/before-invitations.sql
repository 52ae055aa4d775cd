--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: expire_audit_entries(timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.expire_audit_entries(before timestamp with time zone, most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
        declare gone bigint;
        begin
            perform set_config('dataagent.audit_expire_before', before::text, true);
            delete from audit_entry where ctid = any(array(
                select ctid from audit_entry where at < least(before, now() - interval '1 day') limit most));
            get diagnostics gone = row_count;
            perform set_config('dataagent.audit_expire_before', '', true);
            return gone;
        end
        $$;


--
-- Name: refuse_audit_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' then
        if old.at < nullif(current_setting('dataagent.audit_expire_before', true), '')::timestamptz
            and old.at < pg_catalog.now() - interval '1 day' then
            return old;
        end if;
    end if;
    raise exception 'The audit log is only added to: % is refused.', tg_op using errcode = 'insufficient_privilege';
end
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: agent_message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.agent_message (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    run_id uuid NOT NULL,
    step integer NOT NULL,
    role text NOT NULL,
    call_id text,
    parts json NOT NULL,
    model text,
    stop_reason text,
    usage json,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: agent_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.agent_run (
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    status text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    owner uuid,
    lease_until timestamp with time zone,
    epoch integer NOT NULL,
    stop_requested boolean NOT NULL,
    detail text,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    parent_run_id uuid
);


--
-- Name: api_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_token (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    project_id uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);


--
-- Name: audit_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entry (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid,
    user_id uuid,
    conversation_id uuid,
    action text NOT NULL,
    door text NOT NULL,
    outcome text NOT NULL,
    sql text,
    relations text[] NOT NULL,
    rows integer,
    duration_ms bigint,
    detail text,
    address text,
    changes json,
    is_platform_wide boolean DEFAULT false NOT NULL,
    token text
);


--
-- Name: chart; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chart (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    result_id uuid NOT NULL,
    spec json NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: conversation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.conversation (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    active_run_id uuid
);


--
-- Name: data_protection_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.data_protection_key (
    id uuid NOT NULL,
    friendly_name text NOT NULL,
    sealed_xml text NOT NULL
);


--
-- Name: dictionary_join; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dictionary_join (
    project_id uuid NOT NULL,
    from_table text NOT NULL,
    from_column text NOT NULL,
    to_table text NOT NULL,
    to_column text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid NOT NULL
);


--
-- Name: dictionary_note; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dictionary_note (
    project_id uuid NOT NULL,
    table_name text NOT NULL,
    column_name text NOT NULL,
    description text NOT NULL,
    synonyms text[] NOT NULL,
    unit text NOT NULL,
    do_not_use text NOT NULL,
    no_samples boolean NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by uuid NOT NULL
);


--
-- Name: dictionary_snapshot; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dictionary_snapshot (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    version integer NOT NULL,
    generated_at timestamp with time zone NOT NULL,
    content json NOT NULL
);


--
-- Name: external_login; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.external_login (
    provider text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    email text NOT NULL,
    linked_at timestamp with time zone NOT NULL
);


--
-- Name: membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.membership (
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: model_call; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.model_call (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    conversation_id uuid,
    run_id uuid,
    purpose text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    input_tokens bigint,
    output_tokens bigint,
    cache_read_tokens bigint,
    cache_write_tokens bigint,
    milliseconds bigint NOT NULL,
    first_token_milliseconds bigint,
    failure text
);


--
-- Name: password_link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.password_link (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: project; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.project (
    id uuid NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    description text NOT NULL,
    db_host text NOT NULL,
    db_port integer NOT NULL,
    db_name text NOT NULL,
    db_schema text NOT NULL,
    sealed_db_user text NOT NULL,
    sealed_db_password text NOT NULL,
    db_tls text NOT NULL,
    allowed_tables text[] NOT NULL,
    excluded_tables text[] NOT NULL,
    allowed_functions text[] NOT NULL,
    system_prompt text NOT NULL,
    max_rows_per_query integer NOT NULL,
    max_query_timeout_seconds integer NOT NULL,
    llm_provider text NOT NULL,
    llm_model text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    allowed_extensions text[] DEFAULT '{}'::text[] NOT NULL,
    notes_revision integer DEFAULT 0 NOT NULL,
    show_samples boolean DEFAULT true NOT NULL,
    max_export_rows integer DEFAULT 1000000 NOT NULL,
    role_accepted json,
    role_checked json,
    model_base_url text,
    sealed_model_key text,
    login_mark text
);


--
-- Name: request_count; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.request_count (
    user_id uuid NOT NULL,
    minute bigint NOT NULL,
    taken integer NOT NULL
);


--
-- Name: result; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.result (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    conversation_id uuid,
    sql text NOT NULL,
    content bytea NOT NULL,
    row_count integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.result ALTER COLUMN content SET STORAGE EXTERNAL;


--
-- Name: run_feedback; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.run_feedback (
    run_id uuid NOT NULL,
    user_id uuid NOT NULL,
    verdict text NOT NULL,
    reasons text[] NOT NULL,
    comment text NOT NULL,
    given_at timestamp with time zone NOT NULL
);


--
-- Name: saved_query; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.saved_query (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    sql text NOT NULL,
    parameters json NOT NULL,
    is_shared boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: saved_query_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.saved_query_version (
    saved_query_id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    sql text NOT NULL,
    parameters json NOT NULL,
    is_shared boolean NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: schema_migration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schema_migration (
    migration_id character varying(150) NOT NULL,
    product_version character varying(32) NOT NULL
);


--
-- Name: sign_in_link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_link (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: user_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.user_account (
    id uuid NOT NULL,
    email text NOT NULL,
    display_name text NOT NULL,
    is_platform_administrator boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    failed_sign_ins integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    password_hash text,
    security_stamp uuid DEFAULT gen_random_uuid() NOT NULL
);


--
-- Data for Name: agent_message; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.agent_message (conversation_id, seq, run_id, step, role, call_id, parts, model, stop_reason, usage, created_at) FROM stdin;
01a21853-dafb-70fa-8a9b-fdda497a313c	1	01a21853-e06e-7f22-9540-dad8a2e8cb64	0	user	\N	[{"kind":"text","text":"How many orders per region?"}]	\N	\N	\N	2026-11-26 14:47:59.987373+00
01a21853-dafb-70fa-8a9b-fdda497a313c	2	01a21853-e06e-7f22-9540-dad8a2e8cb64	1	assistant	\N	[{"kind":"text","text":"I read this as: the number of orders per region."},{"kind":"call","callId":"call_01a21853e8877e6db2c5ab0d3d05eee2","tool":"execute_sql","arguments":"{\\"query\\":\\"select o.region,\\\\n       count(*) as orders\\\\nfrom orders o\\\\ngroup by o.region\\\\norder by orders desc, region\\"}","isBroken":false}]	offline-analyst	tool_calls	\N	2026-11-26 14:48:02.136181+00
01a21853-dafb-70fa-8a9b-fdda497a313c	3	01a21853-e06e-7f22-9540-dad8a2e8cb64	1	tool	call_01a21853e8877e6db2c5ab0d3d05eee2	[{"kind":"result","callId":"call_01a21853e8877e6db2c5ab0d3d05eee2","text":"result_id: 01a21853-e9d8-779f-8744-76d687991b77\\nrow_count: 3\\ntruncated: no\\n<data>\\ncolumns: region text, orders bigint\\n| region | orders |\\n| --- | --- |\\n| north | 40 |\\n| south | 40 |\\n| west | 40 |\\n</data>\\nSQL that ran:\\nselect o.region,\\n       count(*) as orders\\nfrom orders o\\ngroup by o.region\\norder by orders desc, region","isError":false,"milliseconds":1869,"artifact":{"artifact":"table","resultId":"01a21853-e9d8-779f-8744-76d687991b77","sql":"select o.region,\\n       count(*) as orders\\nfrom orders o\\ngroup by o.region\\norder by orders desc, region","rowCount":3,"truncated":false,"milliseconds":432,"relations":["shop.orders"],"ranAt":"2026-11-26T14:48:02.2649942+00:00"}}]	\N	\N	\N	2026-11-26 14:48:04.079878+00
01a21853-dafb-70fa-8a9b-fdda497a313c	4	01a21853-e06e-7f22-9540-dad8a2e8cb64	2	assistant	\N	[{"kind":"text","text":"**north** has the highest figure: 40 orders; next is south with 40. 3 rows in all."}]	offline-analyst	stop	\N	2026-11-26 14:48:04.295024+00
01a21854-2c53-79fb-978c-0061d49a77e4	1	01a21854-3029-7f00-aeba-e3719671d6aa	0	user	\N	[{"kind":"text","text":"How many orders per region?"}]	\N	\N	\N	2026-11-26 14:48:20.329947+00
01a21854-2c53-79fb-978c-0061d49a77e4	2	01a21854-3029-7f00-aeba-e3719671d6aa	1	assistant	\N	[{"kind":"text","text":"I read this as: the number of orders per region."},{"kind":"call","callId":"call_01a2185439337e13870d33d7a2bdeb64","tool":"execute_sql","arguments":"{\\"query\\":\\"select o.region,\\\\n       count(*) as orders\\\\nfrom orders o\\\\ngroup by o.region\\\\norder by orders desc, region\\"}","isBroken":false}]	offline-analyst	tool_calls	\N	2026-11-26 14:48:22.741674+00
01a21854-2c53-79fb-978c-0061d49a77e4	3	01a21854-3029-7f00-aeba-e3719671d6aa	1	tool	call_01a2185439337e13870d33d7a2bdeb64	[{"kind":"result","callId":"call_01a2185439337e13870d33d7a2bdeb64","text":"result_id: 01a21854-3ad1-7970-a567-61c029cd701a\\nrow_count: 3\\ntruncated: no\\n<data>\\ncolumns: region text, orders bigint\\n| region | orders |\\n| --- | --- |\\n| north | 40 |\\n| south | 40 |\\n| west | 40 |\\n</data>\\nSQL that ran:\\nselect o.region,\\n       count(*) as orders\\nfrom orders o\\ngroup by o.region\\norder by orders desc, region","isError":false,"milliseconds":1663,"artifact":{"artifact":"table","resultId":"01a21854-3ad1-7970-a567-61c029cd701a","sql":"select o.region,\\n       count(*) as orders\\nfrom orders o\\ngroup by o.region\\norder by orders desc, region","rowCount":3,"truncated":false,"milliseconds":322,"relations":["shop.orders"],"ranAt":"2026-11-26T14:48:22.9933185+00:00"}}]	\N	\N	\N	2026-11-26 14:48:24.52923+00
01a21854-2c53-79fb-978c-0061d49a77e4	4	01a21854-3029-7f00-aeba-e3719671d6aa	2	assistant	\N	[{"kind":"text","text":"**north** has the highest figure: 40 orders; next is south with 40. 3 rows in all."}]	offline-analyst	stop	\N	2026-11-26 14:48:24.670413+00
01a21853-dafb-70fa-8a9b-fdda497a313c	5	01a21855-1a8f-72ff-874a-0cd91fe23036	0	user	\N	[{"kind":"text","text":"And the total amount per region?"}]	\N	\N	\N	2026-11-26 14:49:20.758601+00
01a21853-dafb-70fa-8a9b-fdda497a313c	6	01a21855-1a8f-72ff-874a-0cd91fe23036	1	assistant	\N	[{"kind":"text","text":"I did not understand “total”, “amount”, so I ran no query for it rather than answer something else. The rest I read as: the number of orders per region and region.\\n\\nWithout a model I answer counts, sums, averages, rankings, shares, changes over time and lists over orders. Try “how many orders are there”, “list tables” or “describe orders”, or type SQL.\\n\\nA language model would understand more: set ANTHROPIC_API_KEY and choose the provider anthropic in the project's settings."}]	offline-analyst	stop	\N	2026-11-26 14:49:23.52887+00
\.


--
-- Data for Name: agent_run; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.agent_run (id, conversation_id, status, provider, model, owner, lease_until, epoch, stop_requested, detail, started_at, ended_at, parent_run_id) FROM stdin;
01a21853-e06e-7f22-9540-dad8a2e8cb64	01a21853-dafb-70fa-8a9b-fdda497a313c	Done	offline	offline-analyst	5828d6e9-2e66-4643-acfc-aa0ff217361a	\N	1	f	\N	2026-11-26 14:47:59.865279+00	2026-11-26 14:48:04.295034+00	\N
01a21854-3029-7f00-aeba-e3719671d6aa	01a21854-2c53-79fb-978c-0061d49a77e4	Done	offline	offline-analyst	84b8c0d5-a819-4b2f-876b-da71387d0271	\N	1	f	\N	2026-11-26 14:48:20.26665+00	2026-11-26 14:48:24.670435+00	\N
01a21855-1a8f-72ff-874a-0cd91fe23036	01a21853-dafb-70fa-8a9b-fdda497a313c	Done	offline	offline-analyst	694de636-2c3b-4fdb-a69d-97070f2e54e2	\N	1	f	\N	2026-11-26 14:49:20.281205+00	2026-11-26 14:49:23.529929+00	01a21853-e06e-7f22-9540-dad8a2e8cb64
\.


--
-- Data for Name: api_token; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_token (id, user_id, name, token_hash, scopes, project_id, created_at, expires_at, last_used_at, revoked_at) FROM stdin;
01a21854-a422-77fc-9cbb-c9c89ca7f634	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	nightly	\\xf73d805afaf4788d4f4db4e98acc4c06ff72c6166db8895d775431e4c34dafb5	{Read,Ask}	\N	2026-11-26 14:48:49.963053+00	2126-11-26 14:48:49.963086+00	\N	\N
\.


--
-- Data for Name: audit_entry; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.audit_entry (id, at, project_id, user_id, conversation_id, action, door, outcome, sql, relations, rows, duration_ms, detail, address, changes, is_platform_wide, token) FROM stdin;
01a21851-dd4e-768a-ae7a-ae115933662d	2026-11-26 14:45:47.30993+00	\N	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	user.add	command_line	ran	\N	{}	\N	\N	admin@localhost	\N	\N	t	\N
01a21851-e6d4-7664-a8cb-1b1eab7935d2	2026-11-26 14:45:49.586835+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	project.create	command_line	ran	\N	{}	\N	\N	corner	\N	\N	t	\N
01a21852-1742-7c07-a35d-6d5d089f33b8	2026-11-26 14:46:02.817746+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	project.set_up_role	command_line	ran	\N	{}	\N	\N	upgrade_reader	\N	\N	f	\N
01a21852-b0bf-78df-953f-a2ba12fc28c9	2026-11-26 14:46:42.109365+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	dictionary.generate	command_line	ran	\N	{}	\N	\N	version 1	\N	\N	f	\N
01a21853-16fb-700a-9899-0680f4d401fe	2026-11-26 14:47:07.511796+00	\N	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	user.add	command_line	ran	\N	{}	\N	\N	ada@example.test	\N	\N	t	\N
01a21853-a35a-7607-ac8a-c40623837c3b	2026-11-26 14:47:44.217929+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	member.add	command_line	ran	\N	{}	\N	\N	ada@example.test: admin	\N	[{"Field":"role","Before":null,"After":"admin"}]	t	\N
01a21853-e9d8-78e0-aa87-073017f4a986	2026-11-26 14:48:02.264994+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	query	chat	ran	select o.region,\n       count(*) as orders\nfrom orders o\ngroup by o.region\norder by orders desc, region	{shop.orders}	3	1580	\N	\N	\N	f	\N
01a21854-3ad1-7016-a643-6510e85bed4e	2026-11-26 14:48:22.993318+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21854-2c53-79fb-978c-0061d49a77e4	query	chat	ran	select o.region,\n       count(*) as orders\nfrom orders o\ngroup by o.region\norder by orders desc, region	{shop.orders}	3	1392	\N	\N	\N	f	\N
01a21854-87ae-71b9-a10c-a638b6f6f1d8	2026-11-26 14:48:42.418257+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	\N	saved_query.add	command_line	ran	\N	{}	\N	\N	{"id":"01a21854-86b2-7c41-b8f1-64925cd74e2f","version":1,"shared":true,"name":"Orders of a region"}	\N	[{"Field":"name","Before":"","After":"Orders of a region"},{"Field":"sql","Before":"","After":"select count(*) as orders, sum(amount) as total from orders where region = :region"},{"Field":"parameters","Before":"[]","After":"[{\\u0022name\\u0022:\\u0022region\\u0022,\\u0022type\\u0022:\\u0022text\\u0022,\\u0022postgresType\\u0022:\\u0022text\\u0022,\\u0022hasName\\u0022:true}]"},{"Field":"shared","Before":"false","After":"true"}]	f	\N
01a21854-a4f9-71d8-90b1-0f8275d7b0cb	2026-11-26 14:48:49.963053+00	\N	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	\N	user.token_add	command_line	ran	\N	{}	\N	\N	nightly: read, ask, until 2027-11-26	\N	\N	t	\N
01a21854-f52d-7063-be20-92a8bdcaf887	2026-11-26 14:49:10.700607+00	\N	01a21851-daad-7e32-9fc0-a13e40b95b87	\N	user.password_set	command_line	ran	\N	{}	\N	\N	ada@example.test	\N	\N	t	\N
01a21855-5950-754a-9a86-d2a287752fec	2026-11-26 14:49:36.336684+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	\N	query	saved_query	ran	select count(*) as orders, sum(amount) as total from orders where region = :region	{shop.orders}	1	150	\N	\N	\N	f	\N
01a21855-a511-7d39-a44f-1af67c9c28d1	2026-11-26 14:49:55.562043+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	feedback.give	command_line	ran	\N	{}	\N	\N	{"run":"01a21853-e06e-7f22-9540-dad8a2e8cb64","verdict":"up","reasons":[]}	\N	\N	f	\N
\.


--
-- Data for Name: chart; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.chart (id, project_id, result_id, spec, created_at) FROM stdin;
\.


--
-- Data for Name: conversation; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.conversation (id, project_id, user_id, title, created_at, updated_at, active_run_id) FROM stdin;
01a21854-2c53-79fb-978c-0061d49a77e4	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	How many orders per region?	2026-11-26 14:48:19.283845+00	2026-11-26 14:48:24.670435+00	01a21854-3029-7f00-aeba-e3719671d6aa
01a21853-dafb-70fa-8a9b-fdda497a313c	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	How many orders per region?	2026-11-26 14:47:58.459025+00	2026-11-26 14:49:23.529929+00	01a21855-1a8f-72ff-874a-0cd91fe23036
\.


--
-- Data for Name: data_protection_key; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.data_protection_key (id, friendly_name, sealed_xml) FROM stdin;
\.


--
-- Data for Name: dictionary_join; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.dictionary_join (project_id, from_table, from_column, to_table, to_column, created_at, created_by) FROM stdin;
\.


--
-- Data for Name: dictionary_note; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.dictionary_note (project_id, table_name, column_name, description, synonyms, unit, do_not_use, no_samples, version, updated_at, updated_by) FROM stdin;
\.


--
-- Data for Name: dictionary_snapshot; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.dictionary_snapshot (id, project_id, version, generated_at, content) FROM stdin;
01a21852-a5fd-7c52-9f27-95b5bd828719	01a21851-e392-7fdf-b1f8-b769603e6b53	1	2026-11-26 14:46:38.693222+00	{"Schema":"shop","GeneratedAt":"2026-11-26T14:46:38.6932221+00:00","Tables":[{"Name":"orders","Comment":"One purchase each.","RowEstimate":120,"Columns":[{"Name":"id","Type":"integer","BaseType":"int4","Samples":["30","60","90"],"Values":[],"Min":"1","Max":"120","DistinctEstimate":120},{"Name":"region","Type":"text","BaseType":"text","Samples":["north","south","west"],"Values":["north","south","west"],"DistinctEstimate":3},{"Name":"ordered_at","Type":"date","BaseType":"date","Samples":["2025-01-31","2025-03-02","2025-04-01"],"Values":[],"Min":"2025-01-02","Max":"2025-05-01","DistinctEstimate":120},{"Name":"amount","Type":"numeric(10,2)","BaseType":"numeric","Samples":["45.00","90.00","135.00"],"Values":[],"Min":"1.50","Max":"180.00","DistinctEstimate":120}],"PrimaryKey":["id"],"ForeignKeys":[],"UniqueKeys":[],"Checks":[],"Indexes":[],"Children":[]}],"Enums":[],"PartialTables":[],"FunctionSignatures":[],"OperatorSignatures":[],"Extensions":[],"Types":[],"JoinHints":[],"Scope":"ec590ab457bd74253e87b76717cf230285c434dc9169291f3ac7fbe845d3e36b"}
\.


--
-- Data for Name: external_login; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.external_login (provider, subject, user_id, email, linked_at) FROM stdin;
\.


--
-- Data for Name: membership; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.membership (project_id, user_id, role, created_at) FROM stdin;
01a21851-e392-7fdf-b1f8-b769603e6b53	01a21851-daad-7e32-9fc0-a13e40b95b87	Admin	2026-11-26 14:45:49.586835+00
01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	Admin	2026-11-26 14:47:44.005195+00
\.


--
-- Data for Name: model_call; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.model_call (id, at, project_id, user_id, conversation_id, run_id, purpose, provider, model, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, milliseconds, first_token_milliseconds, failure) FROM stdin;
01a21853-e573-7208-bf30-929546b9d673	2026-11-26 14:48:01.139856+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	01a21853-e06e-7f22-9540-dad8a2e8cb64	answer	offline	offline-analyst	0	0	0	0	929	818	\N
01a21853-f11e-7188-b2ca-1253511b232d	2026-11-26 14:48:04.126396+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	01a21853-e06e-7f22-9540-dad8a2e8cb64	answer	offline	offline-analyst	0	0	0	0	152	151	\N
01a21854-34fa-7416-aba2-1f678a2e390b	2026-11-26 14:48:21.498905+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21854-2c53-79fb-978c-0061d49a77e4	01a21854-3029-7f00-aeba-e3719671d6aa	answer	offline	offline-analyst	0	0	0	0	1234	1121	\N
01a21854-40da-7913-8435-8e830998e8bb	2026-11-26 14:48:24.538961+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21854-2c53-79fb-978c-0061d49a77e4	01a21854-3029-7f00-aeba-e3719671d6aa	answer	offline	offline-analyst	0	0	0	0	127	120	\N
01a21855-246c-7eaf-a15d-24a257e3c5ec	2026-11-26 14:49:22.796479+00	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	01a21855-1a8f-72ff-874a-0cd91fe23036	answer	offline	offline-analyst	0	0	0	0	709	664	\N
\.


--
-- Data for Name: password_link; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.password_link (id, user_id, token_hash, created_at, expires_at) FROM stdin;
\.


--
-- Data for Name: project; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.project (id, name, slug, description, db_host, db_port, db_name, db_schema, sealed_db_user, sealed_db_password, db_tls, allowed_tables, excluded_tables, allowed_functions, system_prompt, max_rows_per_query, max_query_timeout_seconds, llm_provider, llm_model, created_at, updated_at, archived_at, allowed_extensions, notes_revision, show_samples, max_export_rows, role_accepted, role_checked, model_base_url, sealed_model_key, login_mark) FROM stdin;
01a21851-e392-7fdf-b1f8-b769603e6b53	Corner shop	corner	A shop of three regions.	127.0.0.1	5432	upgrade_shop	shop	v1.k1.ie3U7g2jXqhYNnMFqh87Rch4dS7mMU7y/+ASDu8+ToTXlJeEJwSk33XT	v1.k1.mQK1QQC1aBVC4gR/EXgiLZykA7bIIPiQyNRQxoqciG87zQ==	disable	{}	{}	{}		500	30	offline	\N	2026-11-26 14:45:49.586835+00	2026-11-26 14:45:49.598474+00	\N	{}	0	t	1000000	\N	{"At":"2026-11-26T14:46:05.5209079+00:00","Scope":"f1be45bc8bece7c62e558a326fea70ad90f8032cbf56ce9fe41c783da01e0bc3","Login":"33de49ac9a8c0a86498e7a3f3dd2e26031369b54f40cd65a050e638b7b545585","Findings":[]}	\N	\N	e32c6482be465daa8ee01ef4130e478a
\.


--
-- Data for Name: request_count; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.request_count (user_id, minute, taken) FROM stdin;
\.


--
-- Data for Name: result; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.result (id, project_id, user_id, conversation_id, sql, content, row_count, created_at) FROM stdin;
01a21853-e9d8-779f-8744-76d687991b77	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21853-dafb-70fa-8a9b-fdda497a313c	select o.region,\n       count(*) as orders\nfrom orders o\ngroup by o.region\norder by orders desc, region	\\x7b2273716c223a2273656c656374206f2e726567696f6e2c5c6e20202020202020636f756e74282a29206173206f72646572735c6e66726f6d206f7264657273206f5c6e67726f7570206279206f2e726567696f6e5c6e6f72646572206279206f726465727320646573632c20726567696f6e222c22636f6c756d6e73223a5b7b226e616d65223a22726567696f6e222c2274797065223a2274657874222c226b696e64223a2254657874227d2c7b226e616d65223a226f7264657273222c2274797065223a22626967696e74222c226b696e64223a224e756d626572227d5d2c22726f7773223a5b5b226e6f727468222c223430225d2c5b22736f757468222c223430225d2c5b2277657374222c223430225d5d2c227472756e6361746564223a66616c73652c22656c6170736564223a2230303a30303a30302e34333232363132222c2272656c6174696f6e73223a5b2273686f702e6f7264657273225d2c2272616e4174223a22323032362d31312d32365431343a34383a30322e323634393934322b30303a3030222c22637574526561736f6e223a6e756c6c7d	3	2026-11-26 14:48:02.264994+00
01a21854-3ad1-7970-a567-61c029cd701a	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	01a21854-2c53-79fb-978c-0061d49a77e4	select o.region,\n       count(*) as orders\nfrom orders o\ngroup by o.region\norder by orders desc, region	\\x7b2273716c223a2273656c656374206f2e726567696f6e2c5c6e20202020202020636f756e74282a29206173206f72646572735c6e66726f6d206f7264657273206f5c6e67726f7570206279206f2e726567696f6e5c6e6f72646572206279206f726465727320646573632c20726567696f6e222c22636f6c756d6e73223a5b7b226e616d65223a22726567696f6e222c2274797065223a2274657874222c226b696e64223a2254657874227d2c7b226e616d65223a226f7264657273222c2274797065223a22626967696e74222c226b696e64223a224e756d626572227d5d2c22726f7773223a5b5b226e6f727468222c223430225d2c5b22736f757468222c223430225d2c5b2277657374222c223430225d5d2c227472756e6361746564223a66616c73652c22656c6170736564223a2230303a30303a30302e33323230333832222c2272656c6174696f6e73223a5b2273686f702e6f7264657273225d2c2272616e4174223a22323032362d31312d32365431343a34383a32322e393933333138352b30303a3030222c22637574526561736f6e223a6e756c6c7d	3	2026-11-26 14:48:22.993318+00
01a21855-5950-7ea2-b698-7f776ffb590b	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	\N	select count(*) as orders, sum(amount) as total from orders where region = cast('north' as text)	\\x7b2273716c223a2273656c65637420636f756e74282a29206173206f72646572732c2073756d28616d6f756e742920617320746f74616c2066726f6d206f726465727320776865726520726567696f6e203d206361737428276e6f72746827206173207465787429222c22636f6c756d6e73223a5b7b226e616d65223a226f7264657273222c2274797065223a22626967696e74222c226b696e64223a224e756d626572227d2c7b226e616d65223a22746f74616c222c2274797065223a226e756d65726963222c226b696e64223a224e756d626572227d5d2c22726f7773223a5b5b223430222c22333639302e3030225d5d2c227472756e6361746564223a66616c73652c22656c6170736564223a2230303a30303a30302e31333537363839222c2272656c6174696f6e73223a5b2273686f702e6f7264657273225d2c2272616e4174223a22323032362d31312d32365431343a34393a33362e333336363834382b30303a3030222c22637574526561736f6e223a6e756c6c7d	1	2026-11-26 14:49:36.336684+00
\.


--
-- Data for Name: run_feedback; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.run_feedback (run_id, user_id, verdict, reasons, comment, given_at) FROM stdin;
01a21853-e06e-7f22-9540-dad8a2e8cb64	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	Up	{}		2026-11-26 14:49:55.562043+00
\.


--
-- Data for Name: saved_query; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.saved_query (id, project_id, user_id, name, description, sql, parameters, is_shared, version, created_at, updated_at) FROM stdin;
01a21854-86b2-7c41-b8f1-64925cd74e2f	01a21851-e392-7fdf-b1f8-b769603e6b53	01a21853-13f7-7cf3-a9aa-8ba96a760e8c	Orders of a region		select count(*) as orders, sum(amount) as total from orders where region = :region	[{"name":"region","type":"text","postgresType":"text","hasName":true}]	t	1	2026-11-26 14:48:42.418257+00	2026-11-26 14:48:42.418257+00
\.


--
-- Data for Name: saved_query_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.saved_query_version (saved_query_id, version, name, description, sql, parameters, is_shared, at) FROM stdin;
01a21854-86b2-7c41-b8f1-64925cd74e2f	1	Orders of a region		select count(*) as orders, sum(amount) as total from orders where region = :region	[{"name":"region","type":"text","postgresType":"text","hasName":true}]	t	2026-11-26 14:48:42.418257+00
\.


--
-- Data for Name: schema_migration; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.schema_migration (migration_id, product_version) FROM stdin;
20261125003740_Initial	10.0.15
20261125213752_ProjectExtensions	10.0.15
20261125221120_PackedResults	10.0.15
20261125222618_DictionaryNotes	10.0.15
20261125230456_ExportsAndSavedQueries	10.0.15
20261125235631_RoleChecks	10.0.15
20261126005426_ModelSettings	10.0.15
20261126032058_ConversationMemory	10.0.15
20261126033337_ModelCalls	10.0.15
20261126063036_Accounts	10.0.15
20261126063600_AuditTrail	10.0.15
20261126080524_ApiTokens	10.0.15
\.


--
-- Data for Name: sign_in_link; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.sign_in_link (id, user_id, token_hash, expires_at) FROM stdin;
\.


--
-- Data for Name: user_account; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.user_account (id, email, display_name, is_platform_administrator, created_at, disabled_at, failed_sign_ins, locked_until, password_hash, security_stamp) FROM stdin;
01a21851-daad-7e32-9fc0-a13e40b95b87	admin@localhost	Local administrator	t	2026-11-26 14:45:47.30993+00	\N	0	\N	\N	0c8ac4dd-d5b4-4f3a-91bb-ab0aea656a8b
01a21853-13f7-7cf3-a9aa-8ba96a760e8c	ada@example.test	Ada Lovelace	t	2026-11-26 14:47:07.511796+00	\N	0	\N	AQAAAAIAAzRQAAAAEFuHPrd4U/OuJllT3XBo9KOj09dhP4hnuUYIjSS0QEHoRxT5sK3rpuwUxDFtlYe2SQ==	4893b140-ac01-4128-aec4-aed7ac02b581
\.


--
-- Name: agent_message pk_agent_message; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agent_message
    ADD CONSTRAINT pk_agent_message PRIMARY KEY (conversation_id, seq);


--
-- Name: agent_run pk_agent_run; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agent_run
    ADD CONSTRAINT pk_agent_run PRIMARY KEY (id);


--
-- Name: api_token pk_api_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT pk_api_token PRIMARY KEY (id);


--
-- Name: audit_entry pk_audit_entry; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT pk_audit_entry PRIMARY KEY (id);


--
-- Name: chart pk_chart; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chart
    ADD CONSTRAINT pk_chart PRIMARY KEY (id);


--
-- Name: conversation pk_conversation; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT pk_conversation PRIMARY KEY (id);


--
-- Name: data_protection_key pk_data_protection_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.data_protection_key
    ADD CONSTRAINT pk_data_protection_key PRIMARY KEY (id);


--
-- Name: dictionary_join pk_dictionary_join; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_join
    ADD CONSTRAINT pk_dictionary_join PRIMARY KEY (project_id, from_table, from_column, to_table, to_column);


--
-- Name: dictionary_note pk_dictionary_note; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_note
    ADD CONSTRAINT pk_dictionary_note PRIMARY KEY (project_id, table_name, column_name);


--
-- Name: dictionary_snapshot pk_dictionary_snapshot; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_snapshot
    ADD CONSTRAINT pk_dictionary_snapshot PRIMARY KEY (id);


--
-- Name: external_login pk_external_login; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.external_login
    ADD CONSTRAINT pk_external_login PRIMARY KEY (provider, subject);


--
-- Name: membership pk_membership; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT pk_membership PRIMARY KEY (project_id, user_id);


--
-- Name: model_call pk_model_call; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.model_call
    ADD CONSTRAINT pk_model_call PRIMARY KEY (id);


--
-- Name: password_link pk_password_link; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_link
    ADD CONSTRAINT pk_password_link PRIMARY KEY (id);


--
-- Name: project pk_project; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.project
    ADD CONSTRAINT pk_project PRIMARY KEY (id);


--
-- Name: request_count pk_request_count; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.request_count
    ADD CONSTRAINT pk_request_count PRIMARY KEY (user_id);


--
-- Name: result pk_result; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.result
    ADD CONSTRAINT pk_result PRIMARY KEY (id);


--
-- Name: run_feedback pk_run_feedback; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_feedback
    ADD CONSTRAINT pk_run_feedback PRIMARY KEY (run_id, user_id);


--
-- Name: saved_query pk_saved_query; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_query
    ADD CONSTRAINT pk_saved_query PRIMARY KEY (id);


--
-- Name: saved_query_version pk_saved_query_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_query_version
    ADD CONSTRAINT pk_saved_query_version PRIMARY KEY (saved_query_id, version);


--
-- Name: schema_migration pk_schema_migration; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT pk_schema_migration PRIMARY KEY (migration_id);


--
-- Name: sign_in_link pk_sign_in_link; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_link
    ADD CONSTRAINT pk_sign_in_link PRIMARY KEY (id);


--
-- Name: user_account pk_user_account; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT pk_user_account PRIMARY KEY (id);


--
-- Name: ix_agent_message_run_id_step_call_id; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_agent_message_run_id_step_call_id ON public.agent_message USING btree (run_id, step, call_id) WHERE (call_id IS NOT NULL);


--
-- Name: ix_agent_run_conversation_id_started_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_agent_run_conversation_id_started_at ON public.agent_run USING btree (conversation_id, started_at);


--
-- Name: ix_agent_run_parent_run_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_agent_run_parent_run_id ON public.agent_run USING btree (parent_run_id);


--
-- Name: ix_api_token_project_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_api_token_project_id ON public.api_token USING btree (project_id);


--
-- Name: ix_api_token_token_hash; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_api_token_token_hash ON public.api_token USING btree (token_hash);


--
-- Name: ix_api_token_user_id_name; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_api_token_user_id_name ON public.api_token USING btree (user_id, name) WHERE (revoked_at IS NULL);


--
-- Name: ix_audit_entry_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_at ON public.audit_entry USING brin (at);


--
-- Name: ix_audit_entry_platform_wide; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_platform_wide ON public.audit_entry USING btree (at, id) WHERE is_platform_wide;


--
-- Name: ix_audit_entry_project_id_action_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_project_id_action_at_id ON public.audit_entry USING btree (project_id, action, at, id);


--
-- Name: ix_audit_entry_project_id_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_project_id_at_id ON public.audit_entry USING btree (project_id, at, id);


--
-- Name: ix_audit_entry_project_id_outcome_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_project_id_outcome_at_id ON public.audit_entry USING btree (project_id, outcome, at, id);


--
-- Name: ix_audit_entry_project_id_user_id_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_entry_project_id_user_id_at_id ON public.audit_entry USING btree (project_id, user_id, at, id);


--
-- Name: ix_chart_project_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chart_project_id ON public.chart USING btree (project_id);


--
-- Name: ix_chart_result_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_chart_result_id ON public.chart USING btree (result_id);


--
-- Name: ix_conversation_project_id_updated_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_conversation_project_id_updated_at_id ON public.conversation USING btree (project_id, updated_at, id);


--
-- Name: ix_conversation_project_id_user_id_updated_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_conversation_project_id_user_id_updated_at ON public.conversation USING btree (project_id, user_id, updated_at);


--
-- Name: ix_conversation_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_conversation_user_id ON public.conversation USING btree (user_id);


--
-- Name: ix_dictionary_snapshot_project_id_version; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_dictionary_snapshot_project_id_version ON public.dictionary_snapshot USING btree (project_id, version);


--
-- Name: ix_external_login_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_external_login_user_id ON public.external_login USING btree (user_id);


--
-- Name: ix_membership_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_membership_user_id ON public.membership USING btree (user_id);


--
-- Name: ix_model_call_conversation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_model_call_conversation_id ON public.model_call USING btree (conversation_id);


--
-- Name: ix_model_call_project_id_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_model_call_project_id_at ON public.model_call USING btree (project_id, at);


--
-- Name: ix_password_link_token_hash; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_password_link_token_hash ON public.password_link USING btree (token_hash);


--
-- Name: ix_password_link_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_password_link_user_id ON public.password_link USING btree (user_id);


--
-- Name: ix_project_slug; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_project_slug ON public.project USING btree (slug);


--
-- Name: ix_result_conversation_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_result_conversation_id ON public.result USING btree (conversation_id);


--
-- Name: ix_result_project_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_result_project_id ON public.result USING btree (project_id);


--
-- Name: ix_run_feedback_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_run_feedback_user_id ON public.run_feedback USING btree (user_id);


--
-- Name: ix_saved_query_project_id_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_saved_query_project_id_name ON public.saved_query USING btree (project_id, name);


--
-- Name: ix_saved_query_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_saved_query_user_id ON public.saved_query USING btree (user_id);


--
-- Name: ix_sign_in_link_token_hash; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_sign_in_link_token_hash ON public.sign_in_link USING btree (token_hash);


--
-- Name: ix_sign_in_link_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sign_in_link_user_id ON public.sign_in_link USING btree (user_id);


--
-- Name: ix_user_account_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_user_account_email ON public.user_account USING btree (email);


--
-- Name: ux_agent_run_live; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ux_agent_run_live ON public.agent_run USING btree (conversation_id) WHERE (status = 'Running'::text);


--
-- Name: audit_entry audit_entry_no_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_audit_change();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_delete;


--
-- Name: audit_entry audit_entry_no_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate;


--
-- Name: audit_entry audit_entry_no_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();

ALTER TABLE public.audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_update;


--
-- Name: agent_message fk_agent_message_conversations_conversation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agent_message
    ADD CONSTRAINT fk_agent_message_conversations_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;


--
-- Name: agent_run fk_agent_run_agent_run_parent_run_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agent_run
    ADD CONSTRAINT fk_agent_run_agent_run_parent_run_id FOREIGN KEY (parent_run_id) REFERENCES public.agent_run(id);


--
-- Name: agent_run fk_agent_run_conversations_conversation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.agent_run
    ADD CONSTRAINT fk_agent_run_conversations_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;


--
-- Name: api_token fk_api_token_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT fk_api_token_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: api_token fk_api_token_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT fk_api_token_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: chart fk_chart_project_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chart
    ADD CONSTRAINT fk_chart_project_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: chart fk_chart_results_result_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chart
    ADD CONSTRAINT fk_chart_results_result_id FOREIGN KEY (result_id) REFERENCES public.result(id) ON DELETE CASCADE;


--
-- Name: conversation fk_conversation_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT fk_conversation_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: conversation fk_conversation_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT fk_conversation_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: dictionary_join fk_dictionary_join_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_join
    ADD CONSTRAINT fk_dictionary_join_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: dictionary_note fk_dictionary_note_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_note
    ADD CONSTRAINT fk_dictionary_note_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: dictionary_snapshot fk_dictionary_snapshot_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dictionary_snapshot
    ADD CONSTRAINT fk_dictionary_snapshot_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: external_login fk_external_login_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.external_login
    ADD CONSTRAINT fk_external_login_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: membership fk_membership_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: membership fk_membership_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: model_call fk_model_call_projects_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.model_call
    ADD CONSTRAINT fk_model_call_projects_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: password_link fk_password_link_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_link
    ADD CONSTRAINT fk_password_link_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: request_count fk_request_count_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.request_count
    ADD CONSTRAINT fk_request_count_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: result fk_result_conversation_conversation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.result
    ADD CONSTRAINT fk_result_conversation_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;


--
-- Name: result fk_result_project_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.result
    ADD CONSTRAINT fk_result_project_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: run_feedback fk_run_feedback_agent_run_run_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_feedback
    ADD CONSTRAINT fk_run_feedback_agent_run_run_id FOREIGN KEY (run_id) REFERENCES public.agent_run(id) ON DELETE CASCADE;


--
-- Name: run_feedback fk_run_feedback_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.run_feedback
    ADD CONSTRAINT fk_run_feedback_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: saved_query fk_saved_query_project_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_query
    ADD CONSTRAINT fk_saved_query_project_project_id FOREIGN KEY (project_id) REFERENCES public.project(id) ON DELETE CASCADE;


--
-- Name: saved_query fk_saved_query_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_query
    ADD CONSTRAINT fk_saved_query_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- Name: saved_query_version fk_saved_query_version_saved_query_saved_query_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_query_version
    ADD CONSTRAINT fk_saved_query_version_saved_query_saved_query_id FOREIGN KEY (saved_query_id) REFERENCES public.saved_query(id) ON DELETE CASCADE;


--
-- Name: sign_in_link fk_sign_in_link_users_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_link
    ADD CONSTRAINT fk_sign_in_link_users_user_id FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


