using BenchmarkDotNet.Running;
using DataAgent.Bench;
using DataAgent.Bench.Agent;
using DataAgent.Bench.Pages;

// "door": the query door against plain Npgsql. "export": whole results against COPY.
// "dictionary": a schema of 1,000 tables against a bare reading of its catalog. "agent": what runs cost beyond their model; names of
// lines may follow. "pages": the page in a real browser, and many without one; "load", "stream" or "memory" may follow. "lists": pages of the audit log and of conversations when there are very many. "report FILE": all of them, and the
// gate, into one page; names of some may follow. Anything else goes to BenchmarkDotNet, such as --filter *Guard*.
if (args is ["report", var file, .. var sections])
    return await Report.RunAsync(file, sections);
if (args is ["door", ..])
    return await DoorBench.RunAsync();
if (args is ["export", ..])
    return await ExportBench.RunAsync();
if (args is ["dictionary", ..])
    return await DictionaryBench.RunAsync();
if (args is ["lists", ..])
    return await ListsBench.RunAsync();
if (args is ["agent", .. var lines])
    return await AgentBench.RunAsync(lines);
if (args is ["pages", .. var parts])
    return await PagesBench.RunAsync(parts);
if (args is [Browser.Command])
    return await Browser.RunAsync();
if (args is [Outside.Command])
    return await Outside.RunAsync();

BenchmarkSwitcher.FromAssembly(typeof(GuardBenchmarks).Assembly).Run(args);
return 0;
