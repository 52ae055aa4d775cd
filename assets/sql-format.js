// The formatter of the SQL editor, for PostgreSQL alone. scripts/setup makes one file of it, fetched with the first click on Format.
export { formatDialect, postgresql } from 'sql-formatter';
