using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataAgent.Data.Migrations
{
    /// <inheritdoc />
    public partial class PackedResults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table result alter column content type bytea using convert_to(content::text, 'UTF8')");
            // It is packed before it comes.
            migrationBuilder.Sql("alter table result alter column content set storage external");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Packed rows are no JSON, and results can be had again by asking again.
            migrationBuilder.Sql("delete from result");
            migrationBuilder.Sql("alter table result alter column content type json using convert_from(content, 'UTF8')::json");
        }
    }
}
