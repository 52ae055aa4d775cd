using System.Net.Mime;
using DataAgent.Tokens;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DataAgent.Web.Shell;

/// <summary>The HTTP API as /openapi/v1.json describes it. Like everything else it is for people who are signed in.</summary>
internal static class OpenApi
{
    private const string Document = "v1", Scheme = "token", Root = "api/v1/";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(Root, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) => Done(() => Introduce(document)));
        options.AddOperationTransformer((operation, context, _) => Done(() => Complete(operation, context)));
        options.AddOperationTransformer(DescribeBodyAsync);
        options.AddSchemaTransformer((schema, context, _) => Done(() => AddCode(schema, context)));
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi();

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Data Agent",
            Version = Document,
            Description = "Ask databases in plain language. Problems carry a stable code, and a sentence that says what to do.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"An API token, {ApiTokens.Prefix}…, made on the account page. The scope it needs stands with each operation.",
        };
    }

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Tags = new HashSet<OpenApiTagReference> { new(Feature(context.Description.RelativePath!), context.Document) };
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BearerTokenScope>().LastOrDefault()?.Scope is not { } scope)
        {
            operation.Description = "For people who are signed in; no API token may do it.";
            return;
        }

        operation.Description = $"An API token needs the scope {scope.Word()}.";
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [scope.Word()] }];
    }

    /// <summary>Settings are read one by one, so that each error is told at its name. The framework sees any JSON there.</summary>
    private static async Task DescribeBodyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<SomeOf>().LastOrDefault() is not { } some)
            return;
        var schema = await context.GetOrCreateSchemaAsync(some.Type, cancellationToken: cancellationToken);
        schema.Required = null;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.Json] = new() { Schema = schema } },
        };
    }

    /// <summary>The framework does not know of what we add to each problem.</summary>
    private static void AddCode(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type != typeof(ProblemDetails) || context.JsonPropertyInfo is not null)
            return;
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What went wrong, for programs." };
    }

    /// <summary>The word behind the project, or the first one.</summary>
    private static string Feature(string path) =>
        path[Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries) is ["projects", _, var feature, ..]
            ? feature
            : path[Root.Length..].Split('/')[0];

    private static Task Done(Action change)
    {
        change();
        return Task.CompletedTask;
    }
}
