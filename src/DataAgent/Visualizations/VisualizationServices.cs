using DataAgent.Visualizations.Pictures;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Visualizations;

public static class VisualizationServices
{
    public static IServiceCollection AddVisualizations(this IServiceCollection services) => services.AddSingleton<ChartStore>().AddSingleton<ChartDesk>().AddSingleton<ChartPictures>();
}
