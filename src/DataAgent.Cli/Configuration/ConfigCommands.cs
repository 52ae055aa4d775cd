using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Configuration;
using DataAgent.Data;

namespace DataAgent.Cli.Configuration;

/// <summary>The settings that the next start would find, without starting anything.</summary>
internal static class ConfigCommands
{
    public static Command Create(CliStreams streams)
    {
        var all = new Option<bool>("--all") { Description = "Also settings that are not set, with their defaults." };
        var given = new Argument<string[]>("settings")
        {
            Description = "Settings as behind serve, behind --: dataagent config check -- --Agent:MaxSteps=8",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var check = new Command("check", "Read the settings as serve would: each with its source, secrets hidden, and what is wrong with them.") { all, given };
        check.SetAction(parsed => Run(streams, CommandBuilder.FormOf(parsed), parsed.GetValue(all), parsed.GetValue(given) ?? []));
        return new Command("config", "Settings, where they come from, and whether they fit.") { check };
    }

    private static int Run(CliStreams streams, OutputForm form, bool all, string[] given)
    {
        try
        {
            if (SettingArguments.Problem(given) is { } wrong)
                throw new PlatformStartException(wrong);
            var configuration = SettingSources.Read(given);
            var settings = new SettingsInForce(configuration).List().Where(one => all || one.Source != SettingSource.Default).Select(SettingLine.Of).ToList();
            if (settings.Count == 0 && form == OutputForm.Text)
                streams.Output.WriteLine("Nothing is set: every setting has its default. See them with --all.");
            else
                new Report(streams.Output, form).List("settings", settings, ("SETTING", s => s.Name), ("VALUE", s => s.Value ?? s.Default), ("SOURCE", s => s.Source));
            return Tell(streams, SettingsCheck.Problems(configuration));
        }
        catch (PlatformStartException e)
        {
            return Tell(streams, [e.Message]);
        }
    }

    private static int Tell(CliStreams streams, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            streams.Error.WriteLine(problem);
        if (problems.Count > 0)
            streams.Error.WriteLine("docs/configuration.md lists the settings.");
        return problems.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }
}
