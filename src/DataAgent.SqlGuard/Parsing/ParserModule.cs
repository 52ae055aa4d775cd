using System.Security.Cryptography;
using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>PostgreSQL 18's parser: the WebAssembly of npm <c>libpg-query</c> 18.1.5, compiled for this machine.</summary>
internal static class ParserModule
{
    /// <summary>The minified names in <see cref="GuestImports"/> and <see cref="Guest"/> belong to this file only.</summary>
    private const string Sha256 = "378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36";

    private const string Name = "libpg_query";

    public static Module Load(Engine engine, string? cacheDirectory)
    {
        var cache = ModuleCache.Open(cacheDirectory, Sha256);
        if (cache?.Read() is { } compiled)
        {
            try
            {
                return Module.Deserialize(engine, Name, compiled);
            }
            catch (WasmtimeException)
            {
                // Made by another Wasmtime or for another processor: compile anew and replace it.
            }
        }

        var module = Module.FromBytes(engine, Name, ReadWasm());
        cache?.Write(module.Serialize());
        return module;
    }

    private static byte[] ReadWasm()
    {
        using var stream = typeof(ParserModule).Assembly.GetManifestResourceStream("libpg-query.wasm")!;
        var wasm = new byte[stream.Length];
        stream.ReadExactly(wasm);
        return Convert.ToHexStringLower(SHA256.HashData(wasm)) == Sha256
            ? wasm
            : throw new InvalidOperationException("libpg-query.wasm is not the build this parser was written for: version 18.1.5.");
    }
}
