using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class DictionaryNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "notes_revision",
                table: "project",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "show_samples",
                table: "project",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "dictionary_join",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_table = table.Column<string>(type: "text", nullable: false),
                    from_column = table.Column<string>(type: "text", nullable: false),
                    to_table = table.Column<string>(type: "text", nullable: false),
                    to_column = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dictionary_join", x => new { x.project_id, x.from_table, x.from_column, x.to_table, x.to_column });
                    table.ForeignKey(
                        name: "fk_dictionary_join_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dictionary_note",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    table_name = table.Column<string>(type: "text", nullable: false),
                    column_name = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    synonyms = table.Column<List<string>>(type: "text[]", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    do_not_use = table.Column<string>(type: "text", nullable: false),
                    no_samples = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dictionary_note", x => new { x.project_id, x.table_name, x.column_name });
                    table.ForeignKey(
                        name: "fk_dictionary_note_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "project",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dictionary_join");

            migrationBuilder.DropTable(
                name: "dictionary_note");

            migrationBuilder.DropColumn(
                name: "notes_revision",
                table: "project");

            migrationBuilder.DropColumn(
                name: "show_samples",
                table: "project");
        }
    }
}
