using DataAgent.Web.Shell;

return await HostStart.RunAsync(args, Console.Out, Console.Error);
